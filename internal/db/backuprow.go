// SPDX-License-Identifier: EUPL-1.2

package db

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// encodeRow writes a row as a JSON array on a line of its own. A whole number has no point and no exponent, a fraction always
// has one of them; bytes are {"b": base64}; the numbers JSON lacks are {"f": name}.
func encodeRow(w *bytes.Buffer, values []any) error {
	w.WriteByte('[')
	for i, v := range values {
		if i > 0 {
			w.WriteByte(',')
		}
		switch x := v.(type) {
		case nil:
			w.WriteString("null")
		case int64:
			w.Write(strconv.AppendInt(w.AvailableBuffer(), x, 10))
		case float64:
			w.WriteString(encodeFloat(x))
		case string:
			if !utf8.ValidString(x) {
				return fmt.Errorf("column %d holds text that is not UTF-8", i+1)
			}
			e := json.NewEncoder(w)
			e.SetEscapeHTML(false)
			if err := e.Encode(x); err != nil {
				return err
			}
			w.Truncate(w.Len() - 1) // Encode ends with a newline
		case []byte:
			w.WriteString(`{"b":"`)
			w.Write(base64.StdEncoding.AppendEncode(w.AvailableBuffer(), x))
			w.WriteString(`"}`)
		default:
			return fmt.Errorf("column %d holds a %T", i+1, v)
		}
	}
	w.WriteString("]\n")
	return nil
}

func encodeFloat(x float64) string {
	switch {
	case math.IsNaN(x):
		return `{"f":"NaN"}`
	case math.IsInf(x, 1):
		return `{"f":"Infinity"}`
	case math.IsInf(x, -1):
		return `{"f":"-Infinity"}`
	}
	s := strconv.FormatFloat(x, 'g', -1, 64)
	if !strings.ContainsAny(s, ".e") {
		s += ".0"
	}
	return s
}

// special is the object that stands for bytes or for a number that JSON lacks.
type special struct {
	Bytes *string `json:"b"`
	Float *string `json:"f"`
}

// decodeRow reads what encodeRow wrote.
func decodeRow(line []byte) ([]any, error) {
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	var cells []json.RawMessage
	if err := d.Decode(&cells); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("more than one value on a line")
	}
	out := make([]any, len(cells))
	for i, c := range cells {
		v, err := decodeCell(c)
		if err != nil {
			return nil, fmt.Errorf("column %d: %w", i+1, err)
		}
		out[i] = v
	}
	return out, nil
}

func decodeCell(c json.RawMessage) (any, error) {
	switch c[0] {
	case 'n':
		return nil, nil
	case '"':
		var s string
		err := json.Unmarshal(c, &s)
		return s, err
	case '{':
		var s special
		if err := json.Unmarshal(c, &s); err != nil {
			return nil, err
		}
		switch {
		case s.Bytes != nil && s.Float == nil:
			return base64.StdEncoding.DecodeString(*s.Bytes)
		case s.Float != nil && s.Bytes == nil:
			return strconv.ParseFloat(*s.Float, 64)
		}
		return nil, fmt.Errorf("an object that is neither bytes nor a number")
	}
	if strings.ContainsAny(string(c), ".eE") {
		return strconv.ParseFloat(string(c), 64)
	}
	return strconv.ParseInt(string(c), 10, 64)
}
