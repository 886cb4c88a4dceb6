// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
)

// Document is a result with what it was made by.
type Document struct {
	Method     *Method
	Parameters []Value
	Result     *Result
	bare       bool
}

// Bare leaves the tables out: they stand in files of their own.
func (d Document) Bare() Document {
	d.bare = true
	return d
}

// WriteJSON writes one document: the values of the method first, each under its name, then its tables as lists of rows, then method,
// parameters and diagnostics. Missing is null; numbers are written as in CSV.
func (d Document) WriteJSON(w io.Writer) error {
	out := bufio.NewWriterSize(w, 1<<16)
	b := []byte("{\n")
	var err error
	for _, v := range d.Result.Values {
		b = append(b, "  "...)
		b = append(appendString(b, v.Name), ": "...)
		if b, err = appendValue(b, v.Value); err != nil {
			return err
		}
		b = append(b, ",\n"...)
	}
	if !d.bare {
		for _, t := range d.Result.Tables {
			if b, err = appendTable(out, b, t); err != nil {
				return err
			}
		}
	}
	b = append(appendString(append(b, `  "method": `...), d.Method.ID), ",\n"...)
	for _, part := range []struct {
		name   string
		values []Value
	}{{"parameters", d.Parameters}, {"diagnostics", d.Result.Diagnostics}} {
		b = append(append(appendString(append(b, "  "...), part.name), ": "...), '{')
		for i, v := range part.values {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(appendString(append(b, "\n    "...), v.Name), ": "...)
			if b, err = appendValue(b, v.Value); err != nil {
				return err
			}
		}
		if len(part.values) > 0 {
			b = append(b, "\n  "...)
		}
		b = append(b, '}')
		if part.name == "parameters" {
			b = append(b, ',')
		}
		b = append(b, '\n')
	}
	if _, err := out.Write(append(b, "}\n"...)); err != nil {
		return err
	}
	return out.Flush()
}

// appendTable writes a table row by row, handing on what is full.
func appendTable(out io.Writer, b []byte, t *Rows) ([]byte, error) {
	heads := make([][]byte, len(t.Columns))
	for i, c := range t.Columns {
		heads[i] = append(appendString(nil, c.Name), ": "...)
	}
	b = append(appendString(append(b, "  "...), t.Name), ": ["...)
	for row := range t.Len {
		if row > 0 {
			b = append(b, ',')
		}
		b = append(b, "\n    {"...)
		for i := range t.Columns {
			if i > 0 {
				b = append(b, ", "...)
			}
			b = append(b, heads[i]...)
			b = appendJSONCell(b, &t.Columns[i], row)
		}
		b = append(b, '}')
		if len(b) > 1<<15 {
			if _, err := out.Write(b); err != nil {
				return nil, err
			}
			b = b[:0]
		}
	}
	if t.Len > 0 {
		b = append(b, "\n  "...)
	}
	return append(b, "],\n"...), nil
}

func appendJSONCell(b []byte, c *Cells, row int) []byte {
	switch {
	case c.Text != nil:
		return appendString(b, c.Text(row))
	case c.Number != nil:
		return appendJSONNumber(b, c.Number(row))
	case c.Int != nil:
		return strconv.AppendInt(b, int64(c.Int(row)), 10)
	}
	return strconv.AppendBool(b, c.Flag(row))
}

func appendJSONNumber(b []byte, v float64) []byte {
	b, ok := appendNumber(b, v)
	if !ok {
		b = append(b, "null"...)
	}
	return b
}

// appendString writes a text as JSON; what is no UTF-8 cannot come here, ids are checked when they are read.
func appendString(b []byte, s string) []byte {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		plain = s[i] >= ' ' && s[i] != '"' && s[i] != '\\' && s[i] < 0x80
	}
	if plain {
		return append(append(append(b, '"'), s...), '"')
	}
	quoted, err := json.Marshal(s)
	if err != nil {
		return append(b, `""`...)
	}
	return append(b, quoted...)
}

func appendValue(b []byte, v any) ([]byte, error) {
	switch x := v.(type) {
	case nil:
		return append(b, "null"...), nil
	case float64:
		return appendJSONNumber(b, x), nil
	case int:
		return strconv.AppendInt(b, int64(x), 10), nil
	case int64:
		return strconv.AppendInt(b, x, 10), nil
	case uint64:
		return strconv.AppendUint(b, x, 10), nil
	case bool:
		return strconv.AppendBool(b, x), nil
	case string:
		return appendString(b, x), nil
	case []string:
		return appendList(b, len(x), func(b []byte, i int) []byte { return appendString(b, x[i]) }), nil
	case []int:
		return appendList(b, len(x), func(b []byte, i int) []byte { return strconv.AppendInt(b, int64(x[i]), 10) }), nil
	case []float64:
		return appendList(b, len(x), func(b []byte, i int) []byte { return appendJSONNumber(b, x[i]) }), nil
	}
	return nil, fmt.Errorf("a result holds a value of type %T", v)
}

func appendList(b []byte, n int, one func([]byte, int) []byte) []byte {
	b = append(b, '[')
	for i := range n {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = one(b, i)
	}
	return append(b, ']')
}
