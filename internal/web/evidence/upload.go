// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/jobs"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// uploadView is a page of a file on its way into a dataset.
type uploadView struct {
	*shelf
	rec   record.Record
	file  staged
	told  told
	read  int64 // bytes of an import under way
	works bool  // an import is under way, on this node or another
	// judging tells that the import is done and the findings are still being judged.
	judging bool
	effects []effect
}

// chooseFile asks for a file.
func (a *area) chooseFile(r *site.Request) error {
	v := &uploadView{shelf: &shelf{r: r}, rec: r.Record}
	return v.show(http.StatusOK, v.page(r.T("ev.upload-title")), uploadForm(v))
}

func (v *uploadView) page(title string) ui.Page {
	r := v.r
	return ui.Page{Title: title, Over: []ui.Link{{Text: r.T("site.area-evidence"), Href: r.Href("/evidence")}, {Text: r.T("ev.datasets"), Href: r.Href("/evidence/datasets")},
		{Text: v.rec.Name(string(r.Lang)), Href: r.To(v.rec.Ref)}}}
}

// upload keeps the file and looks at it. A file that cannot be read leaves nothing; one that only lacks a word of the person waits for it.
func (a *area) upload(r *site.Request) error {
	f, err := a.receive(r, r.Record.Ref)
	if err == nil {
		if err = a.look(r, &f); err == nil || mendable(err) {
			if err := a.stage.save(r.Context(), f); err != nil {
				return err
			}
			return r.GoTo(r.Place(r.Record.Ref) + "/upload/" + f.ID)
		}
		a.stage.drop(r.Context(), f)
	}
	status := site.StatusOf(err)
	if fault.Is(err, "ev.too-large") {
		status = http.StatusRequestEntityTooLarge
	} else if status != http.StatusUnprocessableEntity && status != http.StatusConflict {
		return err
	}
	v := &uploadView{shelf: &shelf{r: r}, rec: r.Record, file: f}
	v.told = tell(r.Words, err, func(*fault.Fault) string { return "file" })
	return v.show(status, v.page(r.T("ev.upload-title")), uploadForm(v))
}

func (v *uploadView) show(status int, p ui.Page, body templ.Component) error {
	return v.r.PageStatus(status, p, body)
}

// fieldsOf names the field of the form that a fault of the choices belongs to.
var fieldsOf = map[string]string{"dataset.no-published": "published", "record.bad-date": "published", "dataset.bad-label": "label", "dataset.label-taken": "label", "dataset.meanwhile": ""}

// mendable tells whether the person can mend what stands in the way without another file.
func mendable(err error) bool {
	p := problemOf(err)
	_, ok := fieldsOf[p.Key]
	return ok
}

// open gives the view of a file that belongs to the visitor.
func (a *area) openUpload(r *site.Request, tx *record.ReadTx) (*uploadView, error) {
	v := &uploadView{rec: r.Record}
	f, err := a.stage.find(r.Context(), r.PathValue("id"), r.Visitor.Actor.ActorID(), r.Record.Ref)
	if err != nil {
		return nil, err
	}
	v.file, v.read, v.works = f.staged, f.read, f.works(r.Site.Now())
	if v.shelf, err = stock(r, tx, "region", "finding"); err != nil {
		return nil, err
	}
	v.know(r.Record)
	if p := v.file.Problem; p != nil {
		v.told = tell(r.Words, p.fault(), func(f *fault.Fault) string { return fieldsOf[f.Key] })
	}
	return v, nil
}

// again lets a page ask again by itself as long as it holds a part marked data-progress: by a script that leaves the page where it is, or
// without one by asking for the whole page.
func again(seconds int) (*ui.Refresh, []string) {
	return &ui.Refresh{Seconds: seconds, Script: true}, []string{"progress.js"}
}

// showUpload is the page of a file: looked at, being imported, or imported.
func (a *area) showUpload(r *site.Request) error {
	v, err := a.openUpload(r, r.Tx)
	if err != nil {
		return err
	}
	switch v.file.State {
	case looked:
		return v.show(http.StatusOK, v.lookedPage(), lookedBody(v))
	case done:
		if err := v.outcome(); err != nil {
			return err
		}
		p := v.page(v.doneTitle())
		p.Lede = r.T("ev.done-lede", fault.A{"file": v.file.Name})
		if v.judging {
			p.Refresh, p.Scripts = again(2)
		}
		return v.show(http.StatusOK, p, doneBody(v))
	case running:
		if v.works {
			p := v.page(r.T("ev.importing"))
			p.Refresh, p.Scripts = again(1)
			return v.show(http.StatusOK, p, runningBody(v))
		}
		v.told.put("", r.T("ev.interrupted"))
	case failed:
	}
	return v.show(http.StatusOK, v.page(r.T("ev.failed-title")), failedBody(v))
}

func (v *uploadView) lookedPage() ui.Page {
	if v.file.Brief == nil {
		return v.page(v.r.T("ev.looked-missing"))
	}
	p := v.page(v.r.T("ev.looked-title"))
	p.Lede = v.lede()
	return p
}

// lookAgain is the main step while something is missing; otherwise importing is.
func (v *uploadView) lookAgain() ui.Action {
	a := ui.Action{Text: v.r.T("ev.look-again"), Name: "do", Value: "look"}
	if v.file.Brief == nil {
		a.Text, a.Weight = v.r.T("ev.look"), ui.Main
	}
	return a
}

// lede says in a sentence what would happen.
func (v *uploadView) lede() string {
	b := v.file.Brief
	if b.Report.Unchanged {
		return v.r.T("ev.looked-unchanged")
	}
	return v.r.T("ev.looked-lede", fault.A{"n": len(v.turned()), "numbers": b.Report.Observations})
}

// decideUpload takes the decision about a file: import, look again with other choices, or cancel.
func (a *area) decideUpload(r *site.Request) error {
	var v *uploadView
	if err := r.Read(func(tx *record.ReadTx) (err error) {
		v, err = a.openUpload(r, tx)
		return err
	}); err != nil {
		return err
	}
	here := r.Place(r.Record.Ref) + "/upload/" + v.file.ID
	do := r.PostFormValue("do")
	if do == "cancel" && !v.works {
		a.stage.drop(r.Context(), v.file)
		r.Say(0, "ev.did-cancel")
		return r.GoTo(r.Place(r.Record.Ref))
	}
	if v.file.State != looked {
		return r.GoTo(here)
	}
	before := v.file.Choices
	c := choices{Published: r.PostFormValue("published"), Label: r.PostFormValue("label"), Territory: r.PostFormValue("territory"), Source: r.PostFormValue("source"), Complete: r.PostFormValue("complete") != ""}
	if c != before || v.file.Brief == nil || do != "import" {
		v.file.Choices = c
		err := a.look(r, &v.file)
		if err != nil && !mendable(err) {
			if code := fault.CodeOf(err); code != fault.Invalid && code != fault.Conflict {
				return err
			}
		}
		if err := a.stage.save(r.Context(), v.file); err != nil {
			return err
		}
		// What the person has not seen is not imported: the page shows what the other choices bring.
		return r.GoTo(here)
	}
	if err := a.begin(r, v.file); err != nil {
		return err
	}
	return r.GoTo(here)
}

// outcome tells which verdicts are others than when the import began, and whether some are still being judged.
func (v *uploadView) outcome() error {
	ctx, tx := v.r.Context(), v.tx
	standings, err := evidence.StandingsOf(ctx, tx, v.all["finding"])
	if err != nil {
		return err
	}
	for ref, s := range standings {
		if before := v.file.Before[ref]; before != s.Verdict && before != "" {
			v.effects = append(v.effects, effect{ref, before, s.Verdict})
		}
	}
	slices.SortFunc(v.effects, func(a, b effect) int {
		if d := a.rank() - b.rank(); d != 0 {
			return d
		}
		return strings.Compare(string(a.Finding), string(b.Finding))
	})
	for _, state := range []jobs.State{jobs.Waiting, jobs.Running} {
		list, err := jobs.List(ctx, tx.SQL(), state)
		if err != nil {
			return err
		}
		v.judging = v.judging || slices.ContainsFunc(list, func(j jobs.Job) bool { return j.Kind == evidence.Job })
	}
	return nil
}

// turned are the findings whose verdict the file would change, or has changed.
func (v *uploadView) turned() []effect {
	if v.file.State == done {
		return v.effects
	}
	var out []effect
	if v.file.Brief != nil {
		for _, e := range v.file.Brief.Effects {
			if e.Before != e.After && v.sees(e.Finding) {
				out = append(out, e)
			}
		}
	}
	return out
}

// untouched counts the findings that are judged again and stay as they are.
func (v *uploadView) untouched() int {
	n := 0
	for _, e := range v.file.Brief.Effects {
		if e.Before == e.After {
			n++
		}
	}
	return n + v.file.Brief.Unread
}

func (v *uploadView) sees(ref record.Ref) bool {
	_, ok := v.byRef[ref]
	return ok
}

func (v *uploadView) doneTitle() string {
	fallen := 0
	for _, e := range v.effects {
		if e.After == verdict.Untrue {
			fallen++
		}
	}
	switch {
	case fallen > 0:
		return v.r.T("ev.done-fallen", fault.A{"n": fallen})
	case v.judging:
		return v.r.T("ev.done-judging")
	case len(v.effects) > 0:
		return v.r.T("ev.done-changed", fault.A{"n": len(v.effects)})
	}
	return v.r.T("ev.done-calm")
}

// findingName is the sentence's title, for lists of effects.
func (v *uploadView) effectLink(e effect) ui.Link { return v.link(e.Finding) }

// mostNamed is how many regions of a file are named.
const mostNamed = 8

// facts are what was recognised in the file.
func (v *uploadView) facts() []ui.Term {
	T, b := v.r.T, v.file.Brief
	r := b.Report
	out := []ui.Term{{Term: T("ev.file"), Text: v.file.Name, Note: v.r.Words.FileSize(v.file.Size)}, {Term: T("ev.format"), Text: T("ev.format-of", fault.A{"format": r.Format})},
		{Term: T("ev.periods"), Text: v.r.Words.Period(b.From) + " – " + v.r.Words.Period(b.To)}}
	var names []string
	own := slices.Clone(b.Regions)
	slices.SortStableFunc(own, func(x, y record.Ref) int { return rankOf(v.signs[x]) - rankOf(v.signs[y]) })
	for _, ref := range own[:min(len(own), mostNamed)] {
		names = append(names, v.name(ref))
	}
	if rest := len(own) - len(names); rest > 0 {
		names = append(names, T("ev.more-regions", fault.A{"n": rest}))
	}
	places := ui.Term{Term: T("ev.regions"), Text: v.r.Words.List(names), Note: T("ev.other-codes", fault.A{"n": b.Others})}
	if len(names) == 0 {
		places.Text, places.Missing = "", T("ev.no-regions")
	}
	if b.Others == 0 {
		places.Note = ""
	}
	out = append(out, places)
	territory := ui.Term{Term: T("ev.territory"), Missing: T("ev.no-version")}
	if r.Territory.Version != "" {
		territory.Missing, territory.Text = "", r.Territory.Scheme+" "+r.Territory.Version
	}
	if len(r.Territory.Ambiguous) > 1 {
		territory.Note = T("ev.ambiguous", fault.A{"versions": v.r.Words.List(r.Territory.Ambiguous)})
	}
	if len(r.Territory.Mixed) > 0 {
		territory.Note = strings.TrimSpace(territory.Note + " " + T("ev.mixed", fault.A{"countries": v.r.Words.List(r.Territory.Mixed)}))
	}
	out = append(out, territory, ui.Term{Term: T("ev.vintage"), Text: day(v.r.Words, r.Label)})
	if r.Previous != "" {
		out = append(out, ui.Term{Term: T("ev.compared-with-title"), Text: day(v.r.Words, r.Previous)})
	}
	for _, d := range r.Dropped {
		out = append(out, ui.Term{Term: d.Dimension, Text: d.Code, Note: T("ev.dropped")})
	}
	for _, d := range r.Assumed {
		out = append(out, ui.Term{Term: d.Dimension, Text: d.Code, Note: T("ev.assumed")})
	}
	return out
}

// control makes a field of the choices.
func (v *uploadView) control(name, value string) ui.Field {
	f := ui.Field{Name: name, Label: v.r.T("ev.choice-" + name), Help: v.r.T("ev.choice-" + name + "-help"), Value: value, Error: v.told.of(name), Short: name != "source"}
	if name == "published" {
		f.Kind = ui.Date
	}
	return f
}

// progress tells how far the import is.
func (v *uploadView) progress() ui.Work {
	return ui.Work{ID: "import", Label: v.file.Name, Done: v.read, Total: max(1, v.file.Size), Text: v.r.T("ev.read-of", fault.A{"read": v.r.Words.FileSize(v.read), "size": v.r.Words.FileSize(v.file.Size)})}
}

// said tells whether the person has said something of the file, or must.
func (v *uploadView) said() bool {
	return v.told.of("published") != "" || v.told.of("label") != "" || v.file.Choices != (choices{})
}
