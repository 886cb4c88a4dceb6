// SPDX-License-Identifier: EUPL-1.2

package csvtable

import (
	"bufio"
	"io"
	"strings"

	"github.com/sumanus/sumanus/statistics"
)

// Write writes the canonical tidy CSV (docs/format/tidy-csv.md): the dimensions, then time, value, status; UTF-8, line feeds, a line
// per observation in the order of the reader. A missing value is an empty cell. What is read back has the same keys, periods, values,
// flags and statuses. It streams.
func Write(w io.Writer, r statistics.Reader) error {
	out := bufio.NewWriterSize(w, 64<<10)
	var line []byte
	for _, d := range r.Header().Dimensions {
		line = append(appendCell(line, d.ID), ',')
	}
	line = append(line, "time,value,status\n"...)
	for {
		if _, err := out.Write(line); err != nil {
			return err
		}
		s, err := r.Next()
		if err == io.EOF {
			return out.Flush()
		}
		if err != nil {
			return err
		}
		line = appendSeries(line[:0], s)
	}
}

// appendSeries adds a line for each observation.
func appendSeries(b []byte, s *statistics.Series) []byte {
	for _, o := range s.Observations {
		for _, code := range s.Key {
			b = append(appendCell(b, code), ',')
		}
		b = append(appendCell(b, o.Period), ',')
		b = append(appendCell(b, o.Value), ',')
		b = append(appendCell(b, o.Flags), '\n')
	}
	return b
}

// appendCell adds a cell, quoted where RFC 4180 asks for it or where spaces at its ends would be lost.
func appendCell(b []byte, s string) []byte {
	if !strings.ContainsAny(s, ",\"\n\r") && s == strings.Trim(s, " ") {
		return append(b, s...)
	}
	b = append(b, '"')
	b = append(b, strings.ReplaceAll(s, `"`, `""`)...)
	return append(b, '"')
}
