// SPDX-License-Identifier: EUPL-1.2

// Package eurostattsv reads the tab separated tables of Eurostat's bulk download, of today and of before:
//
//	freq,sex,unit,age,geo\TIME_PERIOD<tab>2014 <tab>2015 …      years ascending
//	A,F,NR,TOTAL,LT023<tab>170226 <tab>168102 b<tab>: c …
//
//	unit,geo\time<tab>2014 <tab>2013 …                            years descending
//
// A cell is a number, or ":" where it is missing, then perhaps a space and flag letters; ": c" is missing and confidential.
// Lines end with a line feed, a carriage return before it or not. gzip and a byte order mark are recognised.
//
// It streams: memory is one block of 256 KiB and the line, plus the different codes and about 30 bytes for each key to find keys that
// come twice (they are refused, with both lines).
//
// What may live here: this format. What may not: guessing what a table means.
package eurostattsv
