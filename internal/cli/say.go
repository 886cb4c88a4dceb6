// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/mattn/go-isatty"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// say writes a message as a line of output.
func (s *session) say(key string, args ...fault.A) { s.line("%s", s.z.T(key, args...)) }

// line writes a line of output that is no message: a name, a sentence of the plan, a file.
func (s *session) line(format string, args ...any) { fmt.Fprintf(s.Stdout, format+"\n", args...) }

// tell writes a message about the work to standard error.
func (s *session) tell(key string, args ...fault.A) { fmt.Fprintln(s.Stderr, s.z.T(key, args...)) }

// progress tells of long work, to people only.
func (s *session) progress(key string, args ...fault.A) {
	if f, ok := s.Stderr.(*os.File); ok && isatty.IsTerminal(f.Fd()) {
		s.tell(key, args...)
	}
}

// json writes a value for other programs.
func (s *session) json(v any) error {
	enc := json.NewEncoder(s.Stdout)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// title is how a record is called in the reader's language; its reference when it has no title.
func (s *session) title(r record.Record) string { return r.Name(string(s.z.Lang())) }

// table writes rows with columns as wide as their widest cell; the last one runs free.
func (s *session) table(rows [][]string) {
	var width []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(width) {
				width = append(width, 0)
			}
			width[i] = max(width[i], len([]rune(cell)))
		}
	}
	for _, row := range rows {
		var b strings.Builder
		for i, cell := range row {
			b.WriteString(cell)
			if i < len(row)-1 {
				b.WriteString(strings.Repeat(" ", width[i]-len([]rune(cell))+2))
			}
		}
		s.line("%s", strings.TrimRight(b.String(), " "))
	}
}
