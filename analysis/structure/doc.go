// SPDX-License-Identifier: EUPL-1.2

// Package structure measures what the economy of a region consists of: specialisation, concentration, variety and how much of its
// growth came from its structure.
//
// The default of every measure is the convention of the house, written beside it with its source; where programs differ, the
// variant is an option or a function of its own and its comment names who uses it. Nothing is rounded.
//
// Zero and missing are different everywhere. A cell of 0 is data. A missing cell stays missing: its own results are missing (NaN),
// it is left out of every sum, and the sums it is left out of are listed in Diagnostics. With the rule Strict a sum with a missing
// part is itself missing, and so is all that rests on it. A measure without a base, such as the shares of a region with nothing in
// it, is missing too; it is never 0.
//
// Functions here are pure: slices and matrices in, numbers out. They read no files and know no names of regions.
package structure
