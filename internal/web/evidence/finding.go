// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"github.com/sumanus/sumanus/internal/check"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/publication"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/thread"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// findingView is the page of one finding.
type findingView struct {
	teller
	rec     record.Record
	keys    keys
	written []verdict.Read // values on the vintages it was written from; nil when it says of none
	past    []evidence.Past
	since   evidence.Past // the evaluation that counts, if any
	around  *thread.Around
	course  *ui.Chart
	labels  []string // what the results it cites bear badly
	hidden  bool     // what it rests on may not be seen by this reader
}

func showFinding(r *site.Request) error {
	v, err := lookAt(r, r.Tx, r.Record)
	if err != nil {
		return err
	}
	page, err := v.page()
	if err != nil {
		return err
	}
	return r.Page(page, findingPage(v))
}

// lookAt reads and judges a finding with everything its page shows.
func lookAt(r *site.Request, tx *record.ReadTx, rec record.Record) (*findingView, error) {
	ctx := r.Context()
	f, ok := rec.Body.(*evidence.Finding)
	if !ok {
		return nil, fault.New(fault.Invalid, "record.wrong-kind", fault.A{"found": rec.Ref.Kind(), "expected": "finding"})
	}
	around, err := thread.Look(r, rec)
	if err != nil {
		return nil, err
	}
	s, err := stock(r, tx, "indicator", "dataset", "region", "organisation", "document", "analysis")
	if err != nil {
		return nil, err
	}
	s.know(around.Up...)
	v := &findingView{teller: teller{shelf: s, f: f}, rec: rec, keys: keysOf(f), around: around}
	if v.past, err = evidence.Evaluations(ctx, tx, rec); err != nil {
		return nil, err
	}
	for _, p := range v.past {
		if p.Standing {
			v.since = p
		}
	}
	j := s.judge()
	if err := j.AheadOf(ctx, rec); err != nil {
		return nil, err
	}
	v.d, err = j.Draft(ctx, rec, f)
	if err == nil {
		v.written, _, err = j.Written(ctx, v.d)
	}
	if err == nil {
		v.course, err = v.drawCourse(j)
	}
	if err == nil {
		v.labels, err = s.labelsOf(j, f.Values)
	}
	if fault.CodeOf(err) == fault.NotFound {
		// What the finding rests on may not be seen by this reader; the evaluation that counts says what it came to.
		v.d, v.written, v.course, v.hidden = remembered(rec, f, v.since.Result), nil, nil, true
		return v, nil
	}
	return v, err
}

// remembered is a finding as an evaluation left it, with a place for every value and assertion the finding has now.
func remembered(rec record.Record, f *evidence.Finding, result verdict.Result) *evidence.Judged {
	values, outcomes := make([]verdict.Read, len(f.Values)), make([]verdict.Outcome, len(f.Assertions))
	for i, v := range f.Values {
		values[i] = verdict.Read{Name: v.Name, Indicator: v.Indicator, Region: v.Region, Decimals: v.Decimals, Percent: v.Percent}
		for _, was := range result.Values {
			if was.Name == v.Name {
				values[i] = was
			}
		}
	}
	for i, a := range f.Assertions {
		outcomes[i] = verdict.Outcome{Name: a.Name, Truth: verdict.Unknown}
		for _, was := range result.Assertions {
			if was.Name == a.Name {
				outcomes[i] = was
			}
		}
	}
	result.Values, result.Assertions = values, outcomes
	if result.Verdict == "" {
		result.Verdict = verdict.Uncomputable
	}
	return &evidence.Judged{Record: rec, Finding: f, Result: result}
}

func (v *findingView) page() (ui.Page, error) {
	r := v.r
	sentence, err := marked(v.d, r.Lang, v.keys)
	if err != nil {
		return ui.Page{}, err
	}
	sentence.Heading = true
	standings := map[record.Ref]evidence.Standing{}
	if v.since.Standing {
		standings[v.rec.Ref] = evidence.Standing{Ref: v.rec.Ref, Verdict: v.d.Result.Verdict, Vintages: v.d.Vintages(), Since: v.since.Since}
	}
	p := ui.Page{Title: r.Text(v.f.Title), Heading: ui.MarkedSentence(sentence), Above: findingVerdict(v), Below: findingLegend(v), Thread: v.around.Strip(r, standings),
		Example: v.rec.Invented || slices.ContainsFunc(v.around.Up, func(rec record.Record) bool { return rec.Invented })}
	p.Over = []ui.Link{{Text: r.T("site.area-evidence"), Href: r.Href("/evidence")}, {Text: r.Text(v.f.Title)}, {Text: v.owner()},
		{Text: r.T("ev.revision", fault.A{"n": v.rec.Revision}), Href: r.Href("/history/" + string(v.rec.Ref))}, {Text: r.T("ev.visible", fault.A{"visibility": string(v.rec.Visibility)})}}
	return p, nil
}

// owner names the organisation whose finding it is, when it may be seen.
func (v *findingView) owner() string {
	name := v.rec.Owner.Slug()
	if rec, ok := v.byRef[v.rec.Owner]; ok {
		if o, ok := rec.Body.(*identity.Organisation); ok {
			name = v.r.Text(o.Title)
		}
	}
	return v.r.T("ev.owner", fault.A{"name": name})
}

func (v *findingView) withdrawn() bool { return v.f.State == evidence.Withdrawn }

// sinceWhen says since when the verdict is what it is, and what made it so.
func (v *findingView) sinceWhen() string {
	r := v.r
	if !v.since.Standing {
		return r.T("ev.judged-now")
	}
	return r.Words.Since(v.since.Since)
}

// off tells whether a mark of the sentence no longer agrees, so that the legend explains amber.
func (v *findingView) off() bool {
	return len(v.d.Result.Moves) > 0 || slices.ContainsFunc(v.d.Result.Assertions, func(o verdict.Outcome) bool { return o.Truth == verdict.False })
}

// newer lists the newer periods that exist for values bound to a fixed one.
func (v *findingView) newer() []string {
	var out []string
	for _, read := range v.d.Result.Values {
		if read.Newest == "" {
			continue
		}
		line := v.r.T("ev.newer-of", fault.A{"what": v.name(record.Ref(read.Indicator)) + ", " + v.name(record.Ref(read.Region)), "period": v.r.Words.Period(read.Newest)})
		if !slices.Contains(out, line) {
			out = append(out, line)
		}
	}
	return out
}

// faults are errors of the finding that only its numbers show.
func (v *findingView) faults() []string {
	var out []string
	for _, f := range v.d.Result.Faults {
		out = append(out, v.r.Words.T(f.Key, f.Args))
	}
	return out
}

// citer is somebody who cites the finding.
type citer struct {
	ui.Link
	Note string
}

// citers are those that rest on the finding directly.
func (v *findingView) citers() []citer {
	var out []citer
	for _, rec := range v.around.Direct() {
		c := citer{Link: v.link(rec.Ref), Note: check.KindWord(v.r.Words, rec.Ref.Kind())}
		if chapter, ok := rec.Body.(*publication.Chapter); ok {
			if doc, ok := v.byRef[chapter.Document]; ok {
				c.Note += ", " + doc.Name(string(v.r.Lang))
			}
		}
		if reason := v.reason(rec); reason != "" {
			c.Note += " · " + reason
		}
		out = append(out, c)
	}
	return out
}

// reason is why a person tied a record to this finding.
func (v *findingView) reason(rec record.Record) string {
	for _, l := range rec.Stated {
		if l.To == v.rec.Ref {
			return v.r.Text(l.Reason)
		}
	}
	return ""
}

// history tells the verdicts, the newest first, each with the numbers of then.
func (v *findingView) history() []ui.Entry {
	r := v.r
	var out []ui.Entry
	for i, p := range v.past {
		e := ui.Entry{When: r.Words.ShortDate(p.At), Moment: p.At.Format("2006-01-02"), Mark: ui.Verdict(r.Words, verdictOf(p.Verdict)), Text: v.numbersOf(p)}
		if i+1 < len(v.past) && v.past[i+1].Revision != p.Revision {
			e.Note = r.T("ev.reworded-as", fault.A{"n": p.Revision})
		} else if i == len(v.past)-1 {
			e.Note = r.T("ev.first-verdict")
		}
		out = append(out, e)
	}
	return out
}

// numbersOf lists the values of an evaluation and the vintages it stood on.
func (v *findingView) numbersOf(p evidence.Past) string {
	var values []string
	for _, read := range p.Result.Values {
		if at, ok := method.ParseAt(read.Cell); ok && read.Analysis != "" && len(values) < 4 {
			values = append(values, v.cellName(record.Ref(read.Analysis), at)+" "+evidence.ShownRead(read, string(v.r.Lang)))
		}
		if read.Indicator != "" && len(values) < 4 {
			values = append(values, v.name(record.Ref(read.Region))+" "+evidence.ShownRead(read, string(v.r.Lang)))
		}
	}
	out := v.r.Words.List(values)
	var labels []string
	for _, ref := range sortedRefs(p.Vintages) {
		labels = append(labels, table(v.dataset(ref))+" "+day(v.r.Words, p.Vintages[ref]))
	}
	if len(labels) > 0 {
		out += ". " + strings.TrimSuffix(v.r.Words.List(labels), ".") + "." // a Latvian day ends with its own
	}
	return out
}

func sortedRefs(m map[record.Ref]string) []record.Ref {
	out := make([]record.Ref, 0, len(m))
	for ref := range m {
		out = append(out, ref)
	}
	slices.Sort(out)
	return out
}

// languages tells how the wording stands in each language of the partnership.
func (v *findingView) languages() []langLine {
	_, p, err := v.r.Partnership()
	if err != nil || p == nil {
		return nil
	}
	var out []langLine
	for _, l := range p.PartnershipLanguages() {
		out = append(out, langLine{i18n.Lang(l).Name(), ui.Translation(v.f.Statement.State(l))})
	}
	return out
}

type langLine struct {
	Name  string
	State ui.Translation
}

// mark shows the verdict, or that the finding was withdrawn.
func (v *findingView) mark() templ.Component {
	if v.withdrawn() {
		return ui.Tag(v.r.T("ev.withdrawn"))
	}
	return ui.Verdict(v.r.Words, verdictOf(v.d.Result.Verdict))
}
