// SPDX-License-Identifier: EUPL-1.2

package evidence_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/iotest"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/webtest"
)

func vintages(t *testing.T, h *webtest.House, ref record.Ref) int {
	t.Helper()
	n := 0
	err := h.Store.Read(t.Context(), identity.AtTheMachine(), func(tx *record.ReadTx) error {
		all, err := dataset.NewReader(tx).Vintages(t.Context(), ref)
		n = len(all)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestAWrongFileLeavesNothing: each is told with file, line and column and what was expected; nothing is imported, nothing is kept.
func TestAWrongFileLeavesNothing(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Coordinator, webtest.Kurzeme)
	var cut bytes.Buffer
	z := gzip.NewWriter(&cut)
	_, _ = z.Write(file(t, newerGDP))
	_ = z.Close()
	before := vintages(t, h, "dataset/gdp")
	for name, f := range map[string]struct {
		content string
		says    []string
	}{
		"no-number.csv":    {"freq,unit,geo,2010,2011\nA,EUR_HAB,LV,1,2\nA,EUR_HAB,LT,7,x8\n", []string{"no-number.csv", "line 3", "column 2011", "Expected a number", "x8"}},
		"short-row.csv":    {"freq,unit,geo,2010,2011\nA,EUR_HAB,LV,1\n", []string{"short-row.csv", "line 2", "Expected 5 cells, found 4"}},
		"twice.csv":        {"freq,unit,geo,2010\nA,EUR_HAB,LV,1\nA,EUR_HAB,LV,2\n", []string{"twice.csv", "line 3", "comes twice"}},
		"lacks-unit.csv":   {"geo,2010\nLV,1\n", []string{"lacks-unit.csv", "line 1", "unit"}},
		"prose.txt":        {"Dear colleagues,\nplease find enclosed\n", []string{"prose.txt"}},
		"empty.csv":        {"", []string{"empty.csv"}},
		"cut.csv.gz":       {cut.String()[:cut.Len()/2], []string{"cut.csv.gz"}},
		"picture.png":      {"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", []string{"picture.png", "not a text file with statistics", "JSON-stat, TSV, CSV"}},
		"sheet.xlsx":       {"PK\x03\x04\x14\x00\x06\x00", []string{"sheet.xlsx", "not a text file with statistics", "Save a workbook as CSV first"}},
		"hidden.csv":       {"freq,unit,geo,2010\nA,EUR_HAB,LV,1\u202e2\u200b\n", []string{"hidden.csv", "line 2", "Expected a number"}},
		"turned\u202e.csv": {"freq,unit,geo,2010\nA,EUR\x02HAB,LV,1\n", []string{"turned·.csv"}},
		"latin.csv":        {"freq,unit,geo,2010\nA,EUR_HAB,L\xe4,1\n", []string{"latin.csv", "UTF-8", "0xE4"}},
		"broken.json":      {`{"version":"2.0","class":"dataset","id":[`, []string{"broken.json", "line 1"}},
	} {
		p := bring(c, "/en/evidence/dataset/gdp/upload", name, []byte(f.content), map[string]string{"published": "2023-02-21"})
		must(t, p, http.StatusUnprocessableEntity, f.says...)
		if i := strings.IndexFunc(p.Body, unprintable); i >= 0 {
			t.Errorf("%s: the page shows %q", name, p.Body[max(0, i-40):min(len(p.Body), i+20)])
		}
		if left := leftovers(t, h); len(left) > 0 {
			t.Errorf("%s left %v", name, left)
		}
	}
	if after := vintages(t, h, "dataset/gdp"); after != before {
		t.Errorf("%d vintages, before %d", after, before)
	}
	must(t, c.Post("/en/evidence/dataset/gdp/upload", url.Values{"published": {"2023-02-21"}}), http.StatusUnprocessableEntity, "No file was chosen")
}

// unprintable is what no reader can see or should.
func unprintable(r rune) bool {
	return r == utf8.RuneError || !unicode.IsPrint(r) && !unicode.Is(unicode.Zs, r) && r != '\n' && r != '\t' && r != '\u00ad'
}

// stream sends a form whose file comes from a reader that need not end well.
func stream(c *webtest.Client, path string, content io.Reader) webtest.Page {
	var head bytes.Buffer
	w := multipart.NewWriter(&head)
	_, _ = w.CreateFormFile("file", "gdp.csv")
	body := io.MultiReader(&head, content, strings.NewReader("\r\n--"+w.Boundary()+"--\r\n"))
	return c.Do(http.MethodPost, path, body, http.Header{"Content-Type": {w.FormDataContentType()}})
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '0'
	}
	return len(p), nil
}

// TestUploadsThatDoNotEndWell: too large, broken off, given up by the other side. Nothing stays.
func TestUploadsThatDoNotEndWell(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Coordinator, webtest.Kurzeme)
	path := "/en/evidence/dataset/gdp/upload"
	must(t, stream(c, path, io.LimitReader(zeros{}, 70<<20)), http.StatusRequestEntityTooLarge, "at most 64 MB")
	must(t, stream(c, path, io.MultiReader(strings.NewReader("freq,unit,geo,2010\nA,EUR"), iotest.ErrReader(errors.New("connection reset")))), http.StatusUnprocessableEntity, "did not arrive whole")
	must(t, stream(c, path, iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader("freq,unit")))), http.StatusUnprocessableEntity, "did not arrive whole")
	must(t, stream(c, "/en/evidence/new-dataset", io.LimitReader(zeros{}, 70<<20)), http.StatusRequestEntityTooLarge, "at most 64 MB")
	if left := leftovers(t, h); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

// TestAFileWaitsADay: then it goes; whoever cancels has it go at once.
func TestAFileWaitsADay(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Coordinator, webtest.Kurzeme)
	path := "/en/evidence/dataset/gdp/upload"
	first := must(t, bring(c, path, "gdp.csv", file(t, newerGDP), nil), http.StatusSeeOther).Location
	must(t, c.Get(first), http.StatusOK)
	h.Clock.Add(25 * time.Hour)
	second := must(t, bring(c, path, "gdp.csv", file(t, newerGDP), nil), http.StatusSeeOther).Location
	must(t, c.Get(first), http.StatusNotFound)
	must(t, c.Post(second, url.Values{"do": {"cancel"}}), http.StatusSeeOther)
	must(t, c.Get(second), http.StatusNotFound)
	if left := leftovers(t, h); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	// Addresses that are no ids lead nowhere, whatever they are made of.
	for _, id := range []string{"..", "%2e%2e%2f%2e%2e", strings.Repeat("0", 32), "note.json"} {
		if p := c.Get(path + "/" + id); p.Status != http.StatusNotFound && p.Status != http.StatusTemporaryRedirect {
			t.Errorf("%s: %d", id, p.Status)
		}
	}
}

// TestADatasetFromAFile: its dimensions are recognised, the person says whose table it is, and the file goes on its way.
func TestADatasetFromAFile(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	p := must(t, bring(c, "/en/evidence/new-dataset", "births.csv", []byte("freq,sex,geo,2020,2021\nA,T,LV003,10,11\nA,T,LT023,12,13\nA,F,LV003,5,5\n"), nil), http.StatusSeeOther)
	here := p.Location
	p = must(t, c.Follow(p), http.StatusOK, "freq", "sex", "geo")
	form := fields(p.Body)
	if form.Get("d.0.default") != "A" || form.Get("d.2.role") != "geo" || form.Get("scheme") != "NUTS" {
		t.Errorf("recognised: %v", form)
	}
	form.Set("do", "create")
	must(t, c.Post(here, form), http.StatusUnprocessableEntity) // it has no title yet
	form.Set("title.en", "Births by sex")
	form.Set("attribution", "Source: example")
	p = must(t, c.Post(here, form), http.StatusSeeOther)
	staged := p.Location
	if !strings.HasPrefix(staged, "/en/evidence/dataset/births-by-sex/upload/") {
		t.Fatalf("leads to %s", staged)
	}
	must(t, c.Follow(p), http.StatusOK, "published")
	form = url.Values{"do": {"look"}, "published": {"2022-01-01"}}
	must(t, c.Post(staged, form), http.StatusSeeOther)
	form = fields(must(t, c.Get(staged), http.StatusOK, "first vintage", "Kurzeme").Body)
	form.Set("do", "import")
	must(t, c.Post(staged, form), http.StatusSeeOther)
	h.Stage.Wait()
	h.Settle()
	must(t, c.Get(staged), http.StatusOK, "no verdict changed")
	must(t, c.Get("/en/evidence/dataset/births-by-sex"), http.StatusOK, "11", "13")
	csv := c.Get("/en/evidence/dataset/births-by-sex/download")
	if !strings.Contains(csv.Body, "Source: example") || !strings.Contains(csv.Body, "A,T,LV003,2020,10,") {
		t.Errorf("downloaded:\n%s", csv.Body)
	}
}
