// SPDX-License-Identifier: EUPL-1.2

package statistics

// Role says what a dimension, or a column of a table, is for.
type Role string

// The roles of dimensions.
const (
	RoleOther  Role = "other"
	RoleGeo    Role = "geo"
	RoleTime   Role = "time"
	RoleMetric Role = "metric"
)

// The roles that only a column of a table has; they are used in [Options.Columns].
const (
	RoleValue  Role = "value"  // the observed value
	RoleStatus Role = "status" // flags of the value
	RoleSkip   Role = "skip"   // a column to leave out, such as labels
)

// Code is one member of a dimension. Label is empty where the file does not tell it.
type Code struct {
	ID    string
	Label string
}

// Dimension is an axis of a cube. Codes is nil where the format tells them only row by row.
type Dimension struct {
	ID    string
	Label string
	Role  Role
	Codes []Code
}

// Header is what a file says before its first series. It does not change while the series are read.
type Header struct {
	// Format names the codec: "jsonstat", "eurostattsv", "csvwide" or "csvtidy".
	Format string
	// Title, Source and Updated are told by some formats, as published; empty otherwise.
	Title, Source, Updated string
	// Dimensions lists the dimensions without time, in the order of Series.Key.
	Dimensions []Dimension
	// Time is the time dimension. Its ID is empty where the file has none and Options.Period stands for it.
	Time Dimension
	// Periods lists the normalised periods in the order of the columns (wide tables) or of the categories (JSON-stat).
	// It is nil for tidy tables, which tell them row by row.
	Periods []string
}

// Observation is one value of a series at one period.
type Observation struct {
	Period string // normalised, see Period
	Value  string // decimal text; empty exactly when Status has Missing
	Flags  string // as published; empty for a normal value
	Status Status // StatusOf(Flags), with Missing where Value is empty
}

// Series is a run of observations that share one key.
type Series struct {
	// Key holds one code for each of Header.Dimensions, in that order.
	Key []string
	// Observations has at least one element, in the order of the file, each period once.
	Observations []Observation
	// Line is where the series begins in the file, 1-based; 0 where that means nothing (JSON-stat).
	Line int
}

// Reader gives the series of a file one after another.
//
// The Series and its two slices belong to the reader and hold only until the next call of Next. The strings in them never
// change and may be kept. Codes, periods and flags are shared among series; a Value may share memory with a block of up to
// 256 KiB of the file, so a consumer that keeps few values of many should copy those with strings.Clone.
//
// Next returns io.EOF only after the whole file was seen and verified (gzip check sum, closing brackets, last line end). Any other
// error is an *Error, is final, and means that nothing read before it may be taken as complete.
//
// A wide table and JSON-stat give each key once. A tidy table gives a series for each run of rows with the same key, so a
// key may come back; the consumer groups (see ReadAll).
type Reader interface {
	Header() Header
	Next() (*Series, error)
}

// Options tells a codec what a file does not tell. The zero value means: guess, and refuse what is ambiguous.
type Options struct {
	// Columns gives roles by column name or dimension id, exactly as in the file. Those not named are guessed.
	Columns map[string]Role
	// Period is the period of all observations where a file has no time dimension.
	Period string
	// Delimiter of a CSV file: ',', ';' or tab. 0 means: the one found in the header.
	Delimiter byte
	// Decimal is the decimal sign of a CSV file: '.' or ','. 0 means: a point; in a file delimited by ';' also a comma, as
	// long as the file uses only one of the two.
	Decimal byte
}
