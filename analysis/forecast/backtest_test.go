// SPDX-License-Identifier: EUPL-1.2

package forecast

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/testkit"
)

// history is a series of the shared data.
type history struct {
	id     string
	first  int
	values []float64
	breaks []bool
}

// table is a table of the shared data with its NUTS 3 series.
type table struct {
	name, file string
	long       bool // a row for each value, not for each series
	// One in so many of its series may have been in the sample on which the constants of the package were set.
	sample int
}

var tables = []table{
	{"population by sex and age", "estat_demo_r_pjangrp3.tsv.gz", false, 100},
	{"deaths by sex and age", "estat_demo_r_magec3.tsv.gz", false, 100},
	{"structure of population", "estat_demo_r_pjanind3.tsv.gz", false, 100},
	{"live births", "demo_r_births_NUTS3.tsv.gz", false, 5},
	{"deaths", "deaths_total_comma.csv.gz", false, 5},
	{"density", "demo_r_d3dens_comma_flagsglued.csv.gz", false, 5},
	{"area", "reg_area3_comma.csv.gz", false, 5},
	{"businesses", "bd_size_r3_tabular.tsv.gz", false, 100},
	{"gross domestic product", "estat_nama_10r_3gdp.csv.gz", false, 10},
	{"the same, to 2014", "nama_10r_3gdp_nuts2013.tsv.gz", false, 10},
	{"average population", "nama_10r_3popgdp_nuts2013.tsv.gz", false, 5},
	{"persons employed", "nama_10r_3empers_LV_LT_extract.csv", true, 1},
	{"patents", "pat_ep_r_nuts_1977_2012.csv.gz", true, 10},
}

func opened(t testing.TB, name string) io.ReadCloser {
	t.Helper()
	f, err := os.Open(testkit.Shared(t, "data/eurostat/"+name))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(name, ".gz") {
		return f
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// cell reads a value with its flags, apart or glued: "16.8 b", "4700p", ":".
func cell(s string) (v float64, flags string) {
	s = strings.TrimSpace(s)
	i := strings.LastIndexAny(s, "0123456789") + 1
	v, err := strconv.ParseFloat(strings.TrimSpace(s[:i]), 64)
	if err != nil {
		return math.NaN(), ""
	}
	return v, s[i:]
}

// read gives the NUTS 3 series of a table.
func (tb table) read(t testing.TB) []history {
	t.Helper()
	f := opened(t, tb.file)
	defer f.Close()
	in := bufio.NewScanner(f)
	in.Buffer(make([]byte, 1<<16), 1<<22)
	var out []history
	if tb.long {
		out = readLong(in)
	} else {
		out = readWide(in, strings.Contains(tb.file, ".tsv"))
	}
	if err := in.Err(); err != nil {
		t.Fatal(err)
	}
	if len(out) == 0 {
		t.Fatalf("%s: no series", tb.file)
	}
	return out
}

func readWide(in *bufio.Scanner, tabs bool) (out []history) {
	var years []int
	first := 0
	for in.Scan() {
		separator := ","
		if tabs {
			separator = "\t"
		}
		cells := strings.Split(in.Text(), separator)
		if years == nil {
			for i, c := range cells {
				if y, err := strconv.Atoi(strings.TrimSpace(c)); err == nil {
					if len(years) == 0 {
						first = i
					}
					years = append(years, y)
				}
			}
			continue
		}
		key := strings.Join(cells[:first], ",")
		if !isNUTS3(key[strings.LastIndex(key, ",")+1:]) {
			continue
		}
		low := min(years[0], years[len(years)-1])
		h := history{key, low, make([]float64, len(years)), make([]bool, len(years))}
		for i, y := range years {
			v, flags := cell(cells[first+i])
			h.values[y-low], h.breaks[y-low] = v, strings.Contains(flags, "b")
		}
		out = append(out, h)
	}
	return out
}

// isNUTS3 tells codes such as LT023 from those of countries, larger regions, and what lies outside of regions.
func isNUTS3(geo string) bool { return len(geo) == 5 && !strings.HasSuffix(geo, "ZZZ") }

func readLong(in *bufio.Scanner) (out []history) {
	number := map[string]int{}
	type value struct {
		series, year int
		v            float64
	}
	var all []value
	low, high := math.MaxInt, 0
	for in.Scan() {
		cells := strings.Split(strings.ReplaceAll(in.Text(), `"`, ""), ",")
		n := len(cells)
		year, err := strconv.Atoi(cells[n-2])
		if err != nil || !isNUTS3(cells[n-3]) {
			continue
		}
		key := strings.Join(cells[:n-2], ",")
		if _, known := number[key]; !known {
			number[key] = len(out)
			out = append(out, history{id: key})
		}
		if v, _ := cell(cells[n-1]); v == v {
			all = append(all, value{number[key], year, v})
			low, high = min(low, year), max(high, year)
		}
	}
	for i := range out {
		out[i].first = low
		out[i].values = make([]float64, high-low+1)
		for k := range out[i].values {
			out[i].values[k] = math.NaN()
		}
	}
	for _, v := range all {
		out[v.series].values[v.year-low] = v.v
	}
	return out
}

// tally counts outcomes.
type tally struct{ n, in80, in95, below, above int }

func (c *tally) add(place float64) {
	c.n++
	if place >= 0.1 && place <= 0.9 {
		c.in80++
	}
	if place < 0.1 {
		c.below++
	}
	if place > 0.9 {
		c.above++
	}
	if place >= 0.025 && place <= 0.975 {
		c.in95++
	}
}

func (c *tally) join(o tally) {
	c.n, c.in80, c.in95, c.below, c.above = c.n+o.n, c.in80+o.in80, c.in95+o.in95, c.below+o.below, c.above+o.above
}

func (c *tally) String() string {
	if c.n == 0 {
		return fmt.Sprintf("%8s %6s %6s %6s %6s", "–", "–", "–", "–", "–")
	}
	part := func(n int) float64 { return 100 * float64(n) / float64(c.n) }
	return fmt.Sprintf("%8d %6.1f %6.1f %6.1f %6.1f", c.n, part(c.in80), part(c.below), part(c.above), part(c.in95))
}

// moves tells whether a series had changed at all, since the last break, when a forecast was made.
func (h *history) moves(origin int) bool {
	last := h.values[origin]
	for k := origin - 1; k >= 0 && !(k+1 < len(h.breaks) && h.breaks[k+1]); k-- {
		if v := h.values[k]; v == v && v != last {
			return true
		}
	}
	return false
}
