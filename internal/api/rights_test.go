// SPDX-License-Identifier: EUPL-1.2

package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/api"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
)

// asker is a role held in an organisation; the visitor holds none.
type asker struct {
	role identity.Role
	own  bool // in the organisation that owns the record
}

func (a asker) token() string {
	if a.own {
		return token(a.role, kurzeme)
	}
	return token(a.role, klaipeda)
}

func askers() []asker {
	all := []asker{{identity.Visitor, false}}
	for _, r := range identity.Roles() {
		if r != identity.Visitor && r != identity.Operator { // the operator sits at the machine and has no token
			all = append(all, asker{r, true}, asker{r, false})
		}
	}
	return all
}

// granted reads rights.csv in the plainest way: a row for the role, or for everybody, that fits.
func granted(t *testing.T, a asker, verb record.Verb, kind string, v record.Visibility) bool {
	t.Helper()
	rows, err := identity.Rights()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if row.Role != a.role && row.Role != identity.Visitor || !slices.Contains(row.Verbs, verb) {
			continue
		}
		if row.Kind != kind && (row.Kind != "*" || kind == identity.House) || row.Visibility != "*" && row.Visibility != string(v) {
			continue
		}
		if row.Relation == "own" && (!a.own || row.Role == identity.Visitor) {
			continue
		}
		return true
	}
	return false
}

// expected is what an operation must ask for, said here once more, apart from the table of operations.
type expected struct {
	verb record.Verb
	// names tells that the answer lists records: the one asked about stands in it when it may be read, and not otherwise.
	names bool
	// everybody may ask, and the answer holds nothing of records.
	everybody bool
	house     bool // the right is over the house
	body      func(q *question) string
	media     string
	query     string
	deleted   bool // the record must be a deleted one
}

// question is one request about one record.
type question struct {
	t      *testing.T
	h      *house
	rec    record.Record
	row    api.Row
	number int
}

// draft is the record as a program would send it.
func (q *question) draft(more map[string]any) string {
	m := map[string]any{"owner": q.rec.Owner, "visibility": q.rec.Visibility, "body": q.rec.Body}
	if len(q.rec.Stated) > 0 {
		m["links"] = q.rec.Stated
	}
	for k, v := range more {
		m[k] = v
	}
	raw, err := json.Marshal(m)
	if err != nil {
		q.t.Fatal(err)
	}
	return string(raw)
}

func fixed(s string) func(*question) string { return func(*question) string { return s } }

// whatIsAsked lists every operation by its words. An operation that is not here fails the test.
var whatIsAsked = map[string]expected{
	"list":     {names: true, query: "?limit=200"},
	"create":   {verb: record.Create, body: func(q *question) string { return q.draft(map[string]any{"slug": fmt.Sprintf("new-%d", q.number)}) }},
	"get":      {verb: record.Read},
	"replace":  {verb: record.Change, body: func(q *question) string { return q.draft(map[string]any{"invented": !q.rec.Invented}) }},
	"patch":    {verb: record.Change, body: func(q *question) string { return fmt.Sprintf(`{"invented":%v}`, !q.rec.Invented) }},
	"delete":   {verb: record.Delete},
	"restore":  {verb: record.Delete, deleted: true},
	"history":  {verb: record.Read},
	"revision": {verb: record.Read},
	"thread":   {verb: record.Read},
	"adoption": {verb: record.Read},
	"adopt":    {verb: record.Adopt, body: func(q *question) string { return fmt.Sprintf(`{"organisation":%q}`, q.rec.Owner) }},

	"verdicts":     {names: true},
	"judge":        {verb: record.Read},
	"accept":       {verb: record.Change},
	"withdraw":     {verb: record.Change},
	"reword":       {verb: record.Change, body: fixed(`{"statement":{"en":"Nothing is said."}}`)},
	"series":       {verb: record.Read, query: "?region=region/latvia"},
	"vintages":     {verb: record.Read},
	"observations": {verb: record.Read, query: "?region=region/latvia"},
	"changes":      {verb: record.Read, query: "?to=2023-03-15"},
	"import":       {verb: record.Import, body: fixed("x"), media: "application/octet-stream"},
	"publish":      {verb: record.Publish},
	"methods":      {everybody: true},
	"method":       {everybody: true},
	"result":       {verb: record.Read},
	"result-table": {verb: record.Read, query: "?table=regions"},
	"runs":         {verb: record.Read},
	"run":          {verb: record.Change},

	"me":           {everybody: true},
	"kinds":        {everybody: true},
	"kind-schema":  {everybody: true},
	"search":       {names: true, query: "?limit=200&q="},
	"feed":         {everybody: true},
	"undo":         {verb: record.Change, body: nil},
	"baselines":    {everybody: true},
	"set-baseline": {verb: record.Publish, house: true, body: func(q *question) string { return fmt.Sprintf(`{"name":"b-%d"}`, q.number) }},
	"differences":  {names: true, query: "?from=2020-01-01"},
}

// TestServerAgreesWithRightsOnEveryOperation asks every operation in every role about a record of every visibility, its own and a
// foreign one, and compares whether it was done with rights.csv.
func TestServerAgreesWithRightsOnEveryOperation(t *testing.T) {
	h := sqlite(t)
	table := h.api.Table()
	for _, row := range table {
		if _, known := whatIsAsked[row.Words]; !known {
			t.Errorf("%s %s (%s) is not in the table of rights of this test", row.Method, row.Path, row.ID)
		}
	}
	asked, allowed, kinds := 0, 0, 0
	for _, k := range h.Kinds().Kinds() {
		if testing.Short() && k.Name != "finding" && k.Name != "dataset" && k.Name != "document" {
			continue
		}
		kinds++
		for _, v := range []record.Visibility{record.Public, record.PartnersOnly, record.Private} {
			ref := some(t, h, k.Name)
			for _, row := range table {
				// What is of no kind is asked about findings.
				if row.Kind != k.Name && (row.Kind != "" || k.Name != "finding") {
					continue
				}
				for _, a := range askers() {
					asked++
					if ask(t, h, row, ref, v, a, asked) {
						allowed++
					}
				}
			}
		}
	}
	if asked < 100*kinds || allowed < asked/5 || allowed > asked*4/5 {
		t.Errorf("asked %d times about %d kinds, allowed %d times: this proves little", asked, kinds, allowed)
	}
	if v := verifiedEntries(h); v < 100 {
		t.Errorf("the journal has only %d entries", v)
	}
	t.Logf("asked %d times about %d kinds of records, allowed %d times", asked, kinds, allowed)
}

// ask sends one question and tells whether it should have been allowed.
func ask(t *testing.T, h *house, row api.Row, ref record.Ref, v record.Visibility, a asker, number int) bool {
	t.Helper()
	e := whatIsAsked[row.Words]
	q := &question{t: t, h: h, row: row, number: number}
	if e.deleted && ref.Kind() != "partnership" {
		ref = record.NewRef(ref.Kind(), "for-rights") // what others rest on cannot be deleted
	}
	var seq int64
	q.rec, seq = arrange(t, h, ref, v, e.deleted)
	path := strings.NewReplacer("{slug}", ref.Slug(), "{revision}", fmt.Sprint(q.rec.Revision), "{kind}", ref.Kind(), "{method}", "structure").Replace(row.Path) + e.query
	if row.Words == "search" {
		path += strings.ReplaceAll(ref.Slug(), "-", "+")
	}
	s := request{method: row.Method, path: path, token: a.token()}
	if row.IfMatch {
		s.ifMatch = fmt.Sprintf("%q", fmt.Sprint(q.rec.Revision))
	}
	if e.body != nil {
		s.body, s.media = e.body(q), "application/json"
	}
	if row.Words == "undo" {
		s.body, s.media = fmt.Sprintf(`{"seq":%d}`, seq), "application/json"
	}
	if e.media != "" {
		s.media = e.media
	}
	r := h.send(s)
	reads := granted(t, a, record.Read, ref.Kind(), v)
	want := reads
	switch {
	case e.everybody:
		want = true
	case e.house:
		want = a.role != identity.Visitor && granted(t, asker{a.role, true}, e.verb, identity.House, record.Private)
	case e.verb == record.Create:
		want = granted(t, a, e.verb, ref.Kind(), v)
	case e.verb != "":
		want = reads && granted(t, a, e.verb, ref.Kind(), v)
	}
	who := fmt.Sprintf("%s %s (%s, own %v, %s)", row.Method, path, a.role, a.own, v)
	if r.status >= 500 {
		t.Errorf("%s: %d %s", who, r.status, r.raw)
	}
	if e.names || e.everybody {
		if r.status != http.StatusOK {
			t.Errorf("%s: %d %.200s", who, r.status, r.raw)
		} else if there := strings.Contains(string(r.raw), `"ref":"`+string(ref)+`"`); e.names && there != want {
			t.Errorf("%s names the record: %v, rights.csv says %v", who, there, want)
		}
		return want
	}
	refusal := http.StatusForbidden
	switch {
	case !reads && !e.house && e.verb != record.Create:
		refusal = http.StatusNotFound
	case a.role == identity.Visitor:
		refusal = http.StatusUnauthorized
	}
	refused := r.status == http.StatusUnauthorized || r.status == http.StatusForbidden || r.status == http.StatusNotFound
	if refused == want || refused && r.status != refusal {
		t.Errorf("%s: %d, rights.csv says %v: %.300s", who, r.status, want, r.raw)
	}
	return want
}

// some is a record of a kind of the example, the same one each time.
func some(t *testing.T, h *house, kind string) (ref record.Ref) {
	t.Helper()
	ctx := context.Background()
	if err := h.Read(ctx, identity.AtTheMachine(), func(tx *record.ReadTx) error {
		all, err := tx.All(ctx, kind)
		for _, r := range all {
			if r.Ref != "organisation/klaipeda-region-association" && (ref == "" || r.Ref.Slug() == "births" || r.Ref.Slug() == "structure-of-employment") {
				ref = r.Ref
			}
		}
		return err
	}); err != nil || ref == "" {
		t.Fatalf("the example has no %s: %v", kind, err)
	}
	return ref
}

// arrange makes a record one of Kurzeme's with a visibility, there or deleted, and writes only what differs. seq is the entry of the
// journal that made it what it is.
func arrange(t *testing.T, h *house, ref record.Ref, v record.Visibility, deleted bool) (out record.Record, seq int64) {
	t.Helper()
	ctx := context.Background()
	fits := false
	read := func(tx *record.ReadTx) error {
		all, err := tx.History(ctx, ref)
		if err != nil {
			return nil // it is not there yet
		}
		seq = all[0].Seq
		out, err = tx.Revision(ctx, ref, all[0].Revision)
		// A change is needed at the end, so that there is one to undo.
		fits = err == nil && out.Owner == kurzeme && len(out.CoOwners) == 0 && out.Visibility == v && out.Deleted == deleted && (deleted || all[0].Verb == string(record.Change))
		return err
	}
	if err := h.Read(ctx, identity.AtTheMachine(), read); err != nil {
		t.Fatal(err)
	}
	if fits {
		return out, seq
	}
	if err := h.Write(ctx, identity.AtTheMachine(), func(tx *record.Tx) error {
		r, err := tx.Get(ctx, ref)
		if err != nil {
			if r, err = tx.Restore(ctx, ref); err != nil {
				model, err := tx.Get(ctx, some(t, h, ref.Kind()))
				if err != nil {
					return err
				}
				d := model.Draft()
				d.Ref = ref
				if r, err = tx.Create(ctx, d); err != nil {
					return err
				}
			}
		}
		d := r.Draft()
		d.Owner, d.CoOwners, d.Visibility, d.Invented = kurzeme, nil, v, !r.Invented
		if r, err = tx.Change(ctx, r.Revision, d); err != nil {
			return err
		}
		if deleted {
			return tx.Delete(ctx, ref, r.Revision)
		}
		return nil
	}); err != nil {
		t.Fatalf("%s: %v", ref, err)
	}
	if err := h.Read(ctx, identity.AtTheMachine(), read); err != nil {
		t.Fatal(err)
	}
	return out, seq
}
