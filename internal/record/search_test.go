// SPDX-License-Identifier: EUPL-1.2

package record_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"pgregory.net/rapid"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
)

// search gives what somebody finds, and checks that the total agrees.
func search(t testing.TB, h house, who string, q record.SearchQuery) (refs []record.Ref, hits []record.Hit) {
	t.Helper()
	h.read(t, who, func(ctx context.Context, tx *record.ReadTx) error {
		found, total, err := tx.Search(ctx, q)
		if q.Limit == 0 && q.Offset == 0 && total != len(found) {
			t.Errorf("%q: total %d, but %d hits", q.Text, total, len(found))
		}
		hits = found
		return err
	})
	for _, hit := range hits {
		refs = append(refs, hit.Record.Ref)
	}
	return refs, hits
}

func texts(source string, wording map[string]string) *sample {
	return &sample{Title: record.NewText(source, wording)}
}

func searchFinds(t *testing.T, h house) {
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		d := draft("finding/gdp-gap", "kurzeme", "")
		d.Body = texts("lt", map[string]string{"lt": "Regiono plėtros atotrūkis mažėja", "lv": "Reģiona attīstības plaisa sarūk", "en": "The gap is narrowing"})
		_, err := tx.Create(ctx, d)
		e := draft("finding/other", "kurzeme", "Kas kita: plėtros nėra")
		e.Body.(*sample).Parts = []part{{Name: "p", Text: record.NewText("lv", map[string]string{"lv": "Liepājas osta"})}}
		e.Stated = []record.Link{{Kind: record.SameAs, To: "finding/gdp-gap", Reason: record.NewText("en", map[string]string{"en": "because quokkas"})}}
		_, err2 := tx.Create(ctx, e)
		return errors.Join(err, err2)
	})
	both := []record.Ref{"finding/gdp-gap", "finding/other"}
	for text, want := range map[string][]record.Ref{
		"pletros":              both,
		"PLĖTROS":              both,
		"plėt":                 both,
		"attistibas":           both[:1], // a Latvian word, found by everybody
		"gap gdp":              both[:1],
		"regiono narrowing":    both[:1], // words may stand in different languages
		"plėtros osta":         both[1:],
		"plėtros osta gap":     nil,
		"lėtros":               nil, // the middle of a word is no word
		"quokka":               both[1:],
		"":                     nil,
		" ,.- ":                nil,
		"\u200bple\u00adtros":  both,
		"100 % _ \\ ' \" ; --": nil,
	} {
		if got, _ := search(t, h, "visitor", record.SearchQuery{Text: text, Lang: "lt"}); !slices.Equal(got, want) {
			t.Errorf("%q finds %v, want %v", text, got, want)
		}
	}
	if got, _ := search(t, h, "visitor", record.SearchQuery{Text: "k", Kinds: []string{"organisation"}}); !slices.Equal(got, []record.Ref{"organisation/klaipeda", "organisation/kurzeme"}) {
		t.Errorf("of one kind: %v", got)
	}
	if got, _ := search(t, h, "visitor", record.SearchQuery{Text: "pletros", Offset: 1, Limit: 1}); !slices.Equal(got, both[1:]) {
		t.Errorf("second page: %v", got)
	}
	ctx := context.Background()
	for _, q := range []record.SearchQuery{{Text: "a", Kinds: []string{"dragon"}}, {Text: strings.Join(strings.Split("abcdefghijklmnopq", ""), " ")}} {
		if err := h.Read(ctx, actor("admin"), func(tx *record.ReadTx) error { _, _, err := tx.Search(ctx, q); return err }); fault.CodeOf(err) != fault.Invalid {
			t.Errorf("%+v: %v", q, err)
		}
	}
	err := h.ReadAt(ctx, actor("admin"), h.clock.Now(), func(tx *record.ReadTx) error {
		_, _, err := tx.Search(ctx, record.SearchQuery{Text: "plėtros"})
		return err
	})
	if !fault.Is(err, "record.query-in-past") {
		t.Errorf("searched the past: %v", err)
	}
}

func searchRanks(t *testing.T, h house) {
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		body := draft("finding/in-body", "kurzeme", "Kita")
		body.Body.(*sample).Parts = []part{{Text: record.NewText("lt", map[string]string{"lt": strings.Repeat("ilgas tekstas ", 30) + "apie uostą ir uostus " + strings.Repeat("pabaiga ", 60)})}}
		_, err := tx.Create(ctx, body)
		_, err2 := tx.Create(ctx, draft("finding/uosta", "kurzeme", "Kita"))
		_, err3 := tx.Create(ctx, draft("finding/beginning", "kurzeme", "Uostas"))
		_, err4 := tx.Create(ctx, draft("finding/whole", "kurzeme", "Uosta"))
		return errors.Join(err, err2, err3, err4)
	})
	got, hits := search(t, h, "visitor", record.SearchQuery{Text: "uosta", Lang: "lt"})
	if want := []record.Ref{"finding/whole", "finding/beginning", "finding/uosta", "finding/in-body"}; !slices.Equal(got, want) {
		t.Fatalf("order %v, want %v", got, want)
	}
	if s := hits[2].Snippet; s.Field != "slug" || s.Text != "uosta" || s.Lang != "" {
		t.Errorf("found by its address name: %+v", s)
	}
	s := hits[3].Snippet
	if s.Field != "parts.0.text" || s.Lang != "lt" || len(s.Marks) != 1 || s.Text[s.Marks[0][0]:s.Marks[0][1]] != "uostą" ||
		!strings.HasPrefix(s.Text, "… ") || !strings.HasSuffix(s.Text, " …") || len(s.Text) > 260 {
		t.Errorf("snippet %q %+v", s.Text, s)
	}
}

func searchHides(t *testing.T, h house) {
	for _, v := range []record.Visibility{record.Private, record.PartnersOnly, record.Public} {
		d := draft("finding/"+string(v), "kurzeme", "slaptas planas")
		d.Visibility = v
		h.write(t, func(ctx context.Context, tx *record.Tx) error { _, err := tx.Create(ctx, d); return err })
	}
	for who, want := range map[string]int{"visitor": 1, "klaipeda": 2, "kurzeme": 3} {
		if got, _ := search(t, h, who, record.SearchQuery{Text: "slaptas"}); len(got) != want {
			t.Errorf("%s finds %v", who, got)
		}
		h.read(t, who, func(ctx context.Context, tx *record.ReadTx) error {
			_, total, err := tx.Search(ctx, record.SearchQuery{Text: "planas", Limit: 1})
			if total != want {
				t.Errorf("%s is told of %d, may see %d", who, total, want)
			}
			return err
		})
	}
}

func searchFollows(t *testing.T, h house) {
	finds := func(text string, want bool) {
		t.Helper()
		if got, _ := search(t, h, "visitor", record.SearchQuery{Text: text}); (len(got) == 1) != want {
			t.Errorf("%q finds %v, want %v", text, got, want)
		}
	}
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Create(ctx, draft("finding/a", "kurzeme", "pirmas žodis"))
		return err
	})
	finds("pirmas", true)
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Change(ctx, 1, draft("finding/a", "kurzeme", "antras žodis"))
		return err
	})
	finds("pirmas", false)
	finds("antras žodis", true)
	h.write(t, func(ctx context.Context, tx *record.Tx) error { return tx.Delete(ctx, "finding/a", 2) })
	finds("antras", false)
	h.write(t, func(ctx context.Context, tx *record.Tx) error { _, err := tx.Restore(ctx, "finding/a"); return err })
	finds("antras", true)
	// What is made and deleted at once leaves nothing; what fails leaves nothing.
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Create(ctx, draft("finding/b", "kurzeme", "laikinas"))
		return errors.Join(err, tx.Delete(ctx, "finding/b", 1))
	})
	finds("laikinas", false)
	failed := errors.New("no")
	if err := h.as("admin", func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Create(ctx, draft("finding/c", "kurzeme", "nesėkmė"))
		return errors.Join(err, tx.Settle(ctx), failed)
	}); !errors.Is(err, failed) {
		t.Fatal(err)
	}
	finds("nesėkmė", false)
}

func searchReindex(t *testing.T, h house) {
	ctx := context.Background()
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		if _, err := tx.Create(ctx, draft("finding/a", "kurzeme", "senas įrašas")); err != nil {
			return err
		}
		if err := tx.Settle(ctx); err != nil {
			return err
		}
		_, err := tx.SQL().Exec(ctx, `DELETE FROM search_word`) // as after the upgrade that brings the table
		return err
	})
	for _, want := range []int{3, 0} { // two organisations and the finding; then nothing is left to do
		n, err := h.Reindex(ctx)
		if err != nil || n != want {
			t.Errorf("indexed %d records, want %d: %v", n, want, err)
		}
		if got, _ := search(t, h, "visitor", record.SearchQuery{Text: "senas"}); len(got) != 1 {
			t.Errorf("finds %v", got)
		}
	}
}

// bruteForce is search said in the simplest way: every visible record is read whole.
func bruteForce(ctx context.Context, tx *record.ReadTx, q record.SearchQuery) ([]record.Ref, error) {
	cut := func(s string) []string {
		return strings.FieldsFunc(i18n.Fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) })
	}
	words := cut(q.Text)
	slices.Sort(words)
	words = slices.Compact(words)
	type found struct {
		ref   record.Ref
		score int
	}
	var all []found
	for _, k := range tx.Kinds().Kinds() {
		if len(words) == 0 || len(q.Kinds) > 0 && !slices.Contains(q.Kinds, k.Name) {
			continue
		}
		records, err := tx.All(ctx, k.Name)
		if err != nil {
			return nil, err
		}
		for _, r := range records {
			d := r.Draft()
			sum := 0
			for _, w := range words {
				best := 100
				try := func(text string, place int) {
					for _, there := range cut(text) {
						if there == w {
							best = min(best, 2*place)
						} else if strings.HasPrefix(there, w) {
							best = min(best, 2*place+1)
						}
					}
				}
				try(r.Ref.Slug(), 1)
				for _, text := range d.Texts() {
					for _, wording := range text.Text.Text {
						if text.Path == "title" {
							try(wording, 0)
						} else {
							try(wording, 2)
						}
					}
				}
				sum += best
			}
			if sum < 100 {
				all = append(all, found{r.Ref, sum})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b found) int {
		if a.score != b.score {
			return a.score - b.score
		}
		if c := strings.Compare(a.ref.Kind(), b.ref.Kind()); c != 0 {
			return c
		}
		return strings.Compare(a.ref.Slug(), b.ref.Slug())
	})
	var refs []record.Ref
	for _, f := range all {
		refs = append(refs, f.ref)
	}
	return refs, nil
}

// TestSearchIsBruteForce compares search with reading everything, for random houses, readers and words, on both databases.
func TestSearchIsBruteForce(t *testing.T) {
	lexicon := []string{"plėtra", "plėtros", "attīstība", "attīstības", "uostas", "uosta", "ostas", "žemė", "zeme", "GDP", "gap", "2024", "½", "naïve", "日本", "a-b", "x_y", "100%", "p"}
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		h := newHouse(t, d)
		n, found := 0, 0
		rapid.Check(t, func(rt *rapid.T) {
			some := rapid.Custom(func(rt *rapid.T) string {
				return strings.Join(rapid.SliceOfN(rapid.SampledFrom(lexicon), 1, 4).Draw(rt, "words"), rapid.SampledFrom([]string{" ", ", ", "\n"}).Draw(rt, "between"))
			})
			// A few changes, then a few searches; the house grows from round to round.
			for range rapid.IntRange(1, 3).Draw(rt, "changes") {
				ref := record.NewRef(rapid.SampledFrom([]string{"finding", "priority"}).Draw(rt, "kind"), fmt.Sprintf("uosta-%d", rapid.IntRange(0, 40).Draw(rt, "slug")))
				dr := draft(string(ref), rapid.SampledFrom([]string{"kurzeme", "klaipeda"}).Draw(rt, "owner"), some.Draw(rt, "title"))
				dr.Visibility = rapid.SampledFrom([]record.Visibility{record.Public, record.PartnersOnly, record.Private}).Draw(rt, "visibility")
				dr.Body.(*sample).Parts = []part{{Name: "n", Text: record.NewText("lv", map[string]string{"lv": some.Draw(rt, "lv"), "en": some.Draw(rt, "en")})}}
				gone := rapid.IntRange(0, 4).Draw(rt, "delete") == 0
				h.write(t, func(ctx context.Context, tx *record.Tx) error {
					old, err := tx.Get(ctx, ref)
					switch {
					case fault.CodeOf(err) == fault.NotFound:
						if _, err := tx.Create(ctx, dr); !fault.Is(err, "record.slug-of-deleted") {
							return err
						}
						_, err := tx.Restore(ctx, ref)
						return err
					case err != nil:
						return err
					case gone:
						return tx.Delete(ctx, ref, old.Revision)
					}
					_, err = tx.Change(ctx, old.Revision, dr)
					return err
				})
			}
			for range 4 {
				q := record.SearchQuery{Text: some.Draw(rt, "typed"), Lang: "lt", Kinds: rapid.SampledFrom([][]string{nil, {"finding"}, {"priority", "organisation"}}).Draw(rt, "kinds")}
				if runes := []rune(q.Text); len(runes) > 1 {
					q.Text = string(runes[:rapid.IntRange(1, len(runes)).Draw(rt, "typed so far")])
				}
				who := rapid.SampledFrom([]string{"admin", "kurzeme", "klaipeda", "visitor"}).Draw(rt, "who")
				var want []record.Ref
				h.read(t, who, func(ctx context.Context, tx *record.ReadTx) (err error) {
					want, err = bruteForce(ctx, tx, q)
					return err
				})
				got, hits := search(t, h, who, q)
				if !slices.Equal(got, want) {
					rt.Fatalf("%s searching %q (%v) finds\n%v, reading everything finds\n%v", who, q.Text, q.Kinds, got, want)
				}
				for _, hit := range hits {
					if len(hit.Snippet.Marks) == 0 {
						rt.Fatalf("%q: %s is found, but its snippet %+v marks no word", q.Text, hit.Record.Ref, hit.Snippet)
					}
				}
				n++
				found += len(got)
			}
		})
		if found < n/2 {
			t.Errorf("%d searches found only %d records: they prove little", n, found)
		}
		t.Logf("compared %d searches that found %d records", n, found)
	})
}

// TestSearchSpeed tells how search compares with reading everything in a house of 10,000 records.
func TestSearchSpeed(t *testing.T) {
	if testing.Short() {
		t.Skip("short: ten thousand records take a while to write")
	}
	const records = 10000
	h := newHouse(t, dbtest.SQLite(t))
	for at := 0; at < records; at += 1000 {
		h.write(t, func(ctx context.Context, tx *record.Tx) error {
			for i := at; i < at+1000; i++ {
				d := draft(fmt.Sprintf("finding/f%05d", i), "kurzeme", fmt.Sprintf("Išvada numeris%d apie sritį%d", i, i%100))
				d.Body.(*sample).Parts = []part{{Text: record.NewText("lt", map[string]string{"lt": strings.Repeat("Tekstas apie regiono plėtrą ir jos rodiklius. ", 5), "lv": fmt.Sprintf("vārds%d par attīstību", i%1000)})}}
				if _, err := tx.Create(ctx, d); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for _, text := range []string{"numeris77", "sriti7 pletra", "vards123", "pletra"} {
		q := record.SearchQuery{Text: text, Lang: "lt", Limit: 20}
		h.read(t, "visitor", func(ctx context.Context, tx *record.ReadTx) error {
			begin := time.Now()
			_, total, err := tx.Search(ctx, q)
			searched := time.Since(begin)
			if err != nil {
				return err
			}
			begin = time.Now()
			want, err := bruteForce(ctx, tx, q)
			read := time.Since(begin)
			if len(want) != total {
				t.Errorf("%q: %d found, %d by reading everything", text, total, len(want))
			}
			t.Logf("%-14q %5d of %d records: search %s, reading everything %s, ratio %.0f", text, total, records, searched, read, float64(read)/float64(searched))
			if searched > read {
				t.Errorf("%q: search took %s, reading everything %s", text, searched, read)
			}
			return err
		})
	}
}
