// SPDX-License-Identifier: EUPL-1.2

package identitytest

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/json"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"
)

// User is somebody at the provider.
type User struct {
	Subject, Email, Name string
	Verified             bool
}

// Provider is a provider of sign-in on this machine. Whoever comes to it is its User, without being asked.
type Provider struct {
	*httptest.Server
	ClientID, ClientSecret string
	Now                    func() time.Time

	mu    sync.Mutex
	user  User
	codes map[string]grant
	key   *rsa.PrivateKey
	// Bend changes what is signed, for tests of a provider that lies.
	bend func(claims map[string]any)
}

type grant struct {
	user                       User
	nonce, challenge, redirect string
}

// NewProvider starts a provider that ends with the test.
func NewProvider(t testing.TB, random io.Reader, now func() time.Time) *Provider {
	t.Helper()
	key, err := rsa.GenerateKey(random, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p := &Provider{ClientID: "sumanus", ClientSecret: "of the test", Now: now, codes: map[string]grant{}, key: key}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", p.discovery)
	mux.HandleFunc("GET /keys", p.keys)
	mux.HandleFunc("GET /authorize", p.authorize)
	mux.HandleFunc("POST /token", p.token)
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	return p
}

// As says who sits at the browser.
func (p *Provider) As(u User) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.user = u
}

// Bend makes the provider change what it signs; nil makes it honest again.
func (p *Provider) Bend(f func(claims map[string]any)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.bend = f
}

func answer(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(v); err != nil {
		return // the other end has gone
	}
}

func (p *Provider) discovery(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, map[string]any{
		"issuer": p.URL, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token", "jwks_uri": p.URL + "/keys",
		"response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"}, "id_token_signing_alg_values_supported": []string{"RS256"},
	})
}

func (p *Provider) keys(w http.ResponseWriter, _ *http.Request) {
	e := big.NewInt(int64(p.key.E)).Bytes()
	answer(w, http.StatusOK, map[string]any{"keys": []any{map[string]any{"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "1", "n": b64.EncodeToString(p.key.N.Bytes()), "e": b64.EncodeToString(e)}}})
}

func (p *Provider) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if q.Get("client_id") != p.ClientID || q.Get("response_type") != "code" || q.Get("code_challenge_method") != "S256" || q.Get("state") == "" || q.Get("nonce") == "" {
		http.Error(w, "a question without client, state, nonce or challenge", http.StatusBadRequest)
		return
	}
	p.mu.Lock()
	code := b64.EncodeToString([]byte(q.Get("state"))[:12])
	p.codes[code] = grant{p.user, q.Get("nonce"), q.Get("code_challenge"), q.Get("redirect_uri")}
	p.mu.Unlock()
	http.Redirect(w, r, q.Get("redirect_uri")+"?"+url.Values{"code": {code}, "state": {q.Get("state")}}.Encode(), http.StatusFound)
}

func (p *Provider) token(w http.ResponseWriter, r *http.Request) {
	id, secret, basic := r.BasicAuth()
	if !basic {
		id, secret = r.PostFormValue("client_id"), r.PostFormValue("client_secret")
	}
	p.mu.Lock()
	g, known := p.codes[r.PostFormValue("code")]
	delete(p.codes, r.PostFormValue("code"))
	bend := p.bend
	p.mu.Unlock()
	sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	if id != p.ClientID || secret != url.QueryEscape(p.ClientSecret) && secret != p.ClientSecret || !known || g.redirect != r.PostFormValue("redirect_uri") || b64.EncodeToString(sum[:]) != g.challenge {
		answer(w, http.StatusBadRequest, map[string]string{"error": "invalid_grant"})
		return
	}
	now := p.Now()
	claims := map[string]any{"iss": p.URL, "sub": g.user.Subject, "aud": p.ClientID, "exp": now.Add(time.Minute).Unix(), "iat": now.Unix(),
		"nonce": g.nonce, "email": g.user.Email, "email_verified": g.user.Verified, "name": g.user.Name}
	if bend != nil {
		bend(claims)
	}
	signed, err := p.sign(claims)
	if err != nil {
		answer(w, http.StatusInternalServerError, map[string]string{"error": "server_error"})
		return
	}
	answer(w, http.StatusOK, map[string]any{"access_token": "nothing", "token_type": "Bearer", "expires_in": 60, "id_token": signed})
}

func (p *Provider) sign(claims map[string]any) (string, error) {
	body, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	text := b64.EncodeToString([]byte(`{"alg":"RS256","kid":"1","typ":"JWT"}`)) + "." + b64.EncodeToString(body)
	sum := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(nil, p.key, crypto.SHA256, sum[:])
	return text + "." + b64.EncodeToString(signature), err
}
