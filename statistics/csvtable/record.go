// SPDX-License-Identifier: EUPL-1.2

package csvtable

import (
	"io"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/statistics"
	"github.com/sumanus/sumanus/statistics/internal/scan"
)

// records cuts lines into cells by RFC 4180.
type records struct {
	lines     *scan.Lines
	delimiter byte
	cells     []string
	first     int // line where the record begins
}

// next gives the cells of the next record that is not empty; the slice holds until the next call.
func (r *records) next() ([]string, error) {
	for {
		line, err := r.lines.Next()
		if err != nil {
			return nil, err
		}
		if line != "" {
			return r.split(line)
		}
	}
}

// split cuts one record, reading further lines while a quote is open.
func (r *records) split(line string) ([]string, error) {
	r.first = r.lines.Line()
	r.cells = r.cells[:0]
	if strings.IndexByte(line, '"') < 0 {
		for {
			i := strings.IndexByte(line, r.delimiter)
			if i < 0 {
				break
			}
			if len(r.cells) == statistics.MaxColumns {
				return nil, r.tooMany()
			}
			r.cells = append(r.cells, trim(line[:i]))
			line = line[i+1:]
		}
		r.cells = append(r.cells, trim(line))
		return r.cells, nil
	}
	for {
		cell, rest, more, err := r.cell(line)
		if err != nil {
			return nil, err
		}
		if len(r.cells) == statistics.MaxColumns {
			return nil, r.tooMany()
		}
		r.cells = append(r.cells, cell)
		if !more {
			return r.cells, nil
		}
		line = rest
	}
}

// cell reads one cell; more tells that a delimiter follows it.
func (r *records) cell(line string) (cell, rest string, more bool, err error) {
	if open := strings.TrimLeft(line, " "); strings.HasPrefix(open, `"`) {
		cell, rest, err = r.quoted(open[1:])
		if err != nil {
			return "", "", false, err
		}
		rest = strings.TrimLeft(rest, " ")
		if rest == "" {
			return cell, "", false, nil
		}
		if rest[0] != r.delimiter {
			return "", "", false, r.badQuote(rest)
		}
		return cell, rest[1:], true, nil
	}
	cell, rest, more = strings.Cut(line, string(rune(r.delimiter)))
	if i := strings.IndexByte(cell, '"'); i >= 0 {
		return "", "", false, r.badQuote(cell[i:])
	}
	return trim(cell), rest, more, nil
}

// quoted reads up to the closing quote, over line ends where need be.
func (r *records) quoted(line string) (cell, rest string, err error) {
	var b strings.Builder
	for {
		i := strings.IndexByte(line, '"')
		if i < 0 {
			b.WriteString(line)
			b.WriteByte('\n')
			if b.Len() > statistics.MaxLine {
				e := r.lines.Error(statistics.LineTooLong, 0)
				e.Expected = strconv.Itoa(statistics.MaxLine)
				return "", "", e
			}
			line, err = r.lines.Next()
			if err == io.EOF {
				e := r.lines.Error(statistics.Truncated, 0)
				e.Line = r.first
				return "", "", e
			}
			if err != nil {
				return "", "", err
			}
			continue
		}
		if b.Len() == 0 && !strings.HasPrefix(line[i+1:], `"`) {
			return line[:i], line[i+1:], nil // the usual cell, without a copy
		}
		b.WriteString(line[:i])
		line = line[i+1:]
		if !strings.HasPrefix(line, `"`) {
			return b.String(), line, nil
		}
		b.WriteByte('"')
		line = line[1:]
	}
}

func (r *records) badQuote(found string) error {
	e := r.lines.Error(statistics.BadQuote, len(r.cells)+1)
	e.Found = statistics.Excerpt(found)
	return e
}

func (r *records) tooMany() error {
	e := r.lines.Error(statistics.TooManyColumns, 0)
	e.Expected = strconv.Itoa(statistics.MaxColumns)
	return e
}

// guessDelimiter takes the most frequent of tab, semicolon and comma outside quotes.
func guessDelimiter(header string) byte {
	var counts [256]int
	quoted := false
	for i := 0; i < len(header); i++ {
		if header[i] == '"' {
			quoted = !quoted
		} else if !quoted {
			counts[header[i]]++
		}
	}
	best := byte(',')
	for _, c := range []byte{'\t', ';'} {
		if counts[c] > counts[best] || counts[c] == counts[best] && counts[c] > 0 {
			best = c
		}
	}
	return best
}

// trim drops spaces (not other white space) around an unquoted cell.
func trim(s string) string { return strings.Trim(s, " ") }
