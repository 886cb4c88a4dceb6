// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/i18n"
)

// The places a word can stand in, the better first.
const (
	inTitle = iota
	inName  // the address name and declared words that have no language, such as a code or a state
	inText
)

// maxWord is the longest word that is kept, in bytes: an index entry has a limit in every database, and nobody types more.
const maxWord = 64

// word is a folded word and where it stands in the text it was read from.
type word struct {
	folded   string
	from, to int // bytes
}

// wordsOf cuts a text into words: letters and digits that stand together, folded like everything that is searched.
func wordsOf(text string) []word {
	var out []word
	from := -1
	flush := func(to int) {
		if from < 0 {
			return
		}
		// Folding may open a sign into several ("½" is 1⁄2), so what comes out is cut once more.
		for _, f := range strings.FieldsFunc(i18n.Fold(text[from:to]), func(r rune) bool { return !inWord(r) }) {
			out = append(out, word{cutWord(f), from, to})
		}
		from = -1
	}
	for i, r := range text {
		switch {
		case inWord(r), r == '\u00ad', r == '\u200b': // a soft hyphen and a place to break do not end a word
			if from < 0 {
				from = i
			}
		default:
			flush(i)
		}
	}
	flush(len(text))
	return out
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) }

// cutWord keeps at most maxWord bytes, whole letters.
func cutWord(w string) string {
	if len(w) <= maxWord {
		return w
	}
	end := maxWord
	for !utf8.RuneStart(w[end]) {
		end--
	}
	return w[:end]
}

// passage is one wording that search reads.
type passage struct {
	field string
	lang  string // empty where the words have no language
	place int64
	text  string
}

// passagesOf lists all that search reads of a record, in the order of its fields: every Text in every language, the reasons of stated
// links, declared words, the address name.
func passagesOf(r Record) []passage {
	d := r.Draft()
	var out []passage
	for _, t := range d.Texts() {
		place := int64(inText)
		if t.Path == "title" {
			place = inTitle
		}
		for _, lang := range t.Text.Languages() {
			out = append(out, passage{t.Path, lang, place, plain(t.Text.Text[lang])})
		}
	}
	out = append(out, passage{"slug", "", inName, r.Ref.Slug()})
	for _, f := range r.Body.Fields() {
		if f.Type == TypeString {
			out = append(out, passage{f.Name, "", inName, f.Text})
		}
	}
	return out
}

// deriveWords brings the words of a record up to date; a deleted one has none. Most changes touch few words, so only the
// difference is written.
func (tx *Tx) deriveWords(ctx context.Context, r Record, deleted bool) error {
	want := map[string]int64{}
	if !deleted {
		for _, p := range passagesOf(r) {
			for _, w := range wordsOf(p.text) {
				if was, there := want[w.folded]; !there || p.place < was {
					want[w.folded] = p.place
				}
			}
		}
	}
	rows, err := tx.sql.Query(ctx, `SELECT word, place FROM search_word WHERE record_id = $1 ORDER BY word`, r.ID)
	if err != nil {
		return err
	}
	defer rows.Close()
	var gone []any
	for rows.Next() {
		var w string
		var place int64
		if err := rows.Scan(&w, &place); err != nil {
			return err
		}
		if p, there := want[w]; there && p == place {
			delete(want, w)
		} else {
			gone = append(gone, w)
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	rows.Close()
	for len(gone) > 0 {
		n := min(len(gone), 500)
		if _, err := tx.sql.Exec(ctx, `DELETE FROM search_word WHERE record_id = $1 AND word IN (`+db.In(n, 2)+`)`, append([]any{r.ID}, gone[:n]...)...); err != nil {
			return err
		}
		gone = gone[n:]
	}
	added := make([][]any, 0, len(want))
	for w, place := range want {
		added = append(added, []any{w, r.ID, place})
	}
	return db.Insert(ctx, tx.sql, "search_word", []string{"word", "record_id", "place"}, added)
}

// indexSetting remembers in which way the words in the table were made.
const indexSetting = "search_index"

// indexVersion changes when words are made in another way, or when a kind has another shape.
func (s *Store) indexVersion() string {
	var b strings.Builder
	b.WriteString("2")
	for _, k := range s.kinds.Kinds() {
		fmt.Fprintf(&b, " %s:%d", k.Name, k.Schema)
	}
	return b.String()
}

// Reindex makes the words of every record again when they were made in another way, or never: after an upgrade, or after a backup of
// an older version was restored. Whoever opens the house calls it. It gives the number of records read; none is the usual day.
func (s *Store) Reindex(ctx context.Context) (int, error) {
	made := func(tx *ReadTx) (bool, error) {
		v, err := tx.Setting(ctx, indexSetting)
		return v == s.indexVersion(), err
	}
	var upToDate bool
	err := s.Read(ctx, nil, func(tx *ReadTx) (err error) { upToDate, err = made(tx); return err })
	if err != nil || upToDate {
		return 0, err
	}
	n := 0
	err = s.Write(ctx, nil, func(tx *Tx) error {
		n = 0
		if done, err := made(&tx.ReadTx); err != nil || done { // another node was faster
			return err
		}
		for _, k := range s.kinds.Kinds() {
			all, err := tx.live(ctx, k.Name)
			if err != nil {
				return err
			}
			for _, r := range all {
				if err := tx.deriveWords(ctx, r, false); err != nil {
					return err
				}
			}
			n += len(all)
		}
		return tx.SetSetting(ctx, indexSetting, s.indexVersion())
	})
	return n, err
}

// live reads every record of a kind that is not deleted, whoever may see it.
func (tx *Tx) live(ctx context.Context, kind string) ([]Record, error) {
	rows, err := tx.sql.Query(ctx, `SELECT `+recordColumns+` FROM record r WHERE r.kind = $1 AND r.deleted = 0 ORDER BY r.slug`, kind)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Record
	for rows.Next() {
		r, err := tx.scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}
