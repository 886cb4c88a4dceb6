// SPDX-License-Identifier: EUPL-1.2

// Command licences lists the licence of every module that is linked into the sumanus binary, with its full text, because those
// licences ask for it, and of what is embedded for the browser. The list is embedded and shown by "sumanus licences".
//
//	go run ./tools/licences          writes internal/cli/licences.txt
//	go run ./tools/licences -check   fails, in words, when that file is not current
//
// It reads what the go command says is linked and the files in the module cache. A module without a licence file is an error:
// nothing is linked whose terms we cannot show.
package main
