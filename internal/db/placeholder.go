// SPDX-License-Identifier: EUPL-1.2

package db

import (
	"fmt"
	"strconv"
	"strings"
)

// CheckPlaceholders tells whether $1, $2 … first appear in ascending order and are as many as the arguments. Some drivers
// number parameters by their first appearance and would silently swap them; this order keeps one text right everywhere.
// It also refuses ?, which PostgreSQL does not know. Quoted text and comments are passed over.
func CheckPlaceholders(sql string, args int) error {
	highest := 0
	for i := 0; i < len(sql); {
		if n := skip(sql[i:]); n > 0 {
			i += n
			continue
		}
		switch c := sql[i]; {
		case c == '?':
			return fmt.Errorf("db: use $1 instead of ? in %q", short(sql))
		case c == '$':
			end := i + 1
			for end < len(sql) && sql[end] >= '0' && sql[end] <= '9' {
				end++
			}
			n, err := strconv.Atoi(sql[i+1 : end])
			if err != nil || n < 1 {
				return fmt.Errorf("db: a lone $ in %q", short(sql))
			}
			if n > highest+1 {
				return fmt.Errorf("db: $%d appears before $%d in %q", n, highest+1, short(sql))
			}
			highest = max(highest, n)
			i = end
		default:
			i++
		}
	}
	if highest != args {
		return fmt.Errorf("db: %d parameters but %d arguments in %q", highest, args, short(sql))
	}
	return nil
}

// skip gives the length of a quoted text or comment at the start of s, 0 when there is none.
func skip(s string) int {
	switch {
	case s[0] == '\'' || s[0] == '"':
		// A doubled quote inside is two quoted texts side by side, which comes to the same.
		if end := strings.IndexByte(s[1:], s[0]); end >= 0 {
			return end + 2
		}
		return len(s)
	case strings.HasPrefix(s, "--"):
		if end := strings.IndexByte(s, '\n'); end >= 0 {
			return end + 1
		}
		return len(s)
	case strings.HasPrefix(s, "/*"):
		if end := strings.Index(s[2:], "*/"); end >= 0 {
			return end + 4
		}
		return len(s)
	}
	return 0
}

func short(sql string) string {
	s := strings.Join(strings.Fields(sql), " ")
	if r := []rune(s); len(r) > 160 {
		return string(r[:160]) + "…"
	}
	return s
}
