// SPDX-License-Identifier: EUPL-1.2

// Package account holds the pages by which people come in and look after their account, and those by which administrators look after
// people: the first administrator, signing in and out, invitations, one's own account, what is held about oneself, people and their roles.
//
// Everything works without a script but passkeys, which no browser has without one (script/passkey.js of package ui). What is shown once,
// an invitation or a key for programs, is the answer to the form that made it and stands at no address.
//
// What may live here: forms, their faults in words, cookies of a sign-in under way. What may not: rules of who may come in
// (internal/identity), how a session is kept by the browser (internal/web/site).
package account
