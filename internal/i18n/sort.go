// SPDX-License-Identifier: EUPL-1.2

package i18n

import (
	"bytes"
	"sort"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// sorter lends collators, which must not be used by two at once.
type sorter struct {
	pool  sync.Pool
	known knownKeys
}

type collator struct {
	c   *collate.Collator
	buf collate.Buffer
}

func newSorter(tag language.Tag) *sorter {
	s := &sorter{}
	s.pool.New = func() any { return &collator{c: collate.New(tag, collate.Numeric)} }
	return s
}

func (z *Localizer) ruleTag() language.Tag { return language.Make(string(z.base)) }

// SortKey gives bytes whose order is the order of words in the language; a column of the database holds them.
func (z *Localizer) SortKey(s string) []byte {
	c := z.sort.pool.Get().(*collator)
	defer z.sort.pool.Put(c)
	c.buf.Reset()
	return append([]byte(nil), c.c.KeyFromString(&c.buf, s)...)
}

// Less tells whether a stands before b; equal words are told apart bytewise, so that every order is total.
func (z *Localizer) Less(a, b string) bool {
	if c := bytes.Compare(z.keyOf(a), z.keyOf(b)); c != 0 {
		return c < 0
	}
	return a < b
}

// keyOf is SortKey, remembered: pages put the same names in order again and again. The key is shared and not to be changed.
func (z *Localizer) keyOf(s string) []byte {
	if len(s) > longestKnown {
		return z.SortKey(s)
	}
	return z.sort.known.get(s, func() []byte { return z.SortKey(s) })
}

// What is remembered of sort keys, for each language.
const (
	longestKnown = 128  // bytes of a word
	mostKnown    = 4096 // words; then they are forgotten and begun anew
)

// knownKeys are the sort keys of words that were asked for.
type knownKeys struct {
	mu   sync.RWMutex
	keys map[string][]byte
}

func (k *knownKeys) get(s string, make func() []byte) []byte {
	k.mu.RLock()
	key, ok := k.keys[s]
	k.mu.RUnlock()
	if ok {
		return key
	}
	key = make()
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.keys == nil || len(k.keys) >= mostKnown {
		k.keys = map[string][]byte{}
	}
	k.keys[s] = key
	return key
}

// Sort puts words in the order of the language.
func (z *Localizer) Sort(words []string) {
	sort.SliceStable(words, func(i, j int) bool { return z.Less(words[i], words[j]) })
}

// folds are letters whose stroke or join is not a combining mark.
var folds = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i")

// Fold makes text findable: lower case, without diacritics, spaces joined; "pletros" finds "Plėtros".
func Fold(s string) string {
	var b strings.Builder
	space := false
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r), r == '\u00ad', r == '\u200b':
		case unicode.IsSpace(r):
			space = b.Len() > 0
		default:
			if space {
				b.WriteByte(' ')
				space = false
			}
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return folds.Replace(b.String())
}

// Fold is the package's Fold, for those who hold a Localizer.
func (z *Localizer) Fold(s string) string { return Fold(s) }

// List joins words: "A, B ir C".
func (z *Localizer) List(items []string) string {
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + " " + z.T("i18n.and") + " " + items[last]
}

// Quote sets the quotation marks of the language around a text.
func (z *Localizer) Quote(s string) string {
	switch z.base {
	case LT:
		return "„" + s + "“"
	case LV:
		return "„" + s + "”"
	}
	return "“" + s + "”"
}
