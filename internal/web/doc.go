// SPDX-License-Identifier: EUPL-1.2

// Package web is the site of the running house: one folder for each area of the menu, put together here.
//
//	site      the mechanism every page goes through
//	ui        components, and the files a browser asks for
//	thread    the strip why · what · so what, from links alone
//
// New assembles the areas, the assets, the published documents and the handlers that other rooms bring (the API, the operator's
// addresses) into one handler, with the protections that stand before all of them. routes.csv lists every route with the right it
// needs, for review; a test compares it with the code, and another what the server does with rights.csv.
//
// What may live here: assembling. What may not: the content of a page (its area), rights (internal/identity).
package web
