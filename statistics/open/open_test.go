// SPDX-License-Identifier: EUPL-1.2

package open_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sumanus/sumanus/internal/testkit"
	"github.com/sumanus/sumanus/statistics"
	"github.com/sumanus/sumanus/statistics/csvtable"
	"github.com/sumanus/sumanus/statistics/jsonstat"
	"github.com/sumanus/sumanus/statistics/open"
)

func read(t *testing.T, name string, options statistics.Options) (*statistics.Cube, error) {
	t.Helper()
	f, err := os.Open(testkit.Shared(t, "data/"+name))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	r, err := open.With(name, f, options)
	if err != nil {
		return nil, err
	}
	return statistics.ReadAll(r)
}

func mustRead(t *testing.T, name string, options statistics.Options) *statistics.Cube {
	t.Helper()
	c, err := read(t, name, options)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// same compares the series of two cubes; lines and roles belong to a file, not to its content.
func same(t *testing.T, want, got *statistics.Cube) {
	t.Helper()
	if len(want.Series) != len(got.Series) {
		t.Fatalf("%d series became %d", len(want.Series), len(got.Series))
	}
	for i := range want.Series {
		a, b := want.Series[i], got.Series[i]
		a.Line, b.Line = 0, 0
		if d := cmp.Diff(a, b); d != "" {
			t.Fatalf("series %d: %s", i, d)
		}
	}
}

// The counts were taken from the files with another program: lines, cells, cells without a digit, cells with a small letter.
func TestRealFiles(t *testing.T) {
	for _, want := range []struct {
		file, format                     string
		series, values, missing, flagged int
	}{
		{"eurostat/bd_size_r3_tabular.tsv.gz", "eurostattsv", 130305, 1693965, 713960, 77297},
		{"eurostat/births_comma.csv.gz", "csvwide", 2081, 66592, 11848, 223},
		{"eurostat/deaths_total_comma.csv.gz", "csvwide", 2081, 66592, 11626, 406},
		{"eurostat/demo_r_births_NUTS3.tsv.gz", "eurostattsv", 2081, 66592, 11848, 223},
		{"eurostat/demo_r_d3dens_comma_flagsglued.csv.gz", "csvwide", 2031, 67023, 13386, 3437},
		{"eurostat/edat_lfse_22_tabular.tsv.gz", "eurostattsv", 4527, 104121, 19795, 32151},
		{"eurostat/estat_demo_r_magec3.tsv.gz", "eurostattsv", 131103, 1179927, 177547, 24360},
		{"eurostat/estat_demo_r_pjangrp3.tsv.gz", "eurostattsv", 136584, 1229256, 103361, 56084},
		{"eurostat/estat_demo_r_pjanind3.tsv.gz", "eurostattsv", 98112, 883008, 98980, 46681},
		{"eurostat/estat_hlth_rs_physreg.tsv.gz", "eurostattsv", 851, 25530, 8475, 5100},
		{"eurostat/estat_nama_10r_3gdp.csv.gz", "csvwide", 12453, 273966, 20422, 18995},
		{"eurostat/nama_10r_3empers_LV_LT_extract.csv", "csvtidy", 270, 3180, 49, 0},
		{"eurostat/nama_10r_3gdp_nuts2013.tsv.gz", "eurostattsv", 10808, 162120, 11360, 144},
		{"eurostat/nama_10r_3popgdp_nuts2013.tsv.gz", "eurostattsv", 1817, 27255, 2046, 558},
		{"eurostat/pat_ep_r_nuts_1977_2012.csv.gz", "csvtidy", 5714, 103075, 0, 0},
		{"eurostat/rd_p_persreg_2009_2018_nuts.csv", "csvtidy", 478, 956, 283, 0},
		{"eurostat/reg_area3_comma.csv.gz", "csvwide", 3240, 84240, 13418, 380},
		{"eurostat/tgs00026_hh_income_nuts2.csv", "csvtidy", 247, 2723, 0, 0},
		{"sbs/sbs_r_3f_my.tsv.gz", "eurostattsv", 7995, 39975, 31916, 20},
		{"sbs/sbs_r_nuts06_r2.tsv.gz", "eurostattsv", 195227, 1561816, 460887, 166905},
		{"jsonstat/cso_ie_NQQ25.json", "jsonstat", 16, 1216, 0, 0},
		{"jsonstat/eurostat_nama_gdp_c_v1.json", "jsonstat", 44, 3036, 1902, 24},
		{"jsonstat/jsonstatorg_canada.json", "jsonstat", 120, 120, 0, 120},
		{"jsonstat/jsonstatorg_galicia.json", "jsonstat", 1980, 3960, 4, 0},
		{"jsonstat/jsonstatorg_oecd.json", "jsonstat", 36, 432, 0, 72},
		{"jsonstat/jsonstatorg_us-gsp.json", "jsonstat", 204, 204, 0, 0},
		{"jsonstat/jsonstatorg_us-labor.json", "jsonstat", 12880, 12880, 0, 0},
		{"jsonstat/ssb_29843.json", "jsonstat", 120, 37440, 7200, 7200},
		{"pxweb/scb_v2_jsonstat2_TAB5974.json", "jsonstat", 2, 2, 0, 0},
	} {
		t.Run(want.file, func(t *testing.T) {
			format, series, values, missing, flagged := count(t, want.file)
			var c *statistics.Cube
			if series <= 15000 || format == csvtable.Tidy { // in memory only where the round trip shows something new
				c = mustRead(t, want.file, statistics.Options{})
				series = len(c.Series)
			}
			got := []any{format, series, values, missing, flagged}
			if d := cmp.Diff([]any{want.format, want.series, want.values, want.missing, want.flagged}, got); d != "" {
				t.Fatal(d)
			}
			if c == nil {
				return
			}
			var tidy, stat bytes.Buffer
			if err := csvtable.Write(&tidy, c.Reader()); err != nil {
				t.Fatal(err)
			}
			again, err := open.Open("tidy", &tidy)
			if err != nil {
				t.Fatal(err)
			}
			back, err := statistics.ReadAll(again)
			if err != nil {
				t.Fatal(err)
			}
			same(t, c, back)
			if err := jsonstat.Write(&stat, c); err != nil {
				t.Fatal(err)
			}
			again, err = open.Open("stat", &stat)
			if err != nil {
				t.Fatal(err)
			}
			if back, err = statistics.ReadAll(again); err != nil {
				t.Fatal(err)
			}
			n := 0
			for _, s := range back.Series {
				for _, o := range s.Observations {
					was, ok := c.Find(o.Period, s.Key...)
					if !ok || was != o {
						t.Fatalf("%v %+v was %+v", s.Key, o, was)
					}
					n++
				}
			}
			if n != values {
				t.Fatalf("%d values became %d", values, n)
			}
		})
	}
}

// count streams a file.
func count(t *testing.T, name string) (format string, series, values, missing, flagged int) {
	t.Helper()
	f, err := os.Open(testkit.Shared(t, "data/"+name))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	r, err := open.Open(name, f)
	for err == nil {
		var s *statistics.Series
		if s, err = r.Next(); err != nil {
			break
		}
		series++
		for _, o := range s.Observations {
			values++
			if o.Status.Has(statistics.Missing) != (o.Value == "") {
				t.Fatalf("missing does not follow from the value: %+v", o)
			}
			if o.Value == "" {
				missing++
			}
			if o.Flags != "" {
				flagged++
			}
		}
	}
	if err != io.EOF {
		t.Fatal(err)
	}
	return r.Header().Format, series, values, missing, flagged
}

// What is no dataset, or has no time or no numbers, is refused with its place.
func TestRefusedFiles(t *testing.T) {
	for _, want := range []struct {
		file         string
		code         statistics.ErrorCode
		line, column int
		path, found  string
	}{
		{"jsonstat/jsonstatorg_collection.json", statistics.NotADataset, 3, 12, "",
			"collection: Unemployment rate in the OECD countries 2003-2014; Population by sex and age group. Canada. 2012; Population by province of residence, place of birth, age, ge; US States by GSP and population; Unemployment Rates by County, 2012 Annual Averages; Labor Force Data by County, 2012 Annual Averages; Demo of value ordering: what does not change, first; Demo of hierarchical dimension"},
		{"jsonstat/jsonstatorg_oecd-canada-col.json", statistics.NotADataset, 3, 12, "",
			"collection: Unemployment rate in the OECD countries 2003-2014; Population by sex and age group. Canada. 2012"},
		{"jsonstat/jsonstatorg_hierarchy.json", statistics.NoTime, 1, 1, "dimension", "commodity"},
		{"jsonstat/jsonstatorg_order.json", statistics.BadNumber, 29, 3, "value.0", "A1B1C1"},
		{"pxweb/scb_v1_response_BefolkningNy.json", statistics.UnknownFormat, 1, 1, "", "{"},
		{"pxweb/query_json_query_example.json", statistics.UnknownFormat, 1, 1, "", "{"},
		{"eurostat/ure2026_gdp-change.json.gz", statistics.UnknownFormat, 1, 1, "", "{"},
		{"eurostat/urban_rural_typology_nuts2013.csv", statistics.BadHeader, 1, 0, "", "NUTS_ID_2013,urban_rural"},
		{"stratml/PMOAI.xml", statistics.UnknownFormat, 1, 1, "", "<?xml version=\"1"},
	} {
		_, err := read(t, want.file, statistics.Options{})
		var e *statistics.Error
		if !errors.As(err, &e) {
			t.Errorf("%s: %v", want.file, err)
			continue
		}
		if d := cmp.Diff([]any{want.code, want.line, want.column, want.path, want.found, want.file},
			[]any{e.Code, e.Line, e.Column, e.Path, e.Found, e.File}); d != "" {
			t.Errorf("%s: %s", want.file, d)
		}
	}
	c := mustRead(t, "jsonstat/jsonstatorg_hierarchy.json", statistics.Options{Period: "2011"})
	if o, ok := c.Find("2011", "T"); !ok || o.Status != statistics.Missing || len(c.Series) != 1 {
		t.Errorf("a sparse null is missing, and the other 131 are absent: %+v, %d series", o, len(c.Series))
	}
	_, err := read(t, "eurostat/urban_rural_typology_nuts2013.csv", statistics.Options{Period: "2013", Columns: map[string]statistics.Role{"urban_rural": statistics.RoleValue}})
	if !errors.Is(err, &statistics.Error{Code: statistics.BadNumber}) {
		t.Errorf("a class is not a number: %v", err)
	}
}

// Numbers that people know, on both sides of the change of codes.
func TestKnownNumbers(t *testing.T) {
	const gdp2013, gdp2021, people = "eurostat/nama_10r_3gdp_nuts2013.tsv.gz", "eurostat/estat_nama_10r_3gdp.csv.gz", "eurostat/estat_demo_r_pjangrp3.tsv.gz"
	cubes := map[string]*statistics.Cube{}
	for _, want := range []struct{ file, period, value, key string }{
		{gdp2013, "2010", "10000", "EUR_HAB LT003"},
		{gdp2013, "2010", "6600", "EUR_HAB LV003"},
		{gdp2013, "2009", "9500", "EUR_HAB LT003"},
		{gdp2013, "2009", "7000", "EUR_HAB LV003"},
		{gdp2021, "2010", "10000", "A EUR_HAB LT023"},
		{gdp2021, "2010", "6700", "A EUR_HAB LV003"},
		{gdp2021, "2009", "9500", "A EUR_HAB LT023"},
		{gdp2021, "2009", "7100", "A EUR_HAB LV003"},
		{people, "2014", "329013", "A T NR TOTAL LT023"},
		{people, "2022", "233229", "A T NR TOTAL LV003"},
		{"eurostat/nama_10r_3empers_LV_LT_extract.csv", "2007", "146500", "A PER EMP A LT"},
		{"eurostat/tgs00026_hh_income_nuts2.csv", "2009", "18900", "PPS_EU27_2020_HAB BAL B6N AT11"},
		{"eurostat/demo_r_d3dens_comma_flagsglued.csv.gz", "2022", "100.0", "PER_KM2 AL"},
		{"jsonstat/jsonstatorg_canada.json", "2012", "34880.5", "CA T POP T"},
		{"jsonstat/jsonstatorg_oecd.json", "2003", "5.943826289", "UNR AU"},
		{"jsonstat/cso_ie_NQQ25.json", "1997-Q1", "19960", "0 NQQ25C01"},
	} {
		if cubes[want.file] == nil {
			cubes[want.file] = mustRead(t, want.file, statistics.Options{})
		}
		o, ok := cubes[want.file].Find(want.period, strings.Fields(want.key)...)
		if !ok || o.Value != want.value {
			t.Errorf("%s %s %s: %+v (present: %v), want %s", want.file, want.key, want.period, o, ok, want.value)
		}
	}
	if o, _ := cubes["eurostat/demo_r_d3dens_comma_flagsglued.csv.gz"].Find("2022", "PER_KM2", "AL"); o.Flags != "e" || o.Status != statistics.Estimated {
		t.Errorf("%+v", o)
	}
	if h := cubes[gdp2013].Header; h.Periods[0] != "2014" || h.Time.ID != "time" || h.Dimensions[1].Role != statistics.RoleGeo {
		t.Errorf("header %+v", h)
	}
	if o, ok := cubes[people].Find("2021", "A", "F", "NR", "TOTAL", "BE221"); !ok || o.Value != "" || o.Status != statistics.Missing {
		t.Errorf("missing, not absent: %+v %v", o, ok)
	}
}

// A file broken anywhere is refused: cut short at every length, nothing may come out as complete.
func TestTruncatedGzip(t *testing.T) {
	whole, err := os.ReadFile(testkit.Shared(t, "data/eurostat/nama_10r_3popgdp_nuts2013.tsv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	for n := 3; n < len(whole); n += 997 {
		_, err := readBytes(whole[:n])
		if !errors.Is(err, &statistics.Error{Code: statistics.Truncated}) {
			t.Fatalf("cut at %d of %d: %v", n, len(whole), err)
		}
	}
	for _, n := range []int{len(whole) - 1, len(whole) - 8, len(whole) - 9} {
		if _, err := readBytes(whole[:n]); !errors.Is(err, &statistics.Error{Code: statistics.Truncated}) {
			t.Fatalf("cut at %d of %d: %v", n, len(whole), err)
		}
	}
	damaged := bytes.Clone(whole)
	damaged[len(damaged)-6] ^= 1 // the check sum
	if _, err := readBytes(damaged); !errors.Is(err, &statistics.Error{Code: statistics.BadGzip}) {
		t.Fatalf("damaged: %v", err)
	}
}

func readBytes(b []byte) (*statistics.Cube, error) {
	r, err := open.Open("x", bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	return statistics.ReadAll(r)
}
