// SPDX-License-Identifier: EUPL-1.2

package forecast

import (
	"maps"
	"slices"
	"testing"
)

const (
	testedYears = 5
	fewYears    = 5   // target years under which a line rests on a few joint draws
	fewCases    = 150 // outcomes under which a line is too short to be judged
	bins        = 10
)

// counts are tallies of a table by year ahead, and by year of the outcome.
type counts struct {
	ahead  [testedYears]tally
	target [testedYears]map[int]*tally
	place  [bins]int
}

func newCounts() *counts {
	c := &counts{}
	for h := range c.target {
		c.target[h] = map[int]*tally{}
	}
	return c
}

func (c *counts) add(o Outcome, year int) {
	h := o.Horizon - 1
	c.ahead[h].add(o.Place)
	if c.target[h][year] == nil {
		c.target[h][year] = &tally{}
	}
	c.target[h][year].add(o.Place)
	c.place[min(int(o.Place*bins), bins-1)]++
}

func (c *counts) join(o *counts) {
	for h := range c.ahead {
		c.ahead[h].join(o.ahead[h])
	}
	for k, n := range o.place {
		c.place[k] += n
	}
}

func (c *counts) all() (sum tally) {
	for _, t := range c.ahead {
		sum.join(t)
	}
	return sum
}

// backtested makes every forecast of every series of a table as it would have been made at the time: all outcomes, those of series that cannot have been in the sample on
// which the constants of the package were set, and those of series that had changed at all before the forecast.
func backtested(t *testing.T, of []history, sample int) (all, unseen, moved *counts) {
	t.Helper()
	series := make([]Series, len(of))
	for i := range of {
		series[i] = Series{of[i].first, of[i].values, of[i].breaks}
	}
	outcomes, err := Backtests(series, Options{Horizon: testedYears})
	if err != nil {
		t.Fatal(err)
	}
	all, unseen, moved = newCounts(), newCounts(), newCounts()
	for i := range of {
		for _, o := range outcomes[i] {
			year := of[i].first + o.Origin + o.Horizon
			all.add(o, year)
			if of[i].moves(o.Origin) {
				moved.add(o, year)
			}
			if i%sample != 0 && (i+1)%sample != 0 {
				unseen.add(o, year)
			}
		}
	}
	return all, unseen, moved
}

// TestCoverage: over all NUTS 3 series of the shared data, in every year from which a forecast can be made, the 80 % interval covers 75 to 85 % of what came:
// in each table, one to five years ahead, and in all. The table is printed. It tells four more things.
//
//   - Series that had never changed (areas, mostly) hold nothing by which to tell how wide an interval should be, and an interval that holds the one value they
//     have is right whenever nothing changes. They are counted apart: a table is judged by what had moved.
//   - A line that rests on fewer than five target years rests on as few draws, however many regions there are: what befalls a year befalls all of them.
//     It is marked, and judged by 70 to 90 %.
//   - Beside each table stand the target years by themselves. Most lie outside of 75 to 85 %: the pandemic, the crisis of 2009 and the calm years between
//     are one draw each. Who forecasts beforehand cannot know which it will be; the interval is right over the years, not in each of them.
//   - Where outcomes lie in the distributions told is counted by tenths, so that chances are as right as the ends of the interval.
func TestCoverage(t *testing.T) {
	whole, unseen := newCounts(), newCounts()
	series, judged, within, outside := 0, 0, 0, 0
	t.Logf("%-26s %7s  %-14s %8s %6s %6s %6s %6s", "table", "series", "", "outcomes", "80 %", "below", "above", "95 %")
	for _, tb := range tables {
		all := tb.read(t)
		c, fresh, moved := backtested(t, all, tb.sample)
		line(t, tb.name, len(all), c)
		if n, m := c.all(), moved.all(); m.n*10 < n.n*9 {
			line(t, "of them, what had moved", len(all), moved)
			c = moved
		}
		judged += judge(t, tb.name, c)
		in, out := years(t, tb.name, c)
		within, outside = within+in, outside+out
		whole.join(c)
		unseen.join(fresh)
		series += len(all)
	}
	line(t, "all tables", series, whole)
	line(t, "all but the sample", series, unseen)
	judge(t, "all tables", whole)
	tenths(t, whole)
	sum := whole.all()
	if covered := float64(sum.in95) / float64(sum.n); !(covered >= 0.92 && covered <= 0.98) {
		t.Errorf("the 95 %% interval covers %.1f %%", 100*covered)
	}
	t.Logf("target years by themselves: %d of %d within 75 to 85 %%; each of the others is one joint draw of its table", within, within+outside)
	t.Logf("compared %d of %d outcomes of %d series, %d lines judged", sum.n, sum.n, series, judged)
}

func line(t *testing.T, name string, n int, c *counts) {
	t.Helper()
	for h := range c.ahead {
		if c.ahead[h].n == 0 {
			continue
		}
		mark := ""
		if k := len(c.target[h]); k > 0 && k < fewYears {
			mark = "  (few target years)"
		}
		t.Logf("%-26s %7d  %d year(s) ahead %s%s", name, n, h+1, &c.ahead[h], mark)
	}
	sum := c.all()
	t.Logf("%-26s %7d  all            %s", name, n, &sum)
}

// judge holds the coverage of a table to what is promised, each year ahead and in all.
func judge(t *testing.T, name string, c *counts) (judged int) {
	t.Helper()
	hold := func(what string, of tally, low, high float64) {
		if of.n < fewCases {
			return
		}
		judged++
		if covered := 100 * float64(of.in80) / float64(of.n); !(covered >= low && covered <= high) {
			t.Errorf("%s, %s: the 80 %% interval covers %.1f %%", name, what, covered)
		}
	}
	for h, of := range c.ahead {
		low, high := 75.0, 85.0
		if k := len(c.target[h]); k > 0 && k < fewYears {
			low, high = 70, 90
		}
		hold(string(rune('1'+h))+" ahead", of, low, high)
	}
	hold("all", c.all(), 75, 85)
	return judged
}

// years prints the target years of a table by themselves and counts those within 75 to 85 %.
func years(t *testing.T, name string, c *counts) (within, outside int) {
	t.Helper()
	for h := range c.target {
		for _, year := range slices.Sorted(maps.Keys(c.target[h])) {
			of := c.target[h][year]
			if of.n < fewCases {
				continue
			}
			mark := ""
			if covered := 100 * float64(of.in80) / float64(of.n); covered >= 75 && covered <= 85 {
				within++
			} else {
				outside++
				mark = "  one joint draw"
			}
			t.Logf("  %-24s %7d  %d year(s) ahead %s%s", name, year, h+1, of, mark)
		}
	}
	return within, outside
}

// tenths: each tenth of the distributions told holds about a tenth of the outcomes, so that chances mean what they say.
func tenths(t *testing.T, c *counts) {
	t.Helper()
	n := 0
	for _, k := range c.place {
		n += k
	}
	for k, m := range c.place {
		share := 100 * float64(m) / float64(n)
		t.Logf("outcomes between the %d and the %d %% point: %.1f %%", k*100/bins, (k+1)*100/bins, share)
		if share < 6 || share > 14 {
			t.Errorf("%.1f %% of outcomes lie between the %d and the %d %% point", share, k*100/bins, (k+1)*100/bins)
		}
	}
}
