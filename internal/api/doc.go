// SPDX-License-Identifier: EUPL-1.2

// Package api gives programs the same records and rights as the site, by JSON.
//
// Every operation is a row of one table (operations.go): its address, what it takes, what it answers, the right it needs and the
// function that does it. From the table come the routes, the refusal of what an operation does not take, and the OpenAPI 3.1
// description at /api/openapi.json and .yaml, in the languages of the house. Bodies of records are described by
// record.Kind.JSONSchema. A fault becomes a problem document (RFC 9457) in the language of Accept-Language.
//
// Whoever comes without a token is a visitor and sees what is public. A token is sent as "Authorization: Bearer …"; cookies are not
// looked at, so no other site can act through a browser. What was read is changed only with If-Match, so nothing is overwritten
// unseen.
//
// The library for OpenAPI (huma) is used in huma.go alone. What may live here: addresses, shapes of JSON, the mapping of faults.
// What may not: rules of a room, rights (internal/identity), pages (internal/web).
package api
