// SPDX-License-Identifier: EUPL-1.2

package guide_test

import (
	"context"
	"html"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/publication"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/webtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

const chapter = record.Ref("chapter/two-coasts")

// form is the sheet of a chapter as a browser would send it back.
func form(h *webtest.House, do string) url.Values {
	rec := h.Read(chapter)
	c := rec.Body.(*publication.Chapter)
	f := url.Values{"base": {strconv.FormatInt(rec.Revision, 10)}, "do": {do}, "shown": {"en"}}
	for _, l := range []string{"lt", "lv", "en"} {
		title, _ := c.Title.Exact(l)
		body, _ := c.Body.Exact(l)
		f.Set("title."+l, title)
		f.Set("body."+l, strings.ReplaceAll(body, "\n", "\r\n"))
	}
	return f
}

func TestEveryChapterIsReadInEveryLanguage(t *testing.T) {
	h := webtest.Example(t)
	for _, lang := range []string{"lt", "lv", "en"} {
		index := h.Nobody().Get("/" + lang + "/guide")
		for _, slug := range []string{"two-coasts", "plan-together", "keep-a-plan-true", "what-the-numbers-say", "strategy-directions", "strategy-composition"} {
			if !strings.Contains(index.Body, "/"+lang+"/guide/chapter/"+slug) {
				t.Errorf("%s: the contents lack %s", lang, slug)
			}
			p := h.Nobody().Get("/" + lang + "/guide/chapter/" + slug)
			if p.Status != http.StatusOK || !strings.Contains(p.Body, `class="thread"`) || strings.Contains(p.Body, "style=\"") {
				t.Errorf("%s %s: %d", lang, slug, p.Status)
			}
		}
	}
}

func TestSavingWhatIsThereChangesNothing(t *testing.T) {
	h := webtest.Example(t)
	before := h.Read(chapter)
	p := h.As(identity.Coordinator, before.Owner).Post("/en/guide/chapter/two-coasts/write", form(h, "save"))
	if p.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", p.Status, p.Body)
	}
	if after := h.Read(chapter); after.Revision != before.Revision || after.Hash != before.Hash {
		t.Error("nothing was typed and the chapter changed")
	}
}

func TestAChangedSourceMakesTranslationsStaleUnlessTheyAreTypedToo(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Coordinator, h.Read(chapter).Owner)
	source := h.Read(chapter).Body.(*publication.Chapter).Body.Source
	f := form(h, "save")
	f.Set("body."+source, f.Get("body."+source)+"\r\n\r\nVienas sakinys daugiau.")
	other := "lv"
	if source == "lv" {
		other = "lt"
	}
	f.Set("body."+other, f.Get("body."+other)+"\r\n\r\nVēl viens teikums.")
	if p := c.Post("/lt/guide/chapter/two-coasts/write", f); p.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", p.Status, p.Body)
	}
	body := h.Read(chapter).Body.(*publication.Chapter).Body
	for _, l := range []string{"lt", "lv", "en"} {
		want := record.Stale
		switch l {
		case source:
			want = record.Source
		case other:
			want = record.Current
		}
		if got := body.State(l); got != want {
			t.Errorf("%s is %s, want %s", l, got, want)
		}
	}
}

func TestAFaultIsToldAtItsLineAndNothingIsLost(t *testing.T) {
	h := webtest.Example(t)
	before := h.Read(chapter)
	c := h.As(identity.Coordinator, before.Owner)
	f := form(h, "save")
	f.Set("body.en", "First.\n\n{{no-such-finding}}\n\n::: chart\n:::")
	p := c.Post("/en/guide/chapter/two-coasts/write", f)
	if p.Status != http.StatusUnprocessableEntity || !strings.Contains(p.Body, "{{no-such-finding}}") || !strings.Contains(p.Body, `id="errors"`) || !strings.Contains(p.Body, "line 5") {
		t.Errorf("%d, line or text missing", p.Status)
	}
	if after := h.Read(chapter); after.Revision != before.Revision {
		t.Error("a wrong text was saved")
	}
}

func TestAConflictShowsBothSidesAndSavesOnTheNewOne(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Coordinator, h.Read(chapter).Owner)
	mine := form(h, "save")
	mine.Set("body.en", mine.Get("body.en")+"\n\nMine.")
	h.Write(func(tx *record.Tx) error {
		rec, err := tx.Get(context.Background(), chapter)
		if err != nil {
			return err
		}
		d := rec.Draft()
		b := *rec.Body.(*publication.Chapter)
		text, _ := b.Body.Exact("en")
		b.Body = b.Body.With("en", text+"\n\nTheirs.")
		d.Body = &b
		_, err = tx.Change(context.Background(), rec.Revision, d)
		return err
	})
	p := c.Post("/en/guide/chapter/two-coasts/write", mine)
	if p.Status != http.StatusConflict || !strings.Contains(p.Body, "Theirs.") || !strings.Contains(p.Body, "Mine.") {
		t.Fatalf("%d", p.Status)
	}
	if d := c.Get("/en/guide/chapter/two-coasts/write"); !strings.Contains(d.Body, "unsaved draft") || !strings.Contains(d.Body, "Mine.") {
		t.Error("what was typed is not kept")
	}
	ask := p.Form(t, "choice.body.en")
	ask.Values.Set("choice.body.en", "merged")
	ask.Values.Set("body.en", mine.Get("body.en")+"\n\nTheirs.")
	if p := c.Post(ask.Action, ask.Values); p.Status != http.StatusSeeOther {
		t.Fatalf("saving the choice gives %d", p.Status)
	}
	text := h.Read(chapter).Body.(*publication.Chapter).Body.Text["en"]
	if !strings.HasSuffix(text, "Mine.\n\nTheirs.") {
		t.Errorf("saved …%s", text[max(0, len(text)-80):])
	}
	if d := c.Get("/en/guide/chapter/two-coasts/write"); strings.Contains(d.Body, "unsaved draft") {
		t.Error("the draft outlives its saving")
	}
}

// TestAnotherLanguageOfOthersIsKept: two people write in two languages at once; nobody is asked anything.
func TestAnotherLanguageOfOthersIsKept(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Coordinator, h.Read(chapter).Owner)
	mine, theirs := form(h, "save"), form(h, "save")
	theirs.Set("body.lv", theirs.Get("body.lv")+"\n\nViņu.")
	mine.Set("body.en", mine.Get("body.en")+"\n\nMine.")
	for _, f := range []url.Values{theirs, mine} {
		if p := c.Post("/en/guide/chapter/two-coasts/write", f); p.Status != http.StatusSeeOther {
			t.Fatalf("%d", p.Status)
		}
	}
	body := h.Read(chapter).Body.(*publication.Chapter).Body
	if !strings.HasSuffix(body.Text["lv"], "Viņu.") || !strings.HasSuffix(body.Text["en"], "Mine.") {
		t.Error("one of the two is lost")
	}
}

// TestAHalfWrittenChapterComesBack: kept by a button or a script, shown again, thrown away.
func TestAHalfWrittenChapterComesBack(t *testing.T) {
	h := webtest.Example(t)
	owner := h.Read(chapter).Owner
	c, other := h.As(identity.Coordinator, owner), h.As(identity.Planner, owner)
	f := c.Get("/en/guide/chapter/two-coasts/write").Form(t, "body.en")
	f.Values.Set("body.en", "Half a [sentence")
	if p := c.Post("/en/draft/"+string(chapter), f.Values); p.Status != http.StatusSeeOther || p.Location != "/en/guide/chapter/two-coasts/write" {
		t.Fatalf("%d %s", p.Status, p.Location)
	}
	p := c.Get("/en/guide/chapter/two-coasts/write")
	if got := p.Form(t, "body.en").Values.Get("body.en"); got != "Half a [sentence" || !strings.Contains(p.Body, "unsaved draft") {
		t.Errorf("came back as %q", got)
	}
	if strings.Contains(other.Get("/en/guide/chapter/two-coasts/write").Body, "Half a") {
		t.Error("somebody else sees the draft")
	}
	if strings.Contains(c.Get("/en/edit/"+string(chapter)).Body, "unsaved draft") {
		t.Error("the form of all fields takes the draft of the text for its own")
	}
	if list := c.Get("/en/drafts").Body; !strings.Contains(list, "/en/guide/chapter/two-coasts/write") || !strings.Contains(list, "its text, not finished") {
		t.Error("the list of drafts does not lead to the text")
	}
	c.Post("/en/discard/"+string(chapter), url.Values{"form": {"write"}})
	if strings.Contains(c.Get("/en/guide/chapter/two-coasts/write").Body, "Half a") {
		t.Error("a draft that was thrown away came back")
	}
}

func TestFindingsAndPicturesArePutIn(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Coordinator, h.Read(chapter).Owner)
	f := form(h, "find")
	f.Set("q", "gdp")
	page := html.UnescapeString(c.Post("/en/guide/chapter/two-coasts/write", f).Body)
	for _, code := range []string{"{{gdp-gap-2010}}", "[@gdp-gap-2010]", "::: chart type=line indicator=gdp-per-head regions=kurzeme,klaipeda-county"} {
		if !strings.Contains(page, code) {
			t.Errorf("the search does not offer %s", code)
		}
	}
	for _, code := range []string{"{{gdp-gap-2010}}", "::: chart type=line indicator=population regions=kurzeme,klaipeda-county\ntitle: Residents\nTwo lines.\n:::", "::: map indicator=gdp-per-head period=latest\ntitle: GDP\nA map.\n:::"} {
		f := form(h, "insert "+code)
		p := c.Post("/en/guide/chapter/two-coasts/write", f)
		if !strings.Contains(html.UnescapeString(p.Body), code) || strings.Contains(p.Body, "While the text has a fault") {
			t.Errorf("%s: put in wrongly, or the preview refuses it: %d", code, p.Status)
		}
	}
	f.Set("q", "zzzz")
	if p := c.Post("/lv/guide/chapter/two-coasts/write", f); !strings.Contains(p.Body, "Nekas nav atrasts") {
		t.Error("nothing found is not said")
	}
}

func TestPublishedPagesAreReadSignedOut(t *testing.T) {
	h := webtest.Example(t)
	owner := h.Read("document/guide").Owner
	if p := h.Nobody().Get("/published/lt/"); p.Status != http.StatusNotFound {
		t.Errorf("before publishing: %d", p.Status)
	}
	if p := h.As(identity.Planner, owner).Post("/lt/guide/document/guide/publish", nil); p.Status != http.StatusForbidden {
		t.Errorf("a planner publishes: %d", p.Status)
	}
	c := h.As(identity.Editor, owner)
	if p := c.Get("/lt/guide/document/guide"); !strings.Contains(p.Body, "/lt/guide/document/guide/publish") {
		t.Error("an editor is not offered to publish")
	}
	p := c.Post("/lt/guide/document/guide/publish", nil)
	if p.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", p.Status, p.Body)
	}
	if said := c.Follow(p); !strings.Contains(said.Body, "Paskelbta") || !strings.Contains(said.Body, `href="/published/"`) {
		t.Error("what was done is not said")
	}
	for _, lang := range []string{"lt", "lv", "en"} {
		if p := h.Nobody().Get("/published/" + lang + "/two-coasts.html"); p.Status != http.StatusOK {
			t.Errorf("%s: %d", lang, p.Status)
		}
	}
	if _, err := os.Stat(filepath.Join(h.Published, "index.html")); err != nil {
		t.Error(err)
	}
}

func TestReadingCostsFewStatements(t *testing.T) {
	h := webtest.Example(t)
	for _, path := range []string{"/en/guide", "/en/guide/document/guide", "/en/guide/chapter/what-the-numbers-say", "/en/guide/chapter/two-coasts"} {
		if n := h.Statements(func() { h.Nobody().Get(path) }); n == 0 || n > 12 {
			t.Errorf("%s costs %d statements, more than 12", path, n)
		}
	}
}
