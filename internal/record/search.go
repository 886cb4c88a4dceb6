// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
)

// SearchQuery asks for records by words.
type SearchQuery struct {
	// Text is what somebody typed. Every word must stand somewhere in the record, in whatever language, at least as the beginning of
	// a word; letters are folded: "pletros" finds "plėtros".
	Text string
	// Lang is the reader's language: where several passages match equally well, the snippet is from this one.
	Lang string
	// Kinds limits the search; none means all.
	Kinds  []string
	Offset int
	Limit  int // 0 is no limit
}

// Hit is a record that was found, and where.
type Hit struct {
	Record  Record
	Snippet Snippet
}

// Snippet is a piece of the passage that matched best.
type Snippet struct {
	Field string // path in the body, such as "title"; "slug" is the address name
	Lang  string // language of the wording; empty for words without one
	Text  string
	// Marks are the matching words, as byte ranges of Text.
	Marks [][2]int
}

// readAtOnce is how many found records one statement reads; it stays far below the limit on arguments of either database.
const readAtOnce = 500

// maxSearchWords bounds what one search may cost.
const maxSearchWords = 16

// Search finds the visible records that have every word of the text, and tells how many there are. Words in titles come before words
// in names and those before other texts; then whole words before beginnings; then by kind and slug. Only the present is searched.
func (tx *ReadTx) Search(ctx context.Context, q SearchQuery) (hits []Hit, total int, err error) {
	if !tx.moment.IsZero() {
		return nil, 0, fault.New(fault.Invalid, "record.query-in-past")
	}
	words, err := searchWords(q.Text)
	if err != nil || len(words) == 0 {
		return nil, 0, err
	}
	for _, k := range q.Kinds {
		if _, err := tx.store.kinds.Kind(k); err != nil {
			return nil, 0, err
		}
	}
	refs, err := tx.matches(ctx, words, q.Kinds)
	if err != nil {
		return nil, 0, err
	}
	total = len(refs)
	refs = refs[min(max(q.Offset, 0), total):]
	if q.Limit > 0 && q.Limit < len(refs) {
		refs = refs[:q.Limit]
	}
	for some := range slices.Chunk(refs, readAtOnce) {
		records, err := tx.Records(ctx, some)
		if err != nil {
			return nil, 0, err
		}
		for _, ref := range some {
			if r, ok := records[ref]; ok {
				hits = append(hits, Hit{r, snippet(r, words, q.Lang)})
			}
		}
	}
	return hits, total, nil
}

// SearchKinds tells how many records of each kind a search finds. The query's own limits are left aside: this is what they can be set to.
func (tx *ReadTx) SearchKinds(ctx context.Context, q SearchQuery) (map[string]int, error) {
	words, err := searchWords(q.Text)
	if err != nil || len(words) == 0 {
		return nil, err
	}
	refs, err := tx.matches(ctx, words, nil)
	if err != nil {
		return nil, err
	}
	out := map[string]int{}
	for _, ref := range refs {
		out[ref.Kind()]++
	}
	return out, nil
}

// searchWords gives the words of a search, each once.
func searchWords(text string) ([]string, error) {
	var words []string
	for _, w := range wordsOf(text) {
		if !slices.Contains(words, w.folded) {
			words = append(words, w.folded)
		}
	}
	if len(words) > maxSearchWords {
		return nil, fault.New(fault.Invalid, "record.too-many-words", fault.A{"n": len(words), "most": maxSearchWords})
	}
	return words, nil
}

// matches lists the visible records that have all words, the best first.
func (tx *ReadTx) matches(ctx context.Context, words, kinds []string) ([]Ref, error) {
	b := &builder{}
	var from strings.Builder
	var score []string
	for i, w := range words {
		if i > 0 {
			from.WriteString(` JOIN `)
		}
		// The range is what LIKE 'word%' would be, said so that every database uses its index.
		whole, low, high := b.arg(w), b.arg(w), b.arg(w+string(utf8.MaxRune))
		fmt.Fprintf(&from, `(SELECT record_id, min(place * 2 + CASE WHEN word = %s THEN 0 ELSE 1 END) AS score FROM search_word
			WHERE word >= %s AND word < %s GROUP BY record_id) w%d`, whole, low, high, i)
		if i > 0 {
			fmt.Fprintf(&from, ` ON w%d.record_id = w0.record_id`, i)
		}
		score = append(score, fmt.Sprintf(`w%d.score`, i))
	}
	where := ` WHERE r.deleted = 0`
	if len(kinds) > 0 {
		where += ` AND r.kind IN (` + db.In(len(kinds), len(b.args)+1) + `)`
		for _, k := range kinds {
			b.arg(k)
		}
	}
	rows, err := tx.sql.Query(ctx, `SELECT r.kind, r.slug, r.owner, r.co_owners, r.visibility FROM `+from.String()+
		` JOIN record r ON r.id = w0.record_id`+where+` ORDER BY `+strings.Join(score, " + ")+`, r.kind, r.slug`, b.args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Ref
	// Rights are decided by the policy alone, before anything is counted: nobody learns how many records stay hidden. Many records
	// have the same subject, for which the answer is the same.
	asked := map[[4]string]bool{}
	for rows.Next() {
		var kind, slug string
		var st state
		if err := rows.Scan(&kind, &slug, &st.owner, &st.coOwners, &st.visibility); err != nil {
			return nil, err
		}
		key := [4]string{kind, st.owner, st.coOwners, st.visibility}
		sees, known := asked[key]
		if !known {
			s := Subject{Kind: kind, Owner: Ref(st.owner), Visibility: Visibility(st.visibility)}
			if err := json.Unmarshal([]byte(st.coOwners), &s.CoOwners); err != nil {
				return nil, err
			}
			sees = tx.store.policy.Allows(tx.actor, Read, s)
			asked[key] = sees
		}
		if sees {
			out = append(out, NewRef(kind, slug))
		}
	}
	return out, rows.Err()
}

// snippet shows the passage with the most of the words; of equal ones the reader's language, then the better place.
func snippet(r Record, words []string, lang string) Snippet {
	var best passage
	var bestMarks []word
	bestWorth := -1
	for _, p := range passagesOf(r) {
		found, marks := map[string]bool{}, []word(nil)
		for _, w := range wordsOf(p.text) {
			for _, q := range words {
				if strings.HasPrefix(w.folded, q) {
					found[q] = true
					if n := len(marks); n == 0 || marks[n-1].from != w.from {
						marks = append(marks, w)
					}
				}
			}
		}
		worth := 16 * len(found)
		if p.lang == lang {
			worth += 8
		}
		worth += inText - int(p.place)
		if len(found) > 0 && worth > bestWorth {
			best, bestMarks, bestWorth = p, marks, worth
		}
	}
	return cut(best, bestMarks)
}

// around is how much of a passage is shown before the first matching word, and after it, in bytes.
const (
	before = 60
	after  = 180
)

// cut gives the piece of the passage around the first matching word, from a space to a space.
func cut(p passage, marks []word) Snippet {
	s := Snippet{Field: p.field, Lang: p.lang}
	if len(marks) == 0 {
		return s
	}
	from, to := max(0, marks[0].from-before), min(len(p.text), marks[0].from+after)
	if from > 0 {
		if at := strings.IndexAny(p.text[from:marks[0].from], " \n\t"); at >= 0 {
			from += at + 1
		} else {
			from = marks[0].from
		}
		s.Text = "… "
	}
	if to < len(p.text) {
		if at := strings.LastIndexAny(p.text[:to], " \n\t"); at >= marks[0].to {
			to = at
		} else {
			to = marks[0].to
		}
	}
	shift := len(s.Text) - from
	s.Text += strings.NewReplacer("\n", " ", "\t", " ").Replace(p.text[from:to])
	if to < len(p.text) {
		s.Text += " …"
	}
	for _, m := range marks {
		if m.from >= from && m.to <= to {
			s.Marks = append(s.Marks, [2]int{m.from + shift, m.to + shift})
		}
	}
	return s
}
