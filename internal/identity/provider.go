// SPDX-License-Identifier: EUPL-1.2

package identity

// Provider is a provider of sign-in that speaks OpenID Connect.
type Provider struct {
	Issuer       string
	ClientID     string
	ClientSecret string
	// Name is what the button says, such as the name of the municipality.
	Name string
}

// ProviderFrom reads the provider from the environment; nil when none is named.
func ProviderFrom(getenv func(string) string) *Provider {
	p := &Provider{Issuer: getenv("SUMANUS_OIDC_ISSUER"), ClientID: getenv("SUMANUS_OIDC_CLIENT"), ClientSecret: getenv("SUMANUS_OIDC_SECRET"), Name: getenv("SUMANUS_OIDC_NAME")}
	if p.Issuer == "" || p.ClientID == "" {
		return nil
	}
	if p.Name == "" {
		p.Name = p.Issuer
	}
	return p
}
