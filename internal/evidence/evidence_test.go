// SPDX-License-Identifier: EUPL-1.2

package evidence_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/jobs"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/testkit"
	"github.com/sumanus/sumanus/territory"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// house is a small partnership with two regions, GDP and population.
type house struct {
	*record.Store
	t     testing.TB
	clock *testkit.Clock
}

var op = identity.AtTheMachine()

func newHouse(t testing.TB, d db.DB) *house {
	t.Helper()
	var all []record.Kind
	for _, kinds := range [][]record.Kind{identity.Kinds(), dataset.Kinds(), method.Kinds(), evidence.Kinds()} {
		all = append(all, kinds...)
	}
	registry, err := record.NewRegistry(all...)
	if err != nil {
		t.Fatal(err)
	}
	policy, err := identity.NewPolicy()
	if err != nil {
		t.Fatal(err)
	}
	clock := testkit.NewClock(time.Date(2026, 4, 1, 8, 0, 0, 0, time.UTC))
	h := &house{t: t, clock: clock, Store: record.New(d, registry, policy, record.Env{Now: clock.Now, Random: testkit.NewRandom(7)})}
	identity.Watch(h.Store)
	evidence.Watch(h.Store)
	h.put(record.Draft{Ref: "organisation/kpr", Body: &identity.Organisation{Title: en("KPR")}})
	h.put(record.Draft{Ref: "region/kurzeme", Body: &dataset.Region{Title: en("Kurzeme"), Level: "nuts3", Country: "LV", Codes: codes("LV003", "2013", "2021")}})
	h.put(record.Draft{Ref: "region/klaipeda-county", Body: &dataset.Region{Title: en("Klaipėda"), Level: "nuts3", Country: "LT", Codes: append(codes("LT003", "2013"), codes("LT023", "2021")...)}})
	for _, slug := range []string{"gdp", "population"} {
		h.put(record.Draft{Ref: record.NewRef("dataset", slug), Body: &dataset.Dataset{Title: en(slug), Publisher: "Eurostat", Licence: "CC BY 4.0", Attribution: "Source: Eurostat", Scheme: "NUTS",
			Dimensions: []dataset.Dimension{{ID: "geo", Title: en("region"), Role: "geo"}, {ID: "time", Title: en("time"), Role: "time"}}}})
		h.put(record.Draft{Ref: record.NewRef("indicator", slug), Body: &evidence.Indicator{Title: en(slug), Formula: slug, Inputs: []evidence.Input{{Name: slug, Dataset: record.NewRef("dataset", slug)}}}})
	}
	return h
}

func codes(code string, versions ...string) (out []territory.Code) {
	for _, v := range versions {
		out = append(out, territory.Code{Scheme: territory.NUTS, Version: v, Code: code})
	}
	return out
}

func en(s string) record.Text { return record.NewText("en", map[string]string{"en": s}) }

func (h *house) put(d record.Draft) {
	h.t.Helper()
	if d.Owner == "" {
		d.Owner = "organisation/kpr"
	}
	if d.Visibility == "" {
		d.Visibility = record.Public
	}
	h.write(func(ctx context.Context, tx *record.Tx) error { _, err := tx.Create(ctx, d); return err })
}

func (h *house) write(f func(context.Context, *record.Tx) error) {
	h.t.Helper()
	h.clock.Add(time.Hour)
	ctx := context.Background()
	if err := h.Write(ctx, op, func(tx *record.Tx) error { return f(ctx, tx) }); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) load(ref record.Ref, published, version string, lines ...string) {
	h.t.Helper()
	h.clock.Add(time.Hour)
	file := "geo,TIME_PERIOD,OBS_VALUE\n" + strings.Join(lines, "\n") + "\n"
	if _, err := dataset.Import(context.Background(), h.Store, op, ref, "file.csv", strings.NewReader(file), dataset.Options{Published: published, Territory: version}); err != nil {
		h.t.Fatal(err)
	}
}

// settle works off what is waiting and gives what was evaluated.
func (h *house) settle() (n int, changes []evidence.Change) {
	h.t.Helper()
	_, err := jobs.Drain(context.Background(), h.DB(), evidence.Handlers(h.Store, op, func(c evidence.Counts) {
		n += c.Evaluated
		changes = append(changes, c.Changed...)
	}), jobs.Options{Now: h.clock.Now, Name: "test"})
	if err != nil {
		h.t.Fatal(err)
	}
	return n, changes
}

func (h *house) judge(moment time.Time, ref record.Ref) *evidence.Judged {
	h.t.Helper()
	var d *evidence.Judged
	ctx := context.Background()
	if err := h.ReadAt(ctx, op, moment, func(tx *record.ReadTx) (err error) {
		d, err = evidence.NewJudge(tx).Finding(ctx, ref)
		return err
	}); err != nil {
		h.t.Fatal(err)
	}
	return d
}

func gapOf(year string, pin string) *evidence.Finding {
	f := gap()
	for i := range f.Values {
		f.Values[i].Indicator, f.Values[i].Period = "indicator/gdp", year
	}
	f.Statement = record.NewText("en", map[string]string{
		"en": "In {= " + year + "} GDP per head in the Klaipėda region was [at least one and a half times](#at-least) that of Kurzeme: {klaipeda} against {kurzeme} euros.",
		"lt": "{= " + year + "} m. BVP vienam gyventojui buvo [bent pusantro karto didesnis](#at-least): {klaipeda} ir {kurzeme} eurų.",
	})
	f.State, f.WrittenFrom = evidence.Accepted, []evidence.Pin{{Dataset: "dataset/gdp", Vintage: pin}}
	return f
}

func losing() *evidence.Finding {
	f := &evidence.Finding{Title: en("Losing"), State: evidence.Accepted, WrittenFrom: []evidence.Pin{{Dataset: "dataset/population", Vintage: "2020-04-01"}},
		Statement: en("From {latest-5} to {latest} [both regions lost residents](#both): {a}, {b}.")}
	for _, r := range [][2]string{{"a", "kurzeme"}, {"b", "klaipeda-county"}} {
		f.Values = append(f.Values, verdict.Value{Name: r[0] + "_then", Indicator: "indicator/population", Region: "region/" + r[1], Period: "latest-5"},
			verdict.Value{Name: r[0] + "_now", Indicator: "indicator/population", Region: "region/" + r[1], Period: "latest"},
			verdict.Value{Name: r[0], Formula: fmt.Sprintf("%[1]s_now / %[1]s_then - 1", r[0]), Percent: true, Decimals: 1})
	}
	f.Values = append(f.Values, verdict.Value{Name: "worst", Formula: "max(a, b)", Percent: true})
	f.Assertions = []verdict.Assertion{{Name: "both", Type: verdict.Sign, Of: "worst", Sign: "negative"}}
	return f
}

// TestTheFlip is the heart of the promise on real numbers of Eurostat: a newer vintage makes one sentence untrue, moves another, and
// leaves those on other series alone, which are not even looked at.
func TestTheFlip(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		h := newHouse(t, d)
		h.load("dataset/gdp", "2016-02-26", "2013", "LT003,2009,9500", "LV003,2009,7000", "LT003,2010,10000", "LV003,2010,6600", "LT003,2014,:", "LV003,2014,8500")
		h.load("dataset/population", "2020-04-01", "2021", "LT023,2014,329013", "LT023,2019,317722", "LV003,2014,258034", "LV003,2019,240113")
		h.put(record.Draft{Ref: "finding/gap-2010", Body: gapOf("2010", "2016-02-26")})
		f := gapOf("2009", "2016-02-26")
		f.Assertions[0].Right = "1.25"
		h.put(record.Draft{Ref: "finding/gap-2009", Body: f})
		h.put(record.Draft{Ref: "finding/losing", Body: losing()})
		if n, changes := h.settle(); n != 3 || len(changes) != 3 {
			t.Fatalf("evaluated %d, %+v", n, changes)
		}
		for _, ref := range []record.Ref{"finding/gap-2010", "finding/gap-2009", "finding/losing"} {
			if got := h.judge(time.Time{}, ref).Result.Verdict; got != verdict.Holds {
				t.Errorf("%s is %s at first", ref, got)
			}
		}
		before := h.clock.Now()
		h.clock.Add(24 * time.Hour)
		h.load("dataset/gdp", "2023-02-21", "2021", "LT023,2009,9500", "LV003,2009,7100", "LT023,2010,10000", "LV003,2010,6700", "LT023,2014,13100", "LV003,2014,8800")
		n, changes := h.settle()
		if n != 2 {
			t.Errorf("%d findings were evaluated, want the two on GDP", n)
		}
		want := []evidence.Change{{Ref: "finding/gap-2009", Before: verdict.Holds, After: verdict.Moved}, {Ref: "finding/gap-2010", Before: verdict.Holds, After: verdict.Untrue}}
		if !slices.Equal(changes, want) {
			t.Errorf("changes %+v", changes)
		}
		flipped := h.judge(time.Time{}, "finding/gap-2010")
		if got := flipped.Used[0].Code + " " + flipped.Used[1].Code; got != "LT023 LV003" {
			t.Errorf("codes %s: LT003 was renamed, not lost", got)
		}
		if got, want := flipped.Plain("en"), "In 2010 GDP per head in the Klaipėda region was at least one and a half times that of Kurzeme: 10,000 against 6,700 euros."; got != want {
			t.Errorf("reads %q", got)
		}
		if n := flipped.Result.Assertions[0].Nearest; len(n) == 0 {
			t.Error("no nearest value that would turn it")
		}
		// As known on the day before, the old page stands.
		if old := h.judge(before, "finding/gap-2010"); old.Result.Verdict != verdict.Holds || old.Shown("kurzeme", "en") != "6,600" {
			t.Errorf("as known before: %s, %s", old.Result.Verdict, old.Shown("kurzeme", "en"))
		}
		h.mend(t)
	})
}

// mend accepts what moved and rewords what is untrue; then all is in order again.
func (h *house) mend(t *testing.T) {
	ctx := context.Background()
	err := h.Write(ctx, op, func(tx *record.Tx) error { _, err := evidence.Accept(ctx, tx, "finding/gap-2010"); return err })
	if !fault.Is(err, "evidence.cannot-confirm") {
		t.Errorf("accepted what is untrue: %v", err)
	}
	h.write(func(ctx context.Context, tx *record.Tx) error {
		_, err := evidence.Accept(ctx, tx, "finding/gap-2009")
		return err
	})
	h.write(func(ctx context.Context, tx *record.Tx) error {
		_, err := evidence.Reword(ctx, tx, "finding/gap-2010", evidence.Rewording{
			Statement: map[string]string{
				"en": "In {= 2010} GDP per head in the Klaipėda region was [almost one and a half times](#at-least) that of Kurzeme: {klaipeda} against {kurzeme} euros.",
				"lt": "{= 2010} m. BVP vienam gyventojui buvo [beveik pusantro karto didesnis](#at-least): {klaipeda} ir {kurzeme} eurų.",
			},
			Assertions: []verdict.Assertion{{Name: "at-least", Type: verdict.Compare, Left: "klaipeda / kurzeme", Op: ">=", Right: "1.45"}},
		})
		return err
	})
	if n, _ := h.settle(); n != 2 {
		t.Errorf("evaluated %d after the mend", n)
	}
	if err := h.Read(ctx, op, func(tx *record.ReadTx) error {
		standings, err := evidence.Standings(ctx, tx)
		for ref, s := range standings {
			if s.Verdict != verdict.Holds || !s.Current {
				t.Errorf("%s stands at %+v", ref, s)
			}
		}
		if len(standings) != 3 {
			t.Errorf("%d standings", len(standings))
		}
		j, err2 := tx.VerifyJournal(ctx)
		if err2 != nil || j.Entries == 0 {
			t.Errorf("journal: %v", err2)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// TestFlipWithTime: a sentence bound to the latest five years holds until the newest year says otherwise.
func TestFlipWithTime(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	lt := []string{"329013", "327300", "324618", "320507", "317252", "317722", "319958", "321849", "324263"}
	lv := []string{"258034", "254722", "251088", "246317", "243032", "240113", "237407", "236022", "233229"}
	load := func(until int) {
		var lines []string
		for i := 0; 2014+i <= until; i++ {
			lines = append(lines, fmt.Sprintf("LT023,%d,%s", 2014+i, lt[i]), fmt.Sprintf("LV003,%d,%s", 2014+i, lv[i]))
		}
		h.load("dataset/population", fmt.Sprintf("%d-04-01", until+1), "2021", lines...)
	}
	load(2019)
	h.put(record.Draft{Ref: "finding/losing", Body: losing()})
	h.settle()
	for year, want := range map[int]verdict.Verdict{2019: verdict.Holds} {
		if got := h.judge(time.Time{}, "finding/losing").Result; got.Verdict != want || got.Latest != fmt.Sprint(year) {
			t.Errorf("%d: %s, latest %s", year, got.Verdict, got.Latest)
		}
	}
	for _, c := range []struct {
		year int
		want verdict.Verdict
	}{{2020, verdict.Moved}, {2021, verdict.Moved}, {2022, verdict.Untrue}} {
		load(c.year)
		if n, _ := h.settle(); n != 1 {
			t.Errorf("%d: evaluated %d", c.year, n)
		}
		d := h.judge(time.Time{}, "finding/losing")
		if d.Result.Verdict != c.want || d.Result.Latest != fmt.Sprint(c.year) {
			t.Errorf("%d: %s, latest %s", c.year, d.Result.Verdict, d.Result.Latest)
		}
	}
	if got := h.judge(time.Time{}, "finding/losing").Plain("en"); !strings.Contains(got, "From 2017 to 2022") || !strings.Contains(got, "5.3") || !strings.Contains(got, "1.2") {
		t.Errorf("reads %q", got)
	}
}

func TestNothingIsEvaluatedWhenNothingChanged(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	h.load("dataset/gdp", "2016-02-26", "2013", "LT003,2010,10000", "LV003,2010,6600")
	h.put(record.Draft{Ref: "finding/gap-2010", Body: gapOf("2010", "2016-02-26")})
	h.settle()
	h.load("dataset/gdp", "2016-03-26", "2013", "LT003,2010,10000", "LV003,2010,6600")
	if n, _ := h.settle(); n != 0 {
		t.Errorf("evaluated %d on an unchanged retrieval", n)
	}
	// A changed series that nothing rests on concerns nobody.
	h.put(record.Draft{Ref: "region/vidzeme", Body: &dataset.Region{Title: en("Vidzeme"), Level: "nuts3", Country: "LV", Codes: codes("LV008", "2013", "2021")}})
	h.load("dataset/gdp", "2016-04-26", "2013", "LT003,2010,10000", "LV003,2010,6600", "LV008,2010,5000")
	if n, _ := h.settle(); n != 0 {
		t.Errorf("evaluated %d though only another region changed", n)
	}
}

func TestMissingIsNotZero(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	h.load("dataset/gdp", "2016-02-26", "2013", "LT003,2010,10000", "LV003,2010,6600")
	h.put(record.Draft{Ref: "finding/gap-2010", Body: gapOf("2010", "2016-02-26")})
	h.load("dataset/gdp", "2017-02-26", "2013", "LT003,2010,10000", "LV003,2010,:c")
	h.settle()
	d := h.judge(time.Time{}, "finding/gap-2010")
	if d.Result.Verdict != verdict.Uncomputable || d.Shown("kurzeme", "lt") != "nėra duomenų" {
		t.Errorf("%s, shown %q", d.Result.Verdict, d.Shown("kurzeme", "lt"))
	}
}

func TestBreakIsNotComparable(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	h.load("dataset/population", "2020-04-01", "2021", "LT023,2014,329013", "LT023,2017,320507b", "LT023,2019,317722", "LV003,2014,258034", "LV003,2019,240113")
	h.put(record.Draft{Ref: "finding/losing", Body: losing()})
	h.settle()
	if got := h.judge(time.Time{}, "finding/losing").Result.Verdict; got != verdict.Incomparable {
		t.Errorf("across a break: %s", got)
	}
}

func TestChangedIndicatorConcernsItsFindings(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	h.load("dataset/gdp", "2016-02-26", "2013", "LT003,2010,10000", "LV003,2010,6600")
	h.put(record.Draft{Ref: "finding/gap-2010", Body: gapOf("2010", "2016-02-26")})
	h.settle()
	h.write(func(ctx context.Context, tx *record.Tx) error {
		r, err := tx.Get(ctx, "indicator/gdp")
		if err != nil {
			return err
		}
		d := r.Draft()
		d.Body = &evidence.Indicator{Title: en("gdp"), Formula: "gdp + 10000", Inputs: []evidence.Input{{Name: "gdp", Dataset: "dataset/gdp"}}}
		_, err = tx.Change(ctx, r.Revision, d)
		return err
	})
	if n, changes := h.settle(); n != 1 || len(changes) != 1 || changes[0].After != verdict.Untrue {
		t.Errorf("evaluated %d: %+v", n, changes)
	}
}

func TestWithdrawKeepsTheFinding(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	h.load("dataset/gdp", "2016-02-26", "2013", "LT003,2010,10000", "LV003,2010,6600")
	h.put(record.Draft{Ref: "finding/gap-2010", Body: gapOf("2010", "2016-02-26")})
	h.write(func(ctx context.Context, tx *record.Tx) error {
		_, err := evidence.Withdraw(ctx, tx, "finding/gap-2010")
		return err
	})
	if d := h.judge(time.Time{}, "finding/gap-2010"); d.Finding.State != evidence.Withdrawn {
		t.Errorf("state %s", d.Finding.State)
	}
}

func TestSeriesForCharts(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	h.load("dataset/gdp", "2016-02-26", "2013", "LT003,2010,10000", "LT003,2011,:", "LT003,2012,12100p", "LV003,2010,6600")
	ctx := context.Background()
	if err := h.Read(ctx, op, func(tx *record.ReadTx) error {
		j := evidence.NewJudge(tx)
		points, err := j.Series(ctx, "indicator/gdp", "region/klaipeda-county")
		if err != nil {
			return err
		}
		if len(points) != 2 || points[1].Period != "2012" || points[1].Number.String() != "12100" || len(points[1].Used) != 1 || points[1].Used[0].Code != "LT003" {
			t.Errorf("series %+v", points)
		}
		latest, err := j.LatestPeriod(ctx, "indicator/gdp", []record.Ref{"region/klaipeda-county", "region/kurzeme"})
		if latest != "2010" {
			t.Errorf("latest common %q", latest)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
