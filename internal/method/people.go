// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/analysis/demography"
	"github.com/sumanus/sumanus/internal/fault"
)

// peopleParams name the columns that tables by region, sex and age share. Without them the usual names are looked for.
var peopleParams = []Param{
	{Name: "region", Kind: Field, Help: "method.param.people-region"},
	{Name: "sex", Kind: Field},
	{Name: "age", Kind: Field},
}

// peopleSpec says what a table by sex and age must have.
type peopleSpec struct {
	param  string   // the parameter of the table
	column string   // the parameter that names the column of values
	usual  []string // what that column is usually called
	read   func(*cell, []string, int) (float64, error)
	noSex  bool // the table is of women, or of everybody
	noAge  bool
	step   bool // rates may change from step to step
}

// peopleRow is one line of such a table.
type peopleRow struct {
	region, sex string
	age         demography.Age
	label       string
	step        int
	value       float64
	line        int
}

// peopleTable is such a table in the order of its lines. A column that is not there has an empty name.
type peopleTable struct {
	file                     string
	region, sex, age, column string
	rows                     []peopleRow
	unknown                  float64 // those of unknown age, who are in no group
}

var usualColumns = map[string][]string{
	"region": {"region", "geo", "territory", "area", "municipality", "county", "lau", "nuts"},
	"sex":    {"sex", "gender"},
	"age":    {"age", "age_group", "agegroup", "age group", "ages"},
	"step":   {"step"},
}

// Codes of the sexes as offices write them; ISO 5218 has the digits.
var sexCodes = map[string]string{
	"f": "F", "female": "F", "females": "F", "w": "F", "woman": "F", "women": "F", "2": "F", "moterys": "F", "moteris": "F", "sievietes": "F", "sieviete": "F",
	"m": "M", "male": "M", "males": "M", "man": "M", "men": "M", "1": "M", "vyrai": "M", "vyras": "M", "vīrieši": "M", "vīrietis": "M",
	"t": "T", "total": "T", "both": "T", "all": "T", "_t": "T", "0": "T", "persons": "T", "viso": "T", "iš viso": "T", "kopā": "T", "pavisam": "T",
}

// place finds a column: the one that was named, or the first with a usual name; −1 when there is none. A name that was given holds for the
// tables that have it; must says that this one has to.
func (a *Args) place(in *cell, name string, must bool) (int, error) {
	if given := a.Text(name); given != "" {
		at := slices.Index(in.header, given)
		if at < 0 && must {
			_, err := fields(in.file, in.header, given)
			return -1, err
		}
		return at, nil
	}
	return usualColumn(in.header, usualColumns[name]), nil
}

func usualColumn(header, usual []string) int {
	for _, want := range usual {
		if at := slices.IndexFunc(header, func(h string) bool { return strings.EqualFold(h, want) }); at >= 0 {
			return at
		}
	}
	return -1
}

// peopleColumns are the places of the columns, −1 for what is not there.
type peopleColumns struct{ region, sex, age, step, value int }

func (a *Args) peopleColumns(in *cell, s peopleSpec) (c peopleColumns, err error) {
	main := s.param == "population" || s.param == "earlier" || s.param == "later"
	if c.region, err = a.place(in, "region", main); err != nil {
		return c, err
	}
	c.sex, c.age, c.step = -1, -1, -1
	if !s.noSex {
		if c.sex, err = a.place(in, "sex", main); err != nil {
			return c, err
		}
	}
	if !s.noAge {
		if c.age, err = a.place(in, "age", true); err != nil {
			return c, err
		}
		if c.age < 0 {
			_, err = fields(in.file, in.header, "age")
			return c, err
		}
	}
	if s.step {
		c.step = usualColumn(in.header, usualColumns["step"])
	}
	if given := a.Text(s.column); given != "" {
		at, err := fields(in.file, in.header, given)
		if err != nil {
			return c, err
		}
		c.value = at[0]
		return c, nil
	}
	if c.value = usualColumn(in.header, s.usual); c.value >= 0 {
		return c, nil
	}
	// The only column that is nothing else.
	for i, h := range in.header {
		if i == c.region || i == c.sex || i == c.age || i == c.step || usualColumn([]string{h}, usualColumns["sex"]) == 0 {
			continue
		}
		if c.value >= 0 {
			_, err := fields(in.file, in.header, s.usual[0])
			return c, err
		}
		c.value = i
	}
	if c.value < 0 {
		_, err = fields(in.file, in.header, s.usual[0])
	}
	return c, err
}

// readPeople reads a table by region, sex and age. Totals of ages are passed over, and people of unknown age counted; so are totals of sexes where
// women and men are told apart. What stands twice is a fault.
func (a *Args) readPeople(s peopleSpec) (*peopleTable, error) {
	in, _, err := a.opens(s.param)
	if err != nil {
		return nil, err
	}
	defer in.rows.Close()
	at, err := a.peopleColumns(in, s)
	if err != nil {
		return nil, err
	}
	t := &peopleTable{file: in.file, column: in.header[at.value]}
	for _, c := range []struct {
		at   int
		name *string
	}{{at.region, &t.region}, {at.sex, &t.sex}, {at.age, &t.age}} {
		if c.at >= 0 {
			*c.name = in.header[c.at]
		}
	}
	first := map[string]int{}
	for {
		row, err := in.rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		r, err := in.person(row, at)
		if err != nil {
			return nil, err
		}
		if r.age.Kind == demography.Total {
			continue
		}
		if r.age.Kind == demography.Unknown {
			if v, err := in.number(row, at.value); err == nil && v > 0 {
				t.unknown += v
			}
			continue
		}
		if strings.TrimSpace(row[at.value]) == "" && r.age.To == demography.Open {
			continue // offices list open groups that they do not fill, since finer ones stand beside them; one that is needed is told to be missing
		}
		if r.value, err = s.read(in, row, at.value); err != nil {
			return nil, err
		}
		key := strings.Join([]string{r.region, r.sex, r.age.String(), strconv.Itoa(r.step)}, "\x00")
		if line, twice := first[key]; twice {
			return nil, fault.New(fault.Invalid, "method.duplicate-key", fault.A{"key": r.shown(), "first": line}).At(in.at(max(at.age, 0)))
		}
		first[key] = r.line
		t.rows = append(t.rows, r)
	}
	t.leaveTotals()
	if len(t.rows) == 0 {
		return nil, fault.New(fault.Invalid, "method.no-rows").At(fault.Place{File: in.file})
	}
	return t, nil
}

// person reads what a line is about.
func (c *cell) person(row []string, at peopleColumns) (r peopleRow, err error) {
	r.line = c.rows.Line()
	if at.region >= 0 {
		if r.region, err = c.id(row, at.region); err != nil {
			return r, err
		}
		r.region = strings.Clone(r.region)
	}
	if at.sex >= 0 {
		code, known := sexCodes[strings.ToLower(strings.TrimSpace(row[at.sex]))]
		if !known {
			return r, fault.New(fault.Invalid, "method.bad-sex", fault.A{"found": strings.ToValidUTF8(row[at.sex], "�")}).At(c.at(at.sex))
		}
		r.sex = code
	}
	if at.age >= 0 {
		known := false
		if r.age, known = demography.ParseAge(row[at.age]); !known {
			return r, fault.New(fault.Invalid, "method.bad-age", fault.A{"found": strings.ToValidUTF8(row[at.age], "�")}).At(c.at(at.age))
		}
		r.label = strings.Clone(strings.TrimSpace(row[at.age]))
	}
	r.step = 1
	if at.step >= 0 {
		if r.step, err = strconv.Atoi(strings.TrimSpace(row[at.step])); err != nil || r.step < 1 {
			return r, fault.New(fault.Invalid, "method.bad-value", fault.A{"name": c.header[at.step], "found": row[at.step], "kind": string(Integer)}).At(c.at(at.step))
		}
	}
	return r, nil
}

func (r *peopleRow) shown() []string {
	var out []string
	for _, s := range []string{r.region, r.sex, r.label} {
		if s != "" {
			out = append(out, s)
		}
	}
	if r.step > 1 {
		out = append(out, strconv.Itoa(r.step))
	}
	return out
}

// leaveTotals leaves out totals of sexes where women or men stand beside them.
func (t *peopleTable) leaveTotals() {
	if slices.ContainsFunc(t.rows, func(r peopleRow) bool { return r.sex == "F" || r.sex == "M" }) {
		t.rows = slices.DeleteFunc(t.rows, func(r peopleRow) bool { return r.sex == "T" })
	}
}

// IsColumnOf tells whether a dimension is what tables of people call by this name: "sex" or "age".
func IsColumnOf(name, dimension string) bool {
	return usualColumn([]string{dimension}, usualColumns[name]) == 0
}
