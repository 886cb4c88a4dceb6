// SPDX-License-Identifier: EUPL-1.2

// Package scan holds what the codecs of statistics share: opening an input (gzip, byte order mark, encoding), lines, table cells,
// interned codes and the search for duplicate keys.
//
// What may live here: mechanics that two codecs need. What may not: anything that knows one format.
package scan
