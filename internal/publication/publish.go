// SPDX-License-Identifier: EUPL-1.2

package publication

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"io/fs"
	"sort"
	"time"

	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/internal/doc/html"
	"github.com/sumanus/sumanus/internal/doc/theme"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
)

// Options of Publish.
type Options struct {
	// Now is the time of making: it stands at the foot of every page, and actions are late by it.
	Now time.Time
	// NotOnlyPublic publishes everything the actor may see. Without it only public records reach the pages.
	NotOnlyPublic bool

	stood map[record.Ref]*evidence.Judged // findings that need not be judged again
}

// Files is a published folder by slash-separated path.
type Files map[string][]byte

//go:embed publication.css
var rules string

// Publish makes the static site of a document (by slug) in some languages, all of the partnership's when none is named. Faults name the chapter, the
// language and the line.
func Publish(ctx context.Context, tx *record.ReadTx, document string, langs []string, o Options) (Files, error) {
	b, err := readBook(ctx, tx, document, langs, o)
	if err != nil {
		return nil, err
	}
	files := Files{}
	if err := assets(files); err != nil {
		return nil, err
	}
	var faults []*fault.Fault
	for _, lang := range b.langs {
		s := &site{b: b, z: i18n.For(lang), lang: lang}
		pages, wrong, err := s.pages()
		if err != nil {
			return nil, err
		}
		faults = append(faults, wrong...)
		for name, p := range pages {
			var out bytes.Buffer
			if err := theme.Page(&out, *p); err != nil {
				return nil, err
			}
			files[string(lang)+"/"+name] = out.Bytes()
		}
	}
	if f := fault.Join(faults); f != nil {
		return nil, f
	}
	if files["index.html"], err = b.door(); err != nil {
		return nil, err
	}
	return files, nil
}

func assets(files Files) error {
	from, err := theme.Files(chart.CSS(), rules)
	if err != nil {
		return err
	}
	return fs.WalkDir(from, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		files[path], err = fs.ReadFile(from, path)
		return err
	})
}

// Fingerprint is a short digest of a published folder: equal folders have equal ones.
func (f Files) Fingerprint() string {
	names := make([]string, 0, len(f))
	for name := range f {
		names = append(names, name)
	}
	sort.Strings(names)
	h := sha256.New()
	for _, name := range names {
		sum := sha256.Sum256(f[name])
		h.Write([]byte(name + "\x00" + hex.EncodeToString(sum[:]) + "\n"))
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
}

// door is the first page of the folder: which language?
func (b *book) door() ([]byte, error) {
	z := i18n.For(b.langs[0])
	p := theme.PageData{Lang: b.langs[0], Title: b.body.Title.In(string(b.langs[0])), Partnership: b.partnership.Title.In(string(b.langs[0])),
		Example: b.document.Invented, Invented: b.document.Invented, Generated: z.Date(b.o.Now)}
	w := &html.Builder{}
	w.Open("ul", "class", "doors")
	w.Line()
	for _, l := range b.langs {
		w.Open("li")
		w.Open("a", "href", string(l)+"/index.html", "lang", string(l), "hreflang", string(l))
		w.El("b", l.Name())
		w.Text(" ")
		w.El("span", b.body.Title.In(string(l)))
		w.Close()
		w.Close()
		w.Line()
		p.Languages = append(p.Languages, theme.Language{Lang: l, Href: string(l) + "/index.html"})
	}
	p.Body = w.String()
	p.Description = b.body.Summary.In(string(b.langs[0]))
	var out bytes.Buffer
	err := theme.Page(&out, p)
	return out.Bytes(), err
}
