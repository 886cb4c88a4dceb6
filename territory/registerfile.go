// SPDX-License-Identifier: EUPL-1.2

package territory

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// ReadRegister reads a register from its three CSV files (docs/format/territory.md): the NUTS codes, the local units and the
// crosswalk. Errors are [*FileError] with the line.
func ReadRegister(nuts, lau, crosswalk io.Reader) (*Register, error) {
	r := &Register{territories: map[string]*Territory{}, byCode: map[Code]string{}, regions: map[string][]Code{}}
	if err := eachRow("nuts.csv", nuts, []string{"territory", "country", "name", "code", "from", "to"}, func(place string, row []string) error {
		return r.addCode("nuts.csv", place, NUTS, NUTSVersions, row)
	}); err != nil {
		return nil, err
	}
	if err := eachRow("lau.csv", lau, []string{"territory", "country", "name", "code", "from", "to", "nuts"}, func(place string, row []string) error {
		if err := r.addCode("lau.csv", place, LAU, LAUVersions, row); err != nil {
			return err
		}
		return r.addRegions(place, row[0], row[6])
	}); err != nil {
		return nil, err
	}
	if err := eachRow("crosswalk.csv", crosswalk, []string{"from", "to", "population", "population_year", "area_km2", "note", "source"}, r.addLink); err != nil {
		return nil, err
	}
	r.weighLinks()
	return r, nil
}

func eachRow(name string, from io.Reader, head []string, do func(place string, row []string) error) error {
	cr := csv.NewReader(from)
	cr.FieldsPerRecord = len(head)
	for first := true; ; first = false {
		row, err := cr.Read()
		if errors.Is(err, io.EOF) && !first {
			return nil
		}
		if err != nil {
			e := &FileError{Code: "bad-csv", File: name, Found: err.Error(), Expected: strings.Join(head, ","), Cause: err}
			var p *csv.ParseError
			if errors.As(err, &p) {
				e.Place = fmt.Sprintf("line %d", p.Line)
			}
			return e
		}
		line, _ := cr.FieldPos(0)
		place := fmt.Sprintf("line %d", line)
		if first {
			if !slices.Equal(row, head) {
				return &FileError{Code: "bad-head", File: name, Place: place, Found: strings.Join(row, ","), Expected: strings.Join(head, ",")}
			}
			continue
		}
		if err := do(place, row); err != nil {
			return err
		}
	}
}

func (r *Register) addCode(file, place, scheme string, versions, row []string) error {
	id, country, name, code, from, to := row[0], row[1], row[2], row[3], row[4], row[5]
	start, end := slices.Index(versions, from), slices.Index(versions, to)
	if start < 0 || end < start {
		return &FileError{Code: "bad-versions", File: file, Place: place, Found: from + "–" + to, Expected: strings.Join(versions, ", ")}
	}
	if id == "" || (Code{Scheme: scheme, Code: code}).canonical().Code != code || len(code) < 2 {
		return &FileError{Code: "bad-code", File: file, Place: place, Found: code, Expected: "a territory and a code in its usual form"}
	}
	t, ok := r.territories[id]
	if !ok {
		t = &Territory{ID: id, Country: country, Name: name}
		r.territories[id] = t
		r.ids = append(r.ids, id)
	}
	t.Codes = append(t.Codes, Span{scheme, code, slices.Clone(versions[start : end+1])})
	for _, v := range versions[start : end+1] {
		c := Code{scheme, v, code}
		if other, ok := r.byCode[c]; ok {
			return &FileError{Code: "code-twice", File: file, Place: place, Found: c.String(), Expected: "one territory, it is also " + other}
		}
		r.byCode[c] = id
		r.codes = append(r.codes, c)
	}
	return nil
}

// addRegions reads "2021:LV003 2024:LV00B": the region of a local unit in some versions.
func (r *Register) addRegions(place, id, list string) error {
	for _, part := range strings.Fields(list) {
		version, code, _ := strings.Cut(part, ":")
		c := Code{NUTS, version, code}
		if _, ok := r.byCode[c]; !ok {
			return &FileError{Code: "unknown-region", File: "lau.csv", Place: place, Found: part, Expected: "version:code of nuts.csv"}
		}
		if !slices.Contains(r.regions[id], c) {
			r.regions[id] = append(r.regions[id], c)
		}
	}
	return nil
}

func (r *Register) addLink(place string, row []string) error {
	for _, id := range row[:2] {
		if _, ok := r.territories[id]; !ok {
			return &FileError{Code: "unknown-territory", File: "crosswalk.csv", Place: place, Found: id, Expected: "a territory of nuts.csv or lau.csv"}
		}
	}
	for _, i := range []int{2, 4} {
		if v, err := decimal(row[i]); err != nil || v.Sign() < 0 {
			return &FileError{Code: "bad-number", File: "crosswalk.csv", Place: place, Found: row[i], Expected: "a decimal number of at least 0"}
		}
	}
	if row[6] == "" {
		return &FileError{Code: "no-source", File: "crosswalk.csv", Place: place, Expected: "the source of the row"}
	}
	r.links = append(r.links, link{from: row[0], to: row[1], population: row[2], populationYear: row[3], area: row[4], note: row[5], source: row[6]})
	return nil
}

// weighLinks finds out which territories lie wholly in another: those with one link alone on their side.
func (r *Register) weighLinks() {
	out, in := map[string]int{}, map[string]int{}
	for _, l := range r.links {
		out[l.from]++
		in[l.to]++
	}
	for i := range r.links {
		l := &r.links[i]
		l.fromWhole, l.toWhole = out[l.from] == 1, in[l.to] == 1
	}
}
