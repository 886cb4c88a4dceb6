// SPDX-License-Identifier: EUPL-1.2

// Package identitytest plays, for tests, what stands at the other end of signing in: a device that holds passkeys, and a provider that
// speaks OpenID Connect.
//
// What may live here: counterparts of protocols, complete enough that the real library is content with them. What may not: anything of
// the house.
package identitytest
