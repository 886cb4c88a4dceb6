// SPDX-License-Identifier: EUPL-1.2

package publication

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
)

// book is everything a publication is made from, read once in one transaction.
type book struct {
	ctx   context.Context
	in    record.Reader
	o     Options
	langs []i18n.Lang

	partnership *identity.Partnership
	document    record.Record
	body        *Document
	chapters    []record.Record
	tree        *strategy.Tree
	judge       *evidence.Judge
	stood       map[record.Ref]*evidence.Judged // findings whose stored verdict is that of today

	signs    map[record.Ref]int                // regions of the partnership, from 1
	order    []string                          // findings of the list of evidence
	number   map[string]int                    // of a finding in it, from 1
	findings map[string]*evidence.Judged       // by slug
	citedBy  map[string][]record.Record        // chapters that show a finding, by language and slug (see said)
	bearing  map[string][]*strategy.Node       // priorities and others that rest on a finding
	alsoOf   map[record.Ref][]*strategy.Node   // measures that serve a further priority
	joined   map[record.Ref][]*strategy.Node   // joint priorities composed of a priority
	known    map[record.Ref]*record.Record     // records looked up; nil when there is none to be seen
	sources  map[i18n.Lang]map[string]struct{} // attributions of everything used, by language
}

// public lets only public records through: whoever publishes may see more than the readers may.
type public struct{ record.Reader }

func (p public) Get(ctx context.Context, ref record.Ref) (record.Record, error) {
	r, err := p.Reader.Get(ctx, ref)
	if err == nil && r.Visibility != record.Public {
		return record.Record{}, fault.New(fault.Forbidden, "publication.not-public", fault.A{"record": string(ref)})
	}
	return r, err
}

func (p public) All(ctx context.Context, kind string) ([]record.Record, error) {
	all, err := p.Reader.All(ctx, kind)
	return slices.DeleteFunc(all, func(r record.Record) bool { return r.Visibility != record.Public }), err
}

func readBook(ctx context.Context, tx *record.ReadTx, document string, langs []string, o Options) (*book, error) {
	b := &book{ctx: ctx, in: tx, o: o, judge: evidence.NewJudge(tx), stood: o.stood, signs: map[record.Ref]int{}, number: map[string]int{},
		findings: map[string]*evidence.Judged{}, citedBy: map[string][]record.Record{}, bearing: map[string][]*strategy.Node{},
		alsoOf: map[record.Ref][]*strategy.Node{}, joined: map[record.Ref][]*strategy.Node{}, known: map[record.Ref]*record.Record{}, sources: map[i18n.Lang]map[string]struct{}{}}
	if !o.NotOnlyPublic {
		b.in = public{tx}
	}
	steps := []func() error{
		b.readPartnership,
		func() error { return b.readLanguages(langs) },
		func() error { return b.readDocument(record.NewRef("document", document)) },
		b.readPlans, b.readFindings,
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return b, nil
}

func (b *book) readPartnership() error {
	_, p, err := identity.ThePartnership(b.ctx, b.in)
	if err != nil {
		return err
	}
	b.partnership = p
	for i, r := range p.Regions {
		if i < maxSigns {
			b.signs[r] = i + 1
		}
	}
	return nil
}

// maxSigns is how many regions have a hue and a sign of their own.
const maxSigns = 3

func (b *book) readLanguages(langs []string) error {
	if len(langs) == 0 {
		langs = b.partnership.Languages
	}
	for _, l := range langs {
		if !i18n.Lang(l).IsKnown() || slices.Contains(b.langs, i18n.Lang(l)) {
			return fault.New(fault.Invalid, "publication.bad-language", fault.A{"found": l})
		}
		b.langs = append(b.langs, i18n.Lang(l))
	}
	return nil
}

func (b *book) readDocument(ref record.Ref) error {
	r, err := b.in.Get(b.ctx, ref)
	if err != nil {
		return err
	}
	b.document, b.body = r, r.Body.(*Document)
	all, err := b.in.All(b.ctx, "chapter")
	if err != nil {
		return err
	}
	for _, c := range all {
		if c.Body.(*Chapter).Document == ref {
			if slices.Contains(ownPages, c.Ref.Slug()) {
				return fault.New(fault.Invalid, "publication.taken-name", fault.A{"slug": c.Ref.Slug()})
			}
			b.chapters = append(b.chapters, c)
		}
	}
	inOrder(b.chapters)
	return nil
}

// inOrder sorts chapters as they are read.
func inOrder(chapters []record.Record) {
	slices.SortStableFunc(chapters, func(x, y record.Record) int {
		return cmp.Compare(x.Body.(*Chapter).Position, y.Body.(*Chapter).Position)
	})
}

// ownPages are the names of the pages that are no chapters.
var ownPages = []string{"index", "evidence", "plan"}

// readPlans reads the strategy and turns its links round: what rests on a finding, what else serves a priority.
func (b *book) readPlans() error {
	tree, err := strategy.Read(b.ctx, b.in)
	if err != nil {
		return err
	}
	b.tree = tree
	for _, p := range tree.Plans {
		b.bear(p)
		for _, y := range p.Priorities {
			b.bear(y)
			for _, ref := range y.Record.Body.(*strategy.Priority).ComposedOf {
				b.joined[ref] = append(b.joined[ref], y)
			}
			for _, m := range y.Measures {
				b.bear(m)
				for _, ref := range m.Record.Body.(*strategy.Measure).Also {
					b.alsoOf[ref] = append(b.alsoOf[ref], m)
				}
				for _, a := range m.Actions {
					b.bear(a)
				}
			}
		}
	}
	return nil
}

func (b *book) bear(n *strategy.Node) {
	for _, l := range n.Record.Stated {
		if l.Kind == record.RestsOn && l.To.Kind() == "finding" {
			b.bearing[l.To.Slug()] = append(b.bearing[l.To.Slug()], n)
		}
	}
}

// readFindings judges what the chapters show, in the order of their first mention in the order of languages, then what the plan rests on.
func (b *book) readFindings() error {
	var order []string
	for _, c := range b.chapters {
		h := c.Body.(*Chapter)
		for _, lang := range b.langs {
			text, in := h.Body.InLang(string(lang))
			for _, slug := range cited(text, in) {
				b.citedBy[said(lang, slug)] = append(b.citedBy[said(lang, slug)], c)
				order = append(order, slug)
			}
		}
	}
	for _, p := range b.tree.Plans {
		walk(p, func(n *strategy.Node) {
			for _, l := range n.Record.Stated {
				if l.Kind == record.RestsOn && l.To.Kind() == "finding" {
					order = append(order, l.To.Slug())
				}
			}
		})
	}
	for _, slug := range order {
		if b.number[slug] > 0 {
			continue
		}
		r, err := b.in.Get(b.ctx, record.NewRef("finding", slug))
		if c := fault.CodeOf(err); err != nil && (c == fault.NotFound || c == fault.Forbidden) {
			continue // a chapter that shows it is refused at its line; a plan simply does not tell
		} else if err != nil {
			return err
		}
		d := b.stood[r.Ref]
		if d == nil {
			if d, err = b.judge.Finding(b.ctx, r.Ref); err != nil {
				return err
			}
		}
		b.order = append(b.order, slug)
		b.number[slug], b.findings[slug] = len(b.order), d
	}
	return nil
}

// said is the key of a finding as the chapters of a language show it.
func said(lang i18n.Lang, slug string) string { return string(lang) + "/" + slug }

// walk visits a node and what hangs on it.
func walk(n *strategy.Node, f func(*strategy.Node)) {
	f(n)
	for _, list := range [][]*strategy.Node{n.Priorities, n.Measures, n.Actions, n.Targets} {
		for _, k := range list {
			walk(k, f)
		}
	}
}

// find looks a record up; nil when there is none or it may not be shown.
func (b *book) find(ref record.Ref) (*record.Record, error) {
	if r, ok := b.known[ref]; ok || ref == "" {
		return r, nil
	}
	r, err := b.in.Get(b.ctx, ref)
	switch c := fault.CodeOf(err); {
	case err == nil:
		b.known[ref] = &r
	case c == fault.NotFound || c == fault.Forbidden:
		b.known[ref] = nil
	default:
		return nil, err
	}
	return b.known[ref], nil
}

// named gives the title of what a reference names, in plain words; the slug when it may not be shown.
func (b *book) named(ref record.Ref, lang i18n.Lang) (string, error) {
	r, err := b.find(ref)
	if err != nil || r == nil {
		return ref.Slug(), err
	}
	return r.Title().In(string(lang)), nil
}

// reached lists the measures and actions that follow from a priority, a measure or an action.
func (b *book) reached(n *strategy.Node) (measures, actions []*strategy.Node) {
	switch n.Record.Ref.Kind() {
	case "plan":
		for _, p := range n.Priorities {
			m, a := b.reached(p)
			measures, actions = append(measures, m...), append(actions, a...)
		}
	case "priority":
		measures = append(append(measures, n.Measures...), b.alsoOf[n.Record.Ref]...)
		for _, m := range measures {
			actions = append(actions, m.Actions...)
		}
	case "measure":
		measures, actions = append(measures, n), n.Actions
	case "action":
		actions = append(actions, n)
	}
	return measures, actions
}

// today is the day that "late" is said of: the day of the moment read at, or of making.
func (b *book) today() string {
	if at := b.in.Moment(); !at.IsZero() {
		return at.Format(time.DateOnly)
	}
	return b.o.Now.Format(time.DateOnly)
}
