// SPDX-License-Identifier: EUPL-1.2

// Package examples holds example partnerships in the folder format, embedded so that the program shows one without a download.
//
// What may live here: folders that "sumanus apply" takes as they are. What may not: code.
package examples
