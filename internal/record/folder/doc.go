// SPDX-License-Identifier: EUPL-1.2

// Package folder is what a plan looks like in git: a folder for each record, with record.yaml for facts and text.LANG.md for
// words, and a manifest with the states it was taken from.
//
//	manifest.yaml
//	findings/gdp-gap-2010/record.yaml
//	findings/gdp-gap-2010/text.en.md
//
// Exporting what was applied gives the same bytes. A folder with any fault changes nothing, and every fault names its file, line
// and field. What changed on both sides is a conflict that shows both. The format is described in docs/format/folder.md.
//
// Rooms whose records have more than a body (a dataset has vintages) attach themselves by an Attachment. What may not live here:
// anything that knows a particular kind.
package folder
