// SPDX-License-Identifier: EUPL-1.2

// Package dataset keeps official statistics in the database: regions and datasets as records, and of each dataset the vintages in
// which it was published.
//
// A vintage is a whole table at a time. Its observations are stored in canonical rows, cut into content-addressed compressed
// chunks of consecutive series, which vintages share; docs/format/vintage.md describes every byte. An import writes chunks that
// nothing refers to yet, in batches, and publishes them in one short transaction. Whoever dies in between leaves nothing but
// unreferenced chunks, which Sweep removes.
//
// What may live here: storing, comparing and reading cubes; the kinds region and dataset. What may not: reading file formats
// (statistics), what codes mean (territory), arithmetic on values and what follows from a change (evidence).
package dataset
