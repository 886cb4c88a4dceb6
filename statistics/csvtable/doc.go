// SPDX-License-Identifier: EUPL-1.2

// Package csvtable reads and writes delimited tables in their two usual shapes.
//
// Wide: a line for each series, a column for each period, flags glued to the number or behind a space.
//
//	freq,unit,geo,2000,2001
//	A,EUR_HAB,LV003,2300,4700p
//
// Tidy: a line for each observation.
//
//	freq,unit,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG
//	A,EUR_HAB,LV003,2000,2300,
//
// The house's own canonical tidy CSV, which Write writes, ends with the three columns time,value,status; every column before them
// is a dimension, whatever its name (docs/format/tidy-csv.md).
//
// # What is guessed
//
//   - The delimiter: the most frequent of tab, semicolon and comma in the header line, outside quotes.
//   - A table is tidy when it has a value column: OBS_VALUE, value or values. It is wide when the last columns are all periods.
//   - Time: TIME_PERIOD, time, period, year or date, the first of these that there is. Flags: OBS_FLAG, OBS_STATUS, status, flags or
//     flag; CONF_STATUS is added to them unless it says free (F). Names are compared without regard to case.
//   - DATAFLOW, LAST UPDATE, STRUCTURE, STRUCTURE_ID, STRUCTURE_NAME and ACTION of SDMX-CSV are left out.
//   - Every other column is a dimension; geo, region, area, territory, ref_area, nuts and lau are geographic.
//
// Options.Columns overrides each of these; Options.Period stands for a missing time column.
//
// # What is promised
//
// Quotes follow RFC 4180, so a quoted cell may hold delimiters, quotes and line ends; a quote inside an unquoted cell is
// refused. Empty lines are passed over. The last line must end with a line feed: without it the file may have been cut off, and is refused.
// A decimal comma is read only when Options.Decimal says so or the delimiter is a semicolon; then a file that uses both signs is refused.
// Thousands separators are always refused.
//
// A key that comes twice in a wide table, and a key with the same period twice in a tidy one, is refused with both lines. In a tidy table this
// is remembered for the first statistics.MaxTracked rows; behind them it is the duty of whoever imports.
//
// Memory: one block of 256 KiB, the record, the different codes, about 30 bytes for each key (and row, when tidy) and one run of rows
// with the same key.
//
// What may live here: delimited text. What may not: workbooks, and knowledge of one office's tables.
package csvtable
