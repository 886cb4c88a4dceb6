// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	_ "embed"
	"encoding/base32"
	"io"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/sumanus/sumanus/internal/fault"
)

// What a password has to be: long enough, nothing that anybody would try first. Nothing is asked about which signs are in it (NIST SP
// 800-63B, 3.1.1.2).
const (
	PasswordMin = 10
	passwordMax = 1024 // bytes; more is no safer
)

//go:embed common.txt
var commonText string

// common holds the passwords that are tried first, and their roots, folded.
var common = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for line := range strings.Lines(commonText) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			out[line] = true
		}
	}
	return out
})

// CheckPassword tells what speaks against a password for a person of this name and address.
func CheckPassword(password, name, email string) error {
	bad := func(key string, args ...fault.A) error {
		return fault.New(fault.Invalid, key, args...).At(fault.Place{Field: "password"})
	}
	switch {
	case !utf8.ValidString(password) || len(password) > passwordMax:
		return bad("identity.password-long")
	case utf8.RuneCountInString(norm.NFKC.String(password)) < PasswordMin:
		return bad("identity.password-short", fault.A{"min": PasswordMin})
	}
	core := plainLetters(password)
	for _, own := range ownWords(name, email) {
		if own == core || own != "" && strings.TrimRight(core, "0123456789") == own {
			return bad("identity.password-personal")
		}
	}
	root := strings.TrimRight(core, "0123456789")
	if common()[core] || common()[root] || monotonous(password) {
		return bad("identity.password-common")
	}
	return nil
}

// ownWords are what others know of a person: name, its words joined either way, the address and its parts.
func ownWords(name, email string) []string {
	local, domain, _ := strings.Cut(email, "@")
	words := strings.Fields(name)
	back := make([]string, 0, len(words))
	for i := len(words) - 1; i >= 0; i-- {
		back = append(back, words[i])
	}
	var out []string
	for _, w := range []string{name, strings.Join(back, ""), email, local, domain} {
		if p := plainLetters(w); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// plainLetters keeps letters without their marks, small, and digits.
func plainLetters(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// monotonous tells whether a password is one or two signs over and over, or only counts up or down.
func monotonous(password string) bool {
	signs := map[rune]bool{}
	var before rune
	up, down, n := 0, 0, 0
	for _, r := range password {
		signs[r] = true
		if n > 0 && (r == before+1 || before == '9' && r == '0') {
			up++
		}
		if n > 0 && (r == before-1 || before == '0' && r == '9') {
			down++
		}
		before = r
		n++
	}
	return len(signs) <= 2 || up == n-1 || down == n-1
}

// NewPassword makes a password that can be read out: 100 random bits in four groups of five small letters and digits.
func NewPassword(random io.Reader) (string, error) {
	var raw [13]byte
	if _, err := io.ReadFull(random, raw[:]); err != nil {
		return "", err
	}
	text := strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw[:]))[:20]
	return text[:5] + "-" + text[5:10] + "-" + text[10:15] + "-" + text[15:], nil
}
