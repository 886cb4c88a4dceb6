// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/sentence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/draft"
	"github.com/sumanus/sumanus/internal/web/edit"
	"github.com/sumanus/sumanus/internal/web/edit/form"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// wording is the form of a finding: its sentence in all languages, the numbers it is bound to, what it asserts.
type wording struct {
	cited map[record.Ref]*method.Data // the results that a new finding begins from
	pick  *rowPick                    // the row it begins from; nil when it begins from none
	teller
	sheet     *draft.Sheet
	rec       record.Record // what is there now; zero for a new finding
	base      record.Text   // the wording the person started from
	from      record.Draft  // the whole state the person started from
	sent      url.Values    // what was typed; nil before anything was
	languages []string
	told      told
	naked     []string // claims outside marks
	labels    []string // what the results it cites bear badly
	checked   bool     // judged as it stands in the form
	isNew     bool
	owner     string
	scope     record.Visibility
}

// formOfSentence is the form of a finding's sentence, the last part of its address.
const formOfSentence = "reword"

func (w *wording) title() string {
	if w.isNew {
		return w.r.T("ev.new-finding")
	}
	return w.r.T("ev.reword-title")
}

// editFinding shows the form of a finding that is there.
func editFinding(r *site.Request) error {
	sheet, kept, err := draft.Open(r, r.Tx, r.Record, formOfSentence)
	if err != nil {
		return err
	}
	w, err := openWording(sheet, r.Tx, r.Record)
	if err != nil {
		return err
	}
	if kept != nil {
		w.fill(kept.Values)
	}
	if err := w.judgeDraft(r.Tx); err != nil {
		return err
	}
	return w.show(http.StatusOK)
}

// openWording fills the form with the state that it was made from.
func openWording(sheet *draft.Sheet, tx *record.ReadTx, rec record.Record) (*wording, error) {
	r := sheet.R
	from, err := sheet.From(tx, rec)
	if err != nil {
		return nil, err
	}
	f, ok := from.Body.(*evidence.Finding)
	if !ok {
		return nil, fault.New(fault.Invalid, "record.wrong-kind", fault.A{"found": rec.Ref.Kind(), "expected": "finding"})
	}
	s, err := stock(r, tx, "indicator", "dataset", "region", "analysis")
	if err != nil {
		return nil, err
	}
	copied := *f
	w := &wording{teller: teller{shelf: s, f: &copied}, sheet: sheet, rec: rec, base: f.Statement, from: from.Draft()}
	w.languages, err = languagesOf(r, f.Statement.Source)
	return w, err
}

// languagesOf are those of the partnership, the source first.
func languagesOf(r *site.Request, source string) ([]string, error) {
	_, p, err := r.Partnership()
	if err != nil {
		return nil, err
	}
	var all []string
	if p != nil {
		all = slices.Clone(p.PartnershipLanguages())
	}
	if len(all) == 0 {
		for _, l := range i18n.Known() {
			all = append(all, string(l))
		}
	}
	slices.SortStableFunc(all, func(a, b string) int {
		switch source {
		case a:
			return -1
		case b:
			return 1
		}
		return 0
	})
	return all, nil
}

// fill takes over what the person typed; what the form does not send stays as it was.
func (w *wording) fill(sent url.Values) {
	w.sent = sent
	w.f.Statement = form.Wordings(w.base, "statement", sent, w.languages, w.base.Source)
	if w.f.Statement.IsZero() {
		w.f.Statement = record.Text{Source: w.base.Source, Text: map[string]string{}}
	}
	if sent.Has("v.count") {
		w.f.Values = readValues(sent)
	}
	if sent.Has("a.count") {
		w.f.Assertions = readAssertions(sent)
	}
}

// judgeDraft checks the draft and, when it is in order, judges it on the numbers of now.
func (w *wording) judgeDraft(tx *record.ReadTx) error {
	w.spaces()
	c := record.NewCheck(w.languages)
	w.f.Validate(c)
	for _, l := range w.languages {
		if s, err := sentence.Parse(l, w.f.Statement.Text[l]); err == nil {
			for _, h := range s.Naked() {
				w.naked = append(w.naked, i18n.Lang(l).Name()+": "+w.r.T(h.Key(), fault.A{"word": h.Word}))
			}
		}
	}
	if err := c.Err(); err != nil {
		w.told = tell(w.r.Words, err, w.field)
		return nil
	}
	j := w.judge()
	rec := w.rec
	rec.Body = w.f
	if err := j.AheadOf(w.r.Context(), rec); err != nil {
		return err
	}
	labels, err := w.labelsOf(j, w.f.Values)
	if err != nil {
		return err
	}
	w.labels = labels
	d, err := j.Draft(w.r.Context(), rec, w.f)
	if err != nil {
		if code := fault.CodeOf(err); code == fault.Internal || code == fault.Unavailable {
			return err
		}
		w.told = tell(w.r.Words, err, w.field)
		return nil
	}
	w.d, w.checked = d, true
	for _, f := range d.Result.Faults {
		w.told.add(w.r.Words, f, w.field)
	}
	return nil
}

// spaces takes away the blank that keeps an empty formula apart from a number.
func (w *wording) spaces() {
	for i := range w.f.Values {
		w.f.Values[i].Formula = strings.TrimSpace(w.f.Values[i].Formula)
	}
}

// field names the control a fault belongs to.
func (w *wording) field(f *fault.Fault) string {
	parts := strings.Split(f.Place.Field, ".")
	switch parts[0] {
	case "values", "assertions":
		if len(parts) > 1 {
			rest := strings.Join(parts[2:], ".")
			kind := parts[0][:1]
			if rest == "" || strings.HasPrefix(rest, "among") {
				rest = "name"
			}
			return kind + "." + parts[1] + "." + rest
		}
		return ""
	case "statement", "title", "note":
		if lang, ok := f.Args["lang"].(string); ok && slices.Contains(w.languages, lang) {
			return parts[0] + "-" + lang
		}
		return parts[0] + "-" + w.base.Source
	}
	return ""
}

// show shows the form. A check is told the faults, and what the sentence comes to.
func (w *wording) show(status int) error {
	if w.sheet.Checking() {
		return w.answer()
	}
	r := w.r
	p := ui.Page{Title: w.title(), Lede: r.T("ev.reword-lede"), Scripts: []string{draft.Script, draft.CheckScript}}
	p.Over = []ui.Link{{Text: r.T("site.area-evidence"), Href: r.Href("/evidence")}}
	if !w.isNew {
		p.Over = append(p.Over, ui.Link{Text: r.Text(w.f.Title), Href: r.To(w.rec.Ref), Example: w.rec.Invented})
	}
	return r.PageStatus(status, p, wordingPage(w))
}

// reword takes the form: check, add, take away, or save.
func reword(r *site.Request) error {
	var w *wording
	do := r.PostFormValue("do")
	sent := draft.Typed(r)
	edit.Chose(sent, wordControls)
	err := r.Read(func(tx *record.ReadTx) error {
		rec, err := tx.Get(r.Context(), r.Record.Ref)
		if err != nil {
			return err
		}
		if w, err = openWording(draft.Sent(r, rec, formOfSentence), tx, rec); err != nil {
			return err
		}
		w.fill(sent)
		if rearrange(w.f, do) {
			return nil
		}
		return w.judgeDraft(tx)
	})
	if err != nil {
		return err
	}
	switch {
	case w.sheet.Saving() && !w.told.any():
		return w.save()
	case w.sheet.Saving():
		return w.show(http.StatusUnprocessableEntity)
	}
	return w.show(http.StatusOK)
}

// refused shows the form again with what stood in the way of saving.
func (w *wording) refused(err error) error {
	status := site.StatusOf(err)
	if status != http.StatusConflict && status != http.StatusUnprocessableEntity {
		return err
	}
	if fault.Is(err, "evidence.cannot-confirm") {
		err = fault.New(fault.Invalid, "ev.cannot-confirm", fault.A{"verdict": w.r.T(verdictIn(err).Key())})
		status = http.StatusUnprocessableEntity
	}
	var f *fault.Fault
	if !errors.As(err, &f) {
		return err
	}
	w.told = tell(w.r.Words, err, w.field)
	return w.show(status)
}

// verdictIn is the verdict that a refusal to confirm tells of.
func verdictIn(err error) verdict.Verdict {
	var f *fault.Fault
	if errors.As(err, &f) {
		if v, ok := f.Args["verdict"].(string); ok {
			return verdict.Verdict(v)
		}
	}
	return verdict.Uncomputable
}

// sentences are the drafted sentences with today's numbers, for the result of a check.
func (w *wording) sentences() []ui.Sentence {
	var out []ui.Sentence
	for _, l := range w.languages {
		if _, ok := w.f.Statement.Exact(l); !ok {
			continue
		}
		s, err := marked(w.d, i18n.Lang(l), nil)
		if err != nil || s.Lang != "" { // stands in another language: its own wording does not fit
			continue
		}
		s.Small, s.Lang = true, i18n.Lang(l)
		out = append(out, s)
	}
	return out
}

// staleNow names the languages whose wording would be stale.
func (w *wording) staleNow() string {
	var names []string
	for _, l := range w.f.Stale(w.languages) {
		names = append(names, i18n.Lang(l).Name())
	}
	return w.r.Words.List(names)
}

// claims are the assertions as judged, for the result of a check.
func (w *wording) claims() []claimLine {
	var out []claimLine
	for i, a := range w.f.Assertions {
		o := w.d.Result.Assertions[i]
		out = append(out, claimLine{w.claim(a), w.sides(a, w.d.Result.Values, o.Position), w.nearest(o), o})
	}
	return out
}

type claimLine struct {
	Claim, Sides, Nearest string
	Outcome               verdict.Outcome
}

// known lists the names of values, for help beside formulas.
func (w *wording) known() string {
	names := map[string]bool{}
	for _, v := range w.f.Values {
		if v.Name != "" {
			names[v.Name] = true
		}
	}
	return strings.Join(slices.Sorted(maps.Keys(names)), ", ")
}
