// SPDX-License-Identifier: EUPL-1.2

package db

import (
	"bytes"
	"io"
	"io/fs"
	"regexp"
	"strings"
)

// tableDDL finds the start of the statements in which types stand.
var tableDDL = regexp.MustCompile(`(?i)^\s*(CREATE\s+TABLE|ALTER\s+TABLE)\b`)

// DDL gives the text of a migration, written for SQLite, as the dialect wants it. For PostgreSQL the upper-case words TEXT and
// BLOB in CREATE TABLE and ALTER TABLE become TEXT COLLATE "C" and BYTEA; quoted text, comments and other statements stay.
func DDL(d Dialect, text string) string {
	if d != PostgreSQL {
		return text
	}
	var out strings.Builder
	for _, s := range splitStatements(text) {
		if tableDDL.MatchString(withoutComments(s)) {
			s = rewriteTypes(s)
		}
		out.WriteString(s)
	}
	return out.String()
}

// splitStatements cuts after every semicolon outside quoted text and comments; joined again the pieces are the text.
func splitStatements(text string) []string {
	var out []string
	from := 0
	for i := 0; i < len(text); {
		if n := skip(text[i:]); n > 0 {
			i += n
			continue
		}
		if text[i] == ';' {
			out = append(out, text[from:i+1])
			from = i + 1
		}
		i++
	}
	return append(out, text[from:])
}

func withoutComments(s string) string {
	var out strings.Builder
	for i := 0; i < len(s); {
		n := skip(s[i:])
		if n == 0 {
			out.WriteByte(s[i])
			i++
			continue
		}
		if s[i] == '-' || s[i] == '/' {
			out.WriteByte('\n')
		} else {
			out.WriteString(s[i : i+n])
		}
		i += n
	}
	return out.String()
}

func rewriteTypes(s string) string {
	var out strings.Builder
	for i := 0; i < len(s); {
		if n := skip(s[i:]); n > 0 {
			out.WriteString(s[i : i+n])
			i += n
			continue
		}
		if !isWord(s[i]) {
			out.WriteByte(s[i])
			i++
			continue
		}
		end := i
		for end < len(s) && isWord(s[end]) {
			end++
		}
		switch word := s[i:end]; word {
		case "TEXT":
			out.WriteString(`TEXT COLLATE "C"`)
		case "BLOB":
			out.WriteString("BYTEA")
		default:
			out.WriteString(word)
		}
		i = end
	}
	return out.String()
}

func isWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// rewritten shows the migrations as the dialect wants them.
type rewritten struct {
	fs.FS
	dialect Dialect
}

// Open gives a migration with its types rewritten; folders stay as they are.
func (r rewritten) Open(name string) (fs.File, error) {
	f, err := r.FS.Open(name)
	if err != nil || !strings.HasSuffix(name, ".sql") {
		return f, err
	}
	defer f.Close()
	text, err := io.ReadAll(f)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return memoryFile{bytes.NewReader([]byte(DDL(r.dialect, string(text)))), info}, nil
}

type memoryFile struct {
	*bytes.Reader
	info fs.FileInfo
}

func (m memoryFile) Stat() (fs.FileInfo, error) { return m.info, nil }
func (m memoryFile) Close() error               { return nil }
