// SPDX-License-Identifier: EUPL-1.2

package evidence_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/testkit"
	"github.com/sumanus/sumanus/internal/web/webtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// The newer figures of gross domestic product: Eurostat revised 2010, and with them a sentence of the example falls.
const (
	newerGDP = "examples/kurzeme-klaipeda/incoming/nama_10r_3gdp_nuts2021_extract.csv"
	gapHref  = "/lt/evidence/finding/gdp-gap-2010"
	gdpHref  = "/lt/evidence/dataset/gdp"
)

const gapRef record.Ref = "finding/gdp-gap-2010"

func file(t *testing.T, path string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(testkit.Root(t), path))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// bring uploads a file as a browser does.
func bring(c *webtest.Client, path, name string, content []byte, fields map[string]string) webtest.Page {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for k, v := range fields {
		_ = w.WriteField(k, v)
	}
	part, _ := w.CreateFormFile("file", name)
	_, _ = part.Write(content)
	_ = w.Close()
	return c.Do(http.MethodPost, path, &b, http.Header{"Content-Type": {w.FormDataContentType()}})
}

// fields reads what a form of a page would send as it stands.
func fields(body string) url.Values {
	out := url.Values{}
	for _, m := range regexp.MustCompile(`<input[^>]*>`).FindAllString(body, -1) {
		name, value, kind := attr(m, "name"), attr(m, "value"), attr(m, "type")
		if name == "" || kind == "search" || kind == "file" || (kind == "checkbox" || kind == "radio") && !strings.Contains(m, " checked") {
			continue
		}
		out.Add(name, value)
	}
	for _, m := range regexp.MustCompile(`(?s)<textarea([^>]*)>(.*?)</textarea>`).FindAllStringSubmatch(body, -1) {
		out.Set(attr(m[1], "name"), unescape(m[2]))
	}
	for _, m := range regexp.MustCompile(`(?s)<select([^>]*)>(.*?)</select>`).FindAllStringSubmatch(body, -1) {
		for _, o := range regexp.MustCompile(`<option[^>]*>`).FindAllString(m[2], -1) {
			if strings.Contains(o, " selected") {
				out.Set(attr(m[1], "name"), attr(o, "value"))
			}
		}
	}
	return out
}

func attr(tag, name string) string {
	m := regexp.MustCompile(`\s` + name + `="([^"]*)"`).FindStringSubmatch(tag)
	if m == nil {
		return ""
	}
	return unescape(m[1])
}

var unescape = strings.NewReplacer("&#34;", `"`, "&#39;", "'", "&lt;", "<", "&gt;", ">", "&amp;", "&").Replace

// leftovers lists what waits in the stage: files, their pieces, and what imports sort on the disk.
func leftovers(t *testing.T, h *webtest.House) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(h.Staged, "*"))
	if err != nil {
		t.Fatal(err)
	}
	err = h.DB.Read(t.Context(), func(tx db.Tx) error {
		rows, err := tx.Query(t.Context(), `SELECT 'file ' || id FROM passing_upload UNION ALL SELECT 'piece of ' || upload FROM passing_upload_piece ORDER BY 1`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var what string
			if err := rows.Scan(&what); err != nil {
				return err
			}
			all = append(all, what)
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func must(t *testing.T, p webtest.Page, status int, words ...string) webtest.Page {
	t.Helper()
	if p.Status != status {
		t.Fatalf("status %d, wanted %d; leads to %q\n%s", p.Status, status, p.Location, text(p.Body))
	}
	for _, w := range words {
		if !strings.Contains(text(p.Body), w) {
			t.Fatalf("the page does not say %q:\n%s", w, text(p.Body))
		}
	}
	return p
}

var (
	tags   = regexp.MustCompile(`(?s)<(script|style|svg)[^>]*>.*?</(script|style|svg)>|<[^>]*>`)
	spaces = regexp.MustCompile(`\s+`)
)

func text(body string) string {
	if i := strings.Index(body, "<main"); i >= 0 {
		body = body[i:]
	}
	return strings.TrimSpace(unescape(spaces.ReplaceAllString(strings.ReplaceAll(tags.ReplaceAllString(body, " "), "\u00a0", " "), " ")))
}

// TestFromTheNewerFileToTheReworded: the newer file is looked at, imported; the finding falls on every page at once, is reworded in three
// languages and holds again.
func TestFromTheNewerFileToTheReworded(t *testing.T) {
	story(t, webtest.Example(t))
}

// TestTheStoryOnPostgreSQL is the same on the other database.
func TestTheStoryOnPostgreSQL(t *testing.T) {
	d := dbtest.Postgres(t)
	webtest.Fill(t, d)
	story(t, webtest.Over(t, d))
}

func story(t *testing.T, h *webtest.House) {
	c := h.As(identity.Coordinator, webtest.Kurzeme)
	must(t, c.Get(gapHref), http.StatusOK, "Galioja", "10 000", "6 600")
	must(t, c.Get(gdpHref+"/upload"), http.StatusOK)

	// The file does not say when it was published: it waits, and says so.
	p := must(t, bring(c, gdpHref+"/upload", "gdp.csv", file(t, newerGDP), nil), http.StatusSeeOther)
	staged := p.Location
	must(t, c.Get(staged), http.StatusOK, "Nurodykite datą")
	if len(leftovers(t, h)) != 2 {
		t.Fatalf("the stage holds %v", leftovers(t, h))
	}
	p = must(t, c.Post(staged, url.Values{"do": {"look"}, "published": {"2023-02-21"}}), http.StatusSeeOther)
	p = must(t, c.Follow(p), http.StatusOK, "Kas nutiktų išvadoms", "BVP atotrūkis po krizės", "Nebegalioja", "Patikslinta")
	if got := h.Read(gapRef).Revision; got != 1 {
		t.Fatalf("looking has changed the finding: revision %d", got)
	}
	// A stranger to the file does not find it, though the right to import is there.
	must(t, h.As(identity.Planner, webtest.Kurzeme).Get(staged), http.StatusNotFound)

	form := fields(p.Body)
	form.Set("do", "import")
	must(t, c.Post(staged, form), http.StatusSeeOther)
	h.Stage.Wait()
	must(t, c.Get(staged), http.StatusOK, "vertinamos")
	h.Settle()
	must(t, c.Get(staged), http.StatusOK, "1 išvada nebegalioja", "BVP atotrūkis po krizės")
	for _, left := range leftovers(t, h) {
		if !strings.HasPrefix(left, "file ") {
			t.Errorf("of the imported file there still is %s", left)
		}
	}

	// At once on the list, on the finding and on the dataset.
	must(t, c.Get("/lt/evidence"), http.StatusOK, "Vienas sakinys nebegalioja")
	must(t, c.Get(gdpHref), http.StatusOK, "Kuo skiriasi dvi laidos", "Patikslinta")
	p = must(t, c.Get(gapHref), http.StatusOK, "Nebegalioja", "Jūs sprendžiate", "Performuluoti visomis kalbomis")
	// What no longer holds cannot be confirmed.
	must(t, c.Post(gapHref+"/accept", url.Values{"revision": {"1"}}), http.StatusConflict)

	p = must(t, c.Get(gapHref+"/reword"), http.StatusOK, "Pagal šios dienos skaičius", "Nebegalioja")
	form = fields(p.Body)
	form.Set("do", "check")
	form.Set("statement.lv", strings.Replace(form.Get("statement.lv"), "vismaz pusotras reizes lielāks", "vismaz par divām piektdaļām lielāks", 1))
	form.Set("statement.lt", strings.Replace(form.Get("statement.lt"), "bent pusantro karto didesnis", "bent dviem penktadaliais didesnis", 1))
	form.Set("statement.en", strings.Replace(form.Get("statement.en"), "at least one and a half times", "at least two fifths above", 1))
	form.Set("a.0.right", "1,4")
	must(t, c.Post(gapHref+"/reword", form), http.StatusOK, "Galioja", "dviem penktadaliais")
	if got := h.Read(gapRef).Revision; got != 1 {
		t.Fatalf("checking has saved: revision %d", got)
	}
	form.Set("do", "save")
	p = must(t, c.Post(gapHref+"/reword", form), http.StatusSeeOther)
	p = must(t, c.Follow(p), http.StatusOK, "Galioja", "dviem penktadaliais didesnis", "Nauja formuluotė išsaugota", "Atšaukti")
	h.Settle()
	for lang, words := range map[string]string{"lt": "Galioja", "lv": "par divām piektdaļām", "en": "at least two fifths above"} {
		must(t, c.Get("/"+lang+"/evidence/finding/gdp-gap-2010"), http.StatusOK, words)
	}
	f, _ := h.Read(gapRef).Body.(*evidence.Finding)
	if got := fmt.Sprint(f.WrittenFrom); got != "[{dataset/gdp 2023-02-21}]" || f.State != evidence.Accepted || len(f.Stale([]string{"lt", "lv", "en"})) > 0 {
		t.Errorf("written from %s, %s, stale %v", got, f.State, f.Stale([]string{"lt", "lv", "en"}))
	}
	// The other languages, without an error.
	for _, lang := range []string{"lv", "en"} {
		for _, path := range []string{"/evidence", "/evidence/datasets", "/evidence/indicators", "/evidence/dataset/gdp", "/evidence/finding/gdp-gap-2010/reword", "/evidence/new-finding"} {
			must(t, c.Get("/"+lang+path), http.StatusOK)
		}
	}
}
