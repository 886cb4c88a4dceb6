// SPDX-License-Identifier: EUPL-1.2

package evidence_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/web/webtest"
)

// follow goes where an answer leads, as far as it leads.
func follow(c *webtest.Client, p webtest.Page) webtest.Page {
	for p.Status == http.StatusSeeOther {
		p = c.Follow(p)
	}
	return p
}

// TestHalfAskedQuestionsComeBack: a question of one dataset, one of several inputs, and one that is there already; what was computed is no
// draft any more.
func TestHalfAskedQuestionsComeBack(t *testing.T) {
	h := webtest.Example(t)
	c, other := h.As(identity.Planner, webtest.Kurzeme), h.As(identity.Coordinator, webtest.Kurzeme)
	for _, q := range []struct{ form, ref, empty string }{
		{"/en/evidence/new-analysis/structure?dataset=dataset/employment", "", "/en/evidence/new-analysis/structure"},
		{"/en/evidence/new-analysis/opinion", "", "/en/evidence/new-analysis/opinion"},
		{"/en/evidence/analysis/structure-of-employment/question", "analysis/structure-of-employment", ""},
	} {
		f := c.Get(q.form).Form(t, "method").Values
		f.Set("title.en", "Half a question")
		ref := q.ref
		if ref == "" {
			ref = "analysis/" + f.Get("draft")
		}
		header := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Sumanus-Fragment": {"draft"}}
		must(t, c.Do(http.MethodPost, "/en/draft/"+ref, strings.NewReader(f.Encode()), header), http.StatusOK, "Draft kept")
		p := must(t, follow(c, c.Post("/en/draft/"+ref, f)), http.StatusOK, "unsaved draft")
		if again := p.Form(t, "method").Values; again.Get("title.en") != "Half a question" || again.Get("method") != f.Get("method") {
			t.Errorf("%s came back as %v", q.form, again)
		}
		must(t, c.Get("/en/drafts"), http.StatusOK, "Half a question")
		if strings.Contains(other.Get(q.form).Body, "Half a question") {
			t.Errorf("%s: somebody else sees the draft", q.form)
		}
		if q.empty != "" {
			must(t, c.Get(q.empty), http.StatusOK, "unsaved draft")
		}
		must(t, follow(c, c.Post("/en/discard/"+ref, url.Values{"form": {f.Get("form")}, "back": {strings.TrimPrefix(q.form, "/en")}})), http.StatusOK)
		if h.Lines("draft") != 0 {
			t.Errorf("%s: a draft that was thrown away is there", q.form)
		}
	}
	f := c.Get("/en/evidence/new-analysis/structure?dataset=dataset/employment").Form(t, "method").Values
	f.Set("title.en", "A whole question")
	must(t, c.Post("/en/draft/analysis/"+f.Get("draft"), f), http.StatusSeeOther)
	f.Set("do", "compute")
	must(t, c.Post("/en/evidence/new-analysis/structure", f), http.StatusSeeOther)
	if h.Lines("draft") != 0 {
		t.Error("the draft outlives its question")
	}
}

// TestADraftTellsOfFilesToChooseAgain: the file does not stay, its name does; what was read of it before stays as text.
func TestADraftTellsOfFilesToChooseAgain(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	f := c.Get("/en/evidence/new-analysis/opinion").Form(t, "method").Values
	fields := map[string]string{"text.votes": "participant,statement,vote\n"}
	for name := range f {
		if fields[name] == "" {
			fields[name] = f.Get(name)
		}
	}
	p := follow(c, bring(c, "/en/draft/analysis/"+f.Get("draft"), "camp.csv", []byte("participant,statement,vote\na,b,1\n"), fields))
	must(t, p, http.StatusOK, "unsaved draft", "choose it once more: camp.csv")
	if got := p.Form(t, "method").Values.Get("text.votes"); !strings.HasPrefix(got, "participant,statement,vote") {
		t.Errorf("the text came back as %q", got)
	}
}

// TestNoTableIsGuessed: of several tables the first is proposed; what nobody can know is left to choose, and missed when it is not chosen.
func TestNoTableIsGuessed(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	f := c.Get("/en/evidence/new-analysis/cohort").Form(t, "method").Values
	if f.Get("src.fertility") != "" || f.Get("src.survival") != "" {
		t.Errorf("guessed: fertility %q, survival %q", f.Get("src.fertility"), f.Get("src.survival"))
	}
	f.Set("do", "compute")
	p := must(t, c.Post("/en/evidence/new-analysis/cohort", f), http.StatusUnprocessableEntity)
	for _, id := range []string{"f-src.fertility", "f-src.survival"} {
		if p.Messages()[id] == "" {
			t.Errorf("nothing is said at %s: %v", id, p.Messages())
		}
	}
}

// TestARefusedFileIsMended: whoever brought a file is told to bring another one, not to choose a dataset.
func TestARefusedFileIsMended(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	f := c.Get("/en/evidence/new-analysis/opinion").Form(t, "method").Values
	f.Set("do", "compute")
	f.Set("text.votes", "participant,statement,vote\na,b,perhaps\n")
	p := must(t, c.Post("/en/evidence/new-analysis/opinion", f), http.StatusUnprocessableEntity, "Mend the file")
	if strings.Contains(p.Body, "another dataset") {
		t.Error("a dataset is advised")
	}
}

// TestAQuestionOfManyDatasetsCostsNoMore: each column more costs no statement more, opened, changed and looked at again.
func TestAQuestionOfManyDatasetsCostsNoMore(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	const at = "/en/evidence/new-analysis/composite"
	form := c.Get(at).Form(t, "add.input").Values
	cost := func(do string) int {
		form.Set("do", do)
		return h.Statements(func() { must(t, c.Post(at, form), http.StatusOK) })
	}
	looked, added := 0, 0
	for i, ref := range []string{"dataset/gdp", "dataset/births", "dataset/deaths", "dataset/population", "dataset/employment"} {
		form.Set("add.input", ref)
		n := cost("add.input")
		form = c.Post(at, form).Form(t, "add.input").Values
		form.Set("add.input", ref)
		m := cost("look")
		if i == 0 {
			added, looked = n, m
			continue
		}
		if n != added || m != looked || n > 12 {
			t.Errorf("with %d datasets: adding costs %d statements, with one %d; looking %d, with one %d", i+1, n, added, m, looked)
		}
	}
	t.Log(looked, added)
	form.Set("title.en", "Of five")
	form.Set("do", "compute")
	five := must(t, c.Post(at, form), http.StatusSeeOther).Location
	form.Set("n.input", "1")
	form.Set("title.en", "Of one")
	one := must(t, c.Post(at, form), http.StatusSeeOther).Location
	c.Get(one + "/question") // the house has changed: the first reader reads it anew
	if a, b := h.Statements(func() { c.Get(one + "/question") }), h.Statements(func() { c.Get(five + "/question") }); a != b || b > 12 {
		t.Errorf("opening the question of one costs %d statements, of five %d", a, b)
	}
}
