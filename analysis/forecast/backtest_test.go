// SPDX-License-Identifier: EUPL-1.2

package forecast

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/sumanus/sumanus/internal/testkit"
)

// history is a series of the shared data.
type history struct {
	id     string
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
		h := history{key, make([]float64, len(years)), make([]bool, len(years))}
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
type tally struct{ n, in80, in95 int }

func (c *tally) add(place float64) {
	c.n++
	if place >= 0.1 && place <= 0.9 {
		c.in80++
	}
	if place >= 0.025 && place <= 0.975 {
		c.in95++
	}
}

func (c *tally) join(o tally) { c.n += o.n; c.in80 += o.in80; c.in95 += o.in95 }

func (c *tally) String() string {
	if c.n == 0 {
		return fmt.Sprintf("%8s %6s %6s", "–", "–", "–")
	}
	return fmt.Sprintf("%8d %6.1f %6.1f", c.n, 100*float64(c.in80)/float64(c.n), 100*float64(c.in95)/float64(c.n))
}

const testedYears = 5

// counts are tallies by year ahead.
type counts [testedYears]tally

func (c *counts) join(o *counts) {
	for h := range c {
		c[h].join(o[h])
	}
}

func (c *counts) all() (sum tally) {
	for _, t := range c {
		sum.join(t)
	}
	return sum
}

// backtested makes every forecast of every series of a table, on all processors; unseen are those that cannot have been in the sample on which the constants of
// the package were set.
func backtested(of []history, sample int) (all, unseen, moved counts, failed error) {
	var wait sync.WaitGroup
	var lock sync.Mutex
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wait.Go(func() {
			var mine, fresh, lively counts
			for i := w; i < len(of); i += workers {
				outcomes, err := Backtest(of[i].values, of[i].breaks, Options{Horizon: testedYears})
				if err != nil {
					lock.Lock()
					failed = fmt.Errorf("%s: %w", of[i].id, err)
					lock.Unlock()
					return
				}
				for _, o := range outcomes {
					mine[o.Horizon-1].add(o.Place)
					if of[i].moves(o.Origin) {
						lively[o.Horizon-1].add(o.Place)
					}
					if i%sample != 0 && (i+1)%sample != 0 {
						fresh[o.Horizon-1].add(o.Place)
					}
				}
			}
			lock.Lock()
			all.join(&mine)
			unseen.join(&fresh)
			moved.join(&lively)
			lock.Unlock()
		})
	}
	wait.Wait()
	return all, unseen, moved, failed
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

// TestCoverage: over all NUTS 3 series of the shared data, in every year from which a forecast can be made, the 80 % interval covers 75 to 85 % of what came,
// one to five years ahead and in all. The table is printed, a line for each table of the data and year ahead. Series that had never changed (areas, mostly)
// hold nothing by which to tell how wide an interval should be: it is as narrow as the unit of the figures and right whenever nothing changes again. A line
// of its own tells how often it was right where something had moved.
func TestCoverage(t *testing.T) {
	var whole, unseen counts
	series := 0
	line := func(name string, n int, c *counts) {
		for h := range c {
			if c[h].n > 0 {
				t.Logf("%-26s %7d  %d year(s) ahead %s", name, n, h+1, &c[h])
			}
		}
		sum := c.all()
		t.Logf("%-26s %7d  all            %s", name, n, &sum)
	}
	t.Logf("%-26s %7s  %-14s %8s %6s %6s", "table", "series", "", "outcomes", "80 %", "95 %")
	for _, tb := range tables {
		all := tb.read(t)
		c, fresh, moved, err := backtested(all, tb.sample)
		if err != nil {
			t.Fatal(err)
		}
		line(tb.name, len(all), &c)
		if n, m := c.all(), moved.all(); m.n < n.n {
			t.Logf("%-26s %7s  of what moved   %s", tb.name, "", &m)
		}
		whole.join(&c)
		unseen.join(&fresh)
		series += len(all)
	}
	line("all tables", series, &whole)
	line("all but the sample", series, &unseen)
	covers(t, "all tables", &whole)
	covers(t, "all but the sample", &unseen)
	sum := whole.all()
	t.Logf("compared %d of %d outcomes of %d series", sum.n, sum.n, series)
}

// covers holds coverage to what is promised: each year ahead, and in all.
func covers(t *testing.T, name string, c *counts) {
	t.Helper()
	for h, of := range append(c[:], c.all()) {
		if covered := float64(of.in80) / float64(of.n); !(covered >= 0.75 && covered <= 0.85) {
			t.Errorf("%s, line %d: the 80 %% interval covers %.1f %%", name, h+1, 100*covered)
		}
		if covered := float64(of.in95) / float64(of.n); !(covered >= 0.92 && covered <= 0.98) {
			t.Errorf("%s, line %d: the 95 %% interval covers %.1f %%", name, h+1, 100*covered)
		}
	}
}
