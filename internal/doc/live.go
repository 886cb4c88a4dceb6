// SPDX-License-Identifier: EUPL-1.2

package doc

import (
	"github.com/yuin/goldmark/ast"

	"github.com/sumanus/sumanus/internal/fault"
)

// value asks for a live value and brings its finding into the evidence.
func (c *converter) value(slug, name string, p Pos) []Inline {
	v := &Value{Pos: p, Slug: slug, Name: name}
	if c.o.Resolver == nil {
		c.finding(slug, p)
		return []Inline{v}
	}
	got, err := c.o.Resolver.Value(slug, name)
	if err != nil {
		c.errs = append(c.errs, foreign(err, p, "doc.unknown-value", fault.A{"slug": slug, "name": name})...)
		return nil
	}
	if _, ok := c.finding(slug, p); !ok {
		return nil
	}
	v.LiveValue = got
	v.Text, v.About = clean(v.Text), clean(v.About)
	if v.Text == "" {
		c.errs = append(c.errs, wrong(p, "doc.value-empty", fault.A{"slug": slug, "name": name}))
		return nil
	}
	return []Inline{v}
}

// finding asks for a finding once and gives it a number in the evidence; what is missing is reported wherever it is mentioned.
func (c *converter) finding(slug string, p Pos) (Finding, bool) {
	if i, ok := c.cited[slug]; ok {
		return c.doc.Cited[i], true
	}
	f := Finding{Slug: slug}
	if c.o.Resolver != nil {
		got, err := c.o.Resolver.Finding(slug)
		if err != nil {
			c.errs = append(c.errs, foreign(err, p, "doc.unknown-finding", fault.A{"slug": slug})...)
			return f, false
		}
		f = got
		f.Slug = slug
	}
	c.cite(f)
	return c.doc.Cited[len(c.doc.Cited)-1], true
}

func (c *converter) cite(f Finding) {
	if f.Number == 0 {
		f.Number = len(c.doc.Cited) + 1
	}
	c.cited[f.Slug] = len(c.doc.Cited)
	c.doc.Cited = append(c.doc.Cited, f)
}

// container makes the blocks of a ::: block: notes and passages here, everything else by the Resolver.
func (c *converter) container(n *container, p Pos) []Block {
	if n.stray {
		c.errs = append(c.errs, wrong(p, "doc.directive-stray"))
		return nil
	}
	for _, pr := range n.problems {
		c.fail(pr.at, pr.key, pr.args)
	}
	if !n.closed {
		c.errs = append(c.errs, wrong(p, "doc.directive-unclosed", fault.A{"name": n.name}))
	}
	d := &Directive{Pos: p, Name: n.name}
	for _, a := range n.args {
		d.Args = append(d.Args, Arg{Pos: c.pos(a.at), Key: a.key, Value: a.value})
	}
	body := n.FirstChild()
	if n.titled && body != nil && isTitle(n) {
		d.Title = c.inlines(body)
		body = body.NextSibling()
	}
	if n.id != "" {
		if c.ids[n.id] {
			c.errs = append(c.errs, wrong(p, "doc.directive-id-taken", fault.A{"id": n.id}))
		}
		d.ID = c.ids.take(n.id)
	}
	for ; body != nil; body = body.NextSibling() {
		d.Body = append(d.Body, c.block(body)...)
	}
	if len(n.problems) > 0 {
		return d.Body
	}
	return c.directive(d)
}

func (c *converter) directive(d *Directive) []Block {
	switch d.Name {
	case "note":
		if err := d.Allow(); err != nil {
			c.errs = append(c.errs, foreign(err, d.Pos, "", nil)...)
		}
		return []Block{&Note{Pos: d.Pos, ID: d.ID, Title: d.Title, Blocks: d.Body}}
	case "passage":
		err := d.Allow("lang")
		if err == nil {
			err = d.Need("lang")
		}
		if err == nil && !langShape.MatchString(d.Get("lang")) {
			err = Errors{wrong(d.Pos, "doc.language", fault.A{"found": d.Get("lang")})}
		}
		if err != nil {
			c.errs = append(c.errs, foreign(err, d.Pos, "", nil)...)
			return d.Body
		}
		return []Block{&Passage{Pos: d.Pos, Lang: d.Get("lang"), Blocks: d.Body}}
	}
	if c.o.Resolver == nil {
		return []Block{d}
	}
	own := map[Block]bool{} // the author's blocks inside, which have their ids already
	Walk(d.Body, func(b Block) { own[b] = true })
	made, err := c.o.Resolver.Block(d)
	if err != nil {
		c.errs = append(c.errs, foreign(err, d.Pos, "doc.unknown-directive", fault.A{"name": d.Name})...)
		return nil
	}
	c.settle(d, made, own)
	return made
}

// settle gives made blocks what only the document knows: free ids, places, and numbers of the findings they show.
func (c *converter) settle(d *Directive, made []Block, own map[Block]bool) {
	given := d.ID
	Walk(made, func(b Block) {
		if own[b] {
			return
		}
		switch x := b.(type) {
		case *Figure:
			if x.Pos == (Pos{}) {
				x.Pos = d.Pos
			}
			x.ID = c.idFor(x.ID, &given, "fig-"+Plain(x.Title))
			if x.Data != nil && x.Data.ID == "" {
				x.Data.ID = c.ids.take(x.ID + "-data")
			}
		case *Table:
			if x.Pos == (Pos{}) {
				x.Pos = d.Pos
			}
			x.ID = c.idFor(x.ID, &given, "table-"+Plain(x.Caption))
		case *Heading:
			x.Pos = d.Pos
			x.ID = c.ids.take(Slug(Plain(x.Text)))
		case *FindingBlock:
			c.finding(x.Slug, d.Pos)
		}
		for _, text := range inlinesOf(b) {
			walkInlines(text, func(in Inline) {
				switch x := in.(type) {
				case *Citation:
					c.finding(x.Slug, d.Pos)
				case *Value:
					c.finding(x.Slug, d.Pos)
				}
			})
		}
	})
}

// idFor takes the id that the author gave to the directive for the first thing made of it, else one of its own.
func (c *converter) idFor(own string, given *string, words string) string {
	if *given != "" {
		id := *given
		*given = ""
		return id
	}
	if own != "" {
		return c.ids.take(own)
	}
	return c.ids.take(Slug(words))
}

func isTitle(n *container) bool {
	first := n.FirstChild()
	return first != nil && first.Kind() == ast.KindTextBlock
}
