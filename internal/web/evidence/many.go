// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"encoding/csv"
	"io"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/record"
)

// many is the part of a question that asks for several inputs, or for what no dataset holds: one slot for each table of the method.
type many struct {
	q     *question
	slots []*slot
	known map[record.Ref]*stuff
	level string
	sides []string // countries that are kept; none for all
}

// slot is one table of the method: from a dataset, from figures of several, or from a file that is brought.
type slot struct {
	p   method.Param
	way string // "cube", "columns", "file" or empty: not given
	in  method.Input
}

// The ways of a slot in the form; a dataset is chosen by its address.
const (
	wayColumns = "columns"
	wayFile    = "file"
)

// stuff is what the newest vintage of a dataset holds.
type stuff struct {
	set     *dataset.Dataset
	codes   map[string][]string
	periods []string
	names   *codeNames
}

// openMany opens the form of a method that takes more than one dataset gives.
func openMany(q *question) error {
	m := &many{q: q, known: map[record.Ref]*stuff{}}
	q.many = m
	if q.isNew {
		q.body.Inputs = nil
	}
	for _, p := range q.m.Sources() {
		s := &slot{p: p, in: method.Input{Name: p.Name}}
		if i := slices.IndexFunc(q.body.Inputs, func(in method.Input) bool { return in.Name == p.Name }); i >= 0 {
			s.take(q.body.Inputs[i])
			if in := q.body.Inputs[i]; in.Text == "" {
				m.level, m.sides = in.Level, in.Countries
			}
		} else if q.isNew {
			m.propose(s)
		}
		m.slots = append(m.slots, s)
	}
	if err := m.learn(); err != nil {
		return err
	}
	if q.isNew {
		m.level = m.finest()
		for _, s := range m.slots {
			m.complete(s)
		}
		m.entitle()
	}
	return nil
}

// take takes over an input that was given.
func (s *slot) take(in method.Input) {
	s.in = in
	switch {
	case in.Text != "" || in.File != "":
		s.way = wayFile
	case len(in.Columns) > 0:
		s.way = wayColumns
	case in.Dataset != "":
		s.way = string(in.Dataset)
	}
}

// propose says where a table most likely comes from: figures of several datasets, or a dataset that has what it needs. For the first table
// that is the first such dataset; for a further one only one that nobody else could be, because nobody's survival is their births.
func (m *many) propose(s *slot) {
	switch s.p.Takes {
	case method.FromColumns:
		s.way = wayColumns
	case method.FromCube:
		all := m.candidates(s.p)
		switch first := len(m.slots) == 0; {
		case !s.p.Required:
		case len(all) == 0:
			s.way = wayFile
		case first, len(all) == 1 && m.wayOfDataset(all[0].Ref) == nil:
			s.way, s.in.Dataset = string(all[0].Ref), all[0].Ref
		}
	default:
		if s.p.Required && !m.isMade(s.p) {
			s.way = wayFile
		}
	}
}

// isMade tells whether the table is made of what was said of the columns of another one.
func (m *many) isMade(p method.Param) bool {
	return p.Made != nil && slices.ContainsFunc(m.q.m.Sources(), func(o method.Param) bool { return o.Name == p.Of && m.wayOf(o) == wayColumns })
}

// wayOfDataset is the table that a dataset stands for already; nil when none.
func (m *many) wayOfDataset(ref record.Ref) *slot {
	for _, s := range m.slots {
		if s.in.Dataset == ref {
			return s
		}
	}
	return nil
}

// missing tells at its control of each table that is needed and was not given.
func (m *many) missing() {
	for _, s := range m.shown() {
		if s.p.Required && s.way == "" {
			m.q.told.put("src."+s.p.Name, m.q.r.T("ask.choose-table"))
		}
	}
}

// brought tells whether a refusal speaks of what a person brought: it names their file, or there is nothing else.
func (m *many) brought(f *fault.Fault) bool {
	others := false
	for _, s := range m.slots {
		switch {
		case s.way == wayFile && f.Place.File != "" && s.in.File == f.Place.File:
			return true
		case s.way != "" && s.way != wayFile:
			others = true
		}
	}
	return !others
}

func (m *many) wayOf(p method.Param) string {
	for _, s := range m.slots {
		if s.p.Name == p.Name {
			return s.way
		}
	}
	return ""
}

// candidates are the datasets a table can be: those with places, and with the dimensions that stay free.
func (m *many) candidates(p method.Param) []record.Record {
	return slices.DeleteFunc(m.q.sorted("dataset"), func(rec record.Record) bool {
		d, ok := rec.Body.(*dataset.Dataset)
		if !ok || !fits(d) {
			return true
		}
		return slices.ContainsFunc(p.Free, func(name string) bool { return dimensionFor(d, name) == "" })
	})
}

// dimensionFor is the dimension of a dataset that is meant by "sex" or "age".
func dimensionFor(d *dataset.Dataset, name string) string {
	for _, x := range d.Dimensions {
		if method.IsColumnOf(name, x.ID) {
			return x.ID
		}
	}
	return ""
}

// learn reads what the datasets that are used hold.
func (m *many) learn() error {
	var refs []record.Ref
	for _, s := range m.slots {
		refs = append(refs, s.in.Dataset)
		for _, c := range s.in.Columns {
			refs = append(refs, c.Dataset)
		}
	}
	return m.lookAll(refs)
}

// lookAll looks at several datasets by as few statements as at one.
func (m *many) lookAll(refs []record.Ref) error {
	refs = slices.DeleteFunc(refs, func(ref record.Ref) bool { return m.known[ref] != nil || m.q.dataset(ref) == nil })
	if err := m.q.reader.Survey(m.q.r.Context(), refs...); err != nil {
		return err
	}
	for _, ref := range refs {
		if err := m.look(ref); err != nil {
			return err
		}
	}
	return nil
}

// named are the datasets that a form names.
func (m *many) named(form url.Values) []record.Ref {
	var out []record.Ref
	for _, s := range m.slots {
		out = append(out, record.Ref(form.Get("src."+s.p.Name)))
		if form.Get("do") == "add."+s.p.Name {
			out = append(out, record.Ref(form.Get("add."+s.p.Name)))
		}
		for i := range min(number(form, "n."+s.p.Name), mostColumns) {
			out = append(out, record.Ref(form.Get("c."+s.p.Name+"."+itoa(i)+".dataset")))
		}
	}
	return out
}

// mostColumns bounds how many columns a form may bring.
const mostColumns = 100

func (m *many) look(ref record.Ref) error {
	q := m.q
	d := q.dataset(ref)
	if d == nil || m.known[ref] != nil {
		return nil
	}
	ctx := q.r.Context()
	one := &stuff{set: d}
	var err error
	if one.codes, err = q.reader.Codes(ctx, ref, ""); err != nil {
		return err
	}
	if one.periods, err = q.reader.PeriodsOf(ctx, ref, ""); err != nil {
		return err
	}
	all, err := q.reader.Vintages(ctx, ref)
	if err != nil {
		return err
	}
	version := ""
	if len(all) > 0 {
		version = all[len(all)-1].Territory
	}
	if one.names, err = q.codeNames(d, d.Scheme, version); err != nil {
		return err
	}
	m.known[ref] = one
	return nil
}

// complete fills a dataset that was just chosen with what is most likely meant.
func (m *many) complete(s *slot) {
	one := m.known[s.in.Dataset]
	if one == nil || s.in.Select != nil {
		return
	}
	s.in.Select = map[string]string{}
	for _, d := range keyed(one.set) {
		if name := s.free(d.ID); name != "" {
			leave := slices.DeleteFunc(slices.Clone(one.codes[d.ID]), func(c string) bool { return !method.IsWhole(c) })
			if s.in.Leave == nil {
				s.in.Leave = map[string][]string{}
			}
			s.in.Leave[d.ID] = leave
			continue
		}
		if code := likely(one.codes[d.ID], "", d.Default); code != "" {
			s.in.Select[d.ID] = code
		}
	}
}

// free tells which column of the method a dimension is, when it stays free.
func (s *slot) free(dimension string) string {
	for _, name := range s.p.Free {
		if method.IsColumnOf(name, dimension) {
			return name
		}
	}
	return ""
}

// newPart begins a column over a dataset.
func (m *many) newPart(s *slot, ref record.Ref) {
	one := m.known[ref]
	if one == nil {
		return
	}
	c := method.Part{Dataset: ref, Period: method.Latest, Select: map[string]string{}}
	for _, d := range keyed(one.set) {
		if code := likely(one.codes[d.ID], "", d.Default); code != "" {
			c.Select[d.ID] = code
		}
	}
	stem := ref.Slug()
	for n := 1; c.Code == ""; n++ {
		code := stem
		if n > 1 {
			code += "-" + itoa(n)
		}
		if !slices.ContainsFunc(s.in.Columns, func(o method.Part) bool { return o.Code == code }) {
			c.Code = code
		}
	}
	s.in.Columns = append(s.in.Columns, c)
}

func (m *many) entitle() {
	q := m.q
	for _, l := range q.languages {
		q.body.Title = q.body.Title.With(l, wordsOf(l).T(q.m.About("title")))
	}
}

// used are the datasets that are used, in an order that stays.
func (m *many) used() []*stuff {
	var out []*stuff
	for _, ref := range slices.Sorted(maps.Keys(m.known)) {
		out = append(out, m.known[ref])
	}
	return out
}

// levels of territories that occur in the datasets that are used, the widest first.
func (m *many) levels() []string {
	found := map[string]bool{}
	for _, one := range m.used() {
		if one.names.scheme != "NUTS" {
			continue
		}
		for _, code := range one.codes[geoOf(one.set)] {
			found[method.LevelOf(one.names.version, code)] = true
		}
	}
	return slices.DeleteFunc([]string{"country", "nuts1", "nuts2", "nuts3"}, func(l string) bool { return !found[l] })
}

func (m *many) finest() string {
	if all := m.levels(); len(all) > 0 {
		return all[len(all)-1]
	}
	return ""
}

// countries that occur in the datasets that are used.
func (m *many) countries() []string {
	var out []string
	for _, one := range m.used() {
		for _, code := range one.codes[geoOf(one.set)] {
			if c := code[:min(2, len(code))]; len(code) >= 2 && !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	slices.Sort(out)
	return out
}

// units are the territories of the level chosen, with their names.
func (m *many) units() (codes []string, name func(string) string) {
	names := map[string]string{}
	for _, one := range m.used() {
		for _, code := range one.codes[geoOf(one.set)] {
			if names[code] == "" && (m.level == "" || method.LevelOf(one.names.version, code) == m.level) && !strings.HasSuffix(code, "Z") {
				names[code] = one.names.place(code)
				codes = append(codes, code)
			}
		}
	}
	slices.Sort(codes)
	return codes, func(code string) string { return names[code] }
}

// fill takes over what the person chose.
func (m *many) fill() error {
	q := m.q
	form := q.sent
	if err := m.lookAll(m.named(form)); err != nil {
		return err
	}
	m.level = form.Get("level")
	m.sides = slices.DeleteFunc(slices.Clone(form["country"]), func(c string) bool { return c == "" })
	for _, s := range m.slots {
		if err := m.fillSlot(s, form); err != nil {
			return err
		}
	}
	if len(m.sides) == len(m.countries()) {
		m.sides = nil
	}
	if !slices.Contains(m.levels(), m.level) && form.Get("level") == "" && !form.Has("level") {
		m.level = m.finest()
	}
	m.bind(form)
	return nil
}

func (m *many) fillSlot(s *slot, form url.Values) error {
	was := s.way
	if form.Has("src." + s.p.Name) {
		s.way = form.Get("src." + s.p.Name)
	}
	s.in = method.Input{Name: s.p.Name, Columns: s.in.Columns, File: s.in.File, Text: s.in.Text}
	switch s.way {
	case "":
		return nil
	case wayFile:
		s.in.Columns = nil
		return m.fillFile(s, form)
	case wayColumns:
		return m.fillColumns(s, form)
	}
	ref := record.Ref(s.way)
	if m.q.dataset(ref) == nil {
		s.way = ""
		return nil
	}
	s.in.Dataset = ref
	if err := m.look(ref); err != nil {
		return err
	}
	if s.way == was && form.Get("had."+s.p.Name) == s.way {
		s.in.Select = map[string]string{}
		for _, d := range keyed(m.known[ref].set) {
			if code := strings.TrimSpace(form.Get("s." + s.p.Name + "." + d.ID)); code != "" && s.free(d.ID) == "" {
				s.in.Select[d.ID] = code
			}
		}
		open := s.in.Select
		s.in.Select = nil
		m.complete(s)
		for d, code := range open {
			s.in.Select[d] = code
		}
		return nil
	}
	m.complete(s)
	return nil
}

// fillFile takes what was pasted or brought. A file that is no text, or too large, is told by the checks of the question.
func (m *many) fillFile(s *slot, form url.Values) error {
	s.in.Text, s.in.File = form.Get("text."+s.p.Name), strings.TrimSpace(form.Get("name."+s.p.Name))
	if f, head, err := m.q.r.FormFile("file." + s.p.Name); err == nil {
		defer f.Close()
		b, err := io.ReadAll(io.LimitReader(f, method.MaxText+1))
		if err != nil {
			return err
		}
		s.in.Text, s.in.File = strings.ToValidUTF8(string(b), "\uFFFD"), head.Filename
	}
	s.in.Text = strings.ReplaceAll(strings.TrimPrefix(s.in.Text, "\ufeff"), "\r\n", "\n")
	if s.in.File == "" || !utf8.ValidString(s.in.File) {
		s.in.File = s.p.Name + ".csv"
	}
	return nil
}

// fillColumns takes the columns in their order, without one that was struck, and with one that was added.
func (m *many) fillColumns(s *slot, form url.Values) error {
	s.in.Columns, s.in.Text, s.in.File = nil, "", ""
	do := form.Get("do")
	for i := range min(number(form, "n."+s.p.Name), mostColumns) {
		at := "c." + s.p.Name + "." + itoa(i) + "."
		get := func(name string) string { return strings.TrimSpace(form.Get(at + name)) }
		ref := record.Ref(get("dataset"))
		if do == "drop."+s.p.Name+"."+itoa(i) || m.q.dataset(ref) == nil {
			continue
		}
		if err := m.look(ref); err != nil {
			return err
		}
		c := method.Part{Code: get("code"), Dataset: ref, Period: get("period"), Direction: get("direction"), Weight: decimal(get("weight")), Group: get("group"), Select: map[string]string{}}
		if c.Direction == "max" {
			c.Direction = ""
		}
		if c.Weight == "1" {
			c.Weight = ""
		}
		for _, d := range keyed(m.known[ref].set) {
			if code := get("d." + d.ID); code != "" {
				c.Select[d.ID] = code
			}
		}
		s.in.Columns = append(s.in.Columns, c)
	}
	if ref := record.Ref(form.Get("add." + s.p.Name)); do == "add."+s.p.Name && m.q.dataset(ref) != nil {
		if err := m.look(ref); err != nil {
			return err
		}
		m.newPart(s, ref)
	}
	return nil
}

// bind puts the inputs into the question, and what names their columns.
func (m *many) bind(form url.Values) {
	q := m.q
	q.body.Inputs = nil
	for _, s := range m.slots {
		if s.way == "" || m.isMade(s.p) {
			continue
		}
		if s.way != wayFile {
			s.in.Level, s.in.Countries = m.level, m.sides
		}
		for _, p := range q.m.Params {
			if p.Kind != method.Field || q.m.TableOf(p) != s.p.Name {
				continue
			}
			delete(q.body.Parameters, p.Name)
			if value := strings.TrimSpace(form.Get("o." + p.Name)); value != "" && m.asksField(s, p) {
				q.body.Parameters[p.Name] = value
			}
			if s.in.Dataset != "" && p.Fits() == method.Figure {
				period := q.body.Parameters[p.Name]
				if period == "" {
					period = method.Latest
					q.body.Parameters[p.Name] = period
				}
				s.in.Periods = []string{period}
			}
		}
		if s.in.Dataset != "" && s.p.Role == method.Years {
			s.in.Periods = slices.DeleteFunc(slices.Clone(m.known[s.in.Dataset].periods), func(p string) bool { return len(p) != len("2014") })
		}
		q.body.Inputs = append(q.body.Inputs, s.in)
	}
}

// asksField tells whether the form asks which column of a table is meant.
func (m *many) asksField(s *slot, p method.Param) bool {
	switch {
	case s.way == "":
		return false
	case s.way == wayFile:
		return p.Role != method.Figure || len(m.header(s)) > 0
	case s.way == wayColumns || s.in.Dataset != "":
		return p.Fits() == method.Side || p.Fits() == method.Figure && s.in.Dataset != ""
	}
	return false
}

// header is the first line of what was brought; nothing when it cannot be read.
func (m *many) header(s *slot) []string {
	first, _, _ := strings.Cut(s.in.Text, "\n")
	row, err := csv.NewReader(strings.NewReader(first)).Read()
	if err != nil || s.p.Kind == method.Whole {
		return nil
	}
	for i := range row {
		row[i] = strings.TrimSpace(row[i])
	}
	return row
}

// field finds the control of a fault of the inputs.
func (m *many) field(f *fault.Fault) string {
	parts := strings.Split(f.Place.Field, ".")
	if len(parts) < 2 {
		return ""
	}
	n, err := strconv.Atoi(parts[1])
	if err != nil || n >= len(m.q.body.Inputs) {
		return ""
	}
	in := m.q.body.Inputs[n]
	switch {
	case len(parts) > 4 && parts[2] == "columns":
		return "c." + in.Name + "." + parts[3] + "." + parts[4]
	case len(parts) > 2 && (parts[2] == "text" || parts[2] == "file"):
		return "text." + in.Name
	}
	return "src." + in.Name
}
