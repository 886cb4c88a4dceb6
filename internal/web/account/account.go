// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// desk is what all pages of this package work with.
type desk struct{ accounts *identity.Accounts }

// Area gives the routes of signing in, of one's own account and of people.
func Area(a *identity.Accounts) site.Area {
	d := &desk{a}
	administer := site.OfHouse(record.Administer)
	return site.Area{Key: "account", Routes: []site.Route{
		site.Get("/sign-in", site.ForEveryone(), d.signIn),
		site.Post("/sign-in", site.ForEveryone(), d.doSignIn),
		site.Post("/sign-in/passkey/begin", site.ForEveryone(), d.beginPasskeySignIn),
		site.Post("/sign-in/passkey", site.ForEveryone(), d.finishPasskeySignIn),
		site.Post("/sign-in/provider", site.ForEveryone(), d.toProvider),
		site.Get("/account/provider", site.ForEveryone(), d.fromProvider),
		site.Post("/sign-out", site.ForEveryone(), d.signOut),

		site.Get("/account/first/{token}", site.ForEveryone(), d.join(identity.ForFirst)),
		site.Post("/account/first/{token}", site.ForEveryone(), d.doJoin(identity.ForFirst)),
		site.Post("/account/first/{token}/passkey/begin", site.ForEveryone(), d.beginJoinPasskey(identity.ForFirst)),
		site.Post("/account/first/{token}/passkey", site.ForEveryone(), d.finishJoinPasskey(identity.ForFirst)),
		site.Get("/account/invitation/{token}", site.ForEveryone(), d.join(identity.ForInvitation)),
		site.Post("/account/invitation/{token}", site.ForEveryone(), d.doJoin(identity.ForInvitation)),
		site.Post("/account/invitation/{token}/accept", site.ForMembers(), d.acceptAs),
		site.Post("/account/invitation/{token}/passkey/begin", site.ForEveryone(), d.beginJoinPasskey(identity.ForInvitation)),
		site.Post("/account/invitation/{token}/passkey", site.ForEveryone(), d.finishJoinPasskey(identity.ForInvitation)),
		site.Get("/account/link/{token}", site.ForEveryone(), d.link),
		site.Post("/account/link/{token}", site.ForEveryone(), d.doLink),

		site.Get("/account", site.ForMembers(), d.own),
		site.Post("/account", site.ForMembers(), d.saveProfile),
		site.Post("/account/password", site.ForMembers(), d.changePassword),
		site.Post("/account/passkeys/begin", site.ForMembers(), d.beginPasskey),
		site.Post("/account/passkeys", site.ForMembers(), d.finishPasskey),
		site.Post("/account/passkeys/remove", site.ForMembers(), d.removePasskey),
		site.Post("/account/provider/connect", site.ForMembers(), d.toProvider),
		site.Post("/account/provider/remove", site.ForMembers(), d.disconnect),
		site.Post("/account/sessions/end", site.ForMembers(), d.endSession),
		site.Post("/account/sessions/end-all", site.ForMembers(), d.endAllSessions),
		site.Post("/account/tokens", site.ForMembers(), d.makeToken),
		site.Post("/account/tokens/revoke", site.ForMembers(), d.revokeToken),
		site.Get("/account/data", site.ForMembers(), d.held),
		site.Get("/account/data.json", site.ForMembers(), d.heldJSON),
		site.Get("/account/erase", site.ForMembers(), d.askErase),
		site.Post("/account/erase", site.ForMembers(), d.doErase),

		site.Get("/people", administer, d.people),
		site.Post("/people/invite", administer, d.invite),
		site.Post("/people/withdraw", administer, d.withdraw),
		site.Get("/people/{person}", administer, d.person),
		site.Post("/people/{person}/role", administer, d.giveRole),
		site.Post("/people/{person}/role/remove", administer, d.takeRole),
		site.Post("/people/{person}/email", administer, d.setEmail),
		site.Post("/people/{person}/link", administer, d.makeSignInLink),
		site.Post("/people/{person}/sign-out", administer, d.signOutPerson),
		site.Get("/people/{person}/erase", administer, d.askErasePerson),
		site.Post("/people/{person}/erase", administer, d.doErasePerson),
	}}
}

// visit is what is known of the browser.
func visit(r *site.Request) identity.Visit {
	return identity.Visit{Remote: remote(r.Request), Agent: r.UserAgent(), Previous: r.Visitor.Session}
}

// remote is the address of the browser. A proxy on this very machine says it in the last part of X-Forwarded-For; whoever comes from
// elsewhere could write anything there and is not believed.
func remote(hr *http.Request) string {
	host, _, err := net.SplitHostPort(hr.RemoteAddr)
	if err != nil {
		host = hr.RemoteAddr
	}
	addr, err := netip.ParseAddr(host)
	if err != nil || !addr.IsLoopback() {
		return host
	}
	all := strings.Split(strings.Join(hr.Header.Values("X-Forwarded-For"), ","), ",")
	last := strings.TrimSpace(all[len(all)-1])
	if _, err := netip.ParseAddr(last); err == nil {
		return last
	}
	return host
}

// wanted is where the visitor wanted to go before signing in, as an address in this site; the first page when there is none.
func wanted(r *site.Request) string {
	if to, ok := site.Local(r.FormValue("next")); ok {
		return to
	}
	return "/"
}

// faults are those of a form, by the name of the field; what belongs to no field stands under "".
type faults map[string]string

// faultsOf sorts what is wrong to the fields. An error that no person can mend is given back.
func faultsOf(r *site.Request, err error) (faults, error) {
	var f *fault.Fault
	if !errors.As(err, &f) || f.Code == fault.Internal {
		return nil, err
	}
	out := faults{}
	for _, one := range append([]*fault.Fault{f}, f.Also...) {
		field := one.Place.Field
		bare := *one
		bare.Place, bare.Also = fault.Place{}, nil
		if out[field] == "" {
			out[field] = r.Words.Error(&bare)
		}
	}
	return out, nil
}

// summary lists the faults of fields for the top of the form.
func (f faults) summary(fields ...ui.Field) []ui.FieldError { return ui.ErrorOf(fields...) }

// status is that of the answer to a form with a fault.
func status(err error) int { return site.StatusOf(err) }

// roleName is a role in the reader's language.
func roleName(r *site.Request, role identity.Role) string { return r.T("account.role-" + string(role)) }

// roleNote says what somebody in the role may do.
func roleNote(r *site.Request, role identity.Role) string {
	return r.T("account.role-note-" + string(role))
}

// names finds what organisations are called.
type names map[record.Ref]string

// organisations reads what all organisations are called, by one statement, and lists them in the order of the language.
func organisations(r *site.Request, tx *record.ReadTx) (names, []record.Ref, error) {
	all, err := tx.All(r.Context(), "organisation")
	if err != nil {
		return nil, nil, err
	}
	n, order := names{identity.HouseSeat: r.T("account.house")}, make([]record.Ref, 0, len(all))
	for _, rec := range all {
		n[rec.Ref] = r.Text(rec.Title())
		order = append(order, rec.Ref)
	}
	sortRefs(r, n, order)
	return n, order, nil
}

func (n names) of(ref record.Ref) string {
	if s := n[ref]; s != "" {
		return s
	}
	return ref.Slug()
}
