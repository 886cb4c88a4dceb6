// SPDX-License-Identifier: EUPL-1.2

package csvtable_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sumanus/sumanus/statistics"
	"github.com/sumanus/sumanus/statistics/csvtable"
)

// canonical reads a table and gives what Write makes of it, or the error.
func canonical(text string, options statistics.Options) (string, statistics.Header, error) {
	r, err := csvtable.NewReader("x", strings.NewReader(text), options)
	if err != nil {
		return "", statistics.Header{}, err
	}
	var b bytes.Buffer
	err = csvtable.Write(&b, r)
	return b.String(), r.Header(), err
}

func TestRead(t *testing.T) {
	for _, c := range []struct {
		name, input string
		options     statistics.Options
		want        string
	}{
		{"flags glued and apart", "freq,geo,2000,2001,2002\nA,LV,4700p,18.6 b,:c\n", statistics.Options{},
			"freq,geo,time,value,status\nA,LV,2000,4700,p\nA,LV,2001,18.6,b\nA,LV,2002,,c\n"},
		{"periods descending, semicolons, decimal comma", "geo;2001;2000\nLV;1,50;:\n", statistics.Options{},
			"geo,time,value,status\nLV,2001,1.50,\nLV,2000,,\n"},
		{"semicolons, decimal point", "geo;2001;2000\nLV;1.50;..\n", statistics.Options{},
			"geo,time,value,status\nLV,2001,1.50,\nLV,2000,,..\n"},
		{"decimal comma by declaration", "geo,time,value\nLV,2000,\"1,5 b\"\n", statistics.Options{Decimal: ','},
			"geo,time,value,status\nLV,2000,1.5,b\n"},
		{"corner with a backslash", "unit,geo\\TIME_PERIOD,2000\nNR,LV,1\n", statistics.Options{},
			"unit,geo,time,value,status\nNR,LV,2000,1,\n"},
		{"SDMX-CSV of Eurostat", "DATAFLOW,LAST UPDATE,freq,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS\nX,Y,Q,LV,2010-Q1,7,b,F\nX,Y,Q,LV,2010-Q2,,,C\n", statistics.Options{},
			"freq,geo,time,value,status\nQ,LV,2010-Q1,7,b\nQ,LV,2010-Q2,,c\n"},
		{"not sorted", "geo,time,value\nLV,2000,1\nLT,2000,2\nLV,2001,3\n", statistics.Options{},
			"geo,time,value,status\nLV,2000,1,\nLT,2000,2,\nLV,2001,3,\n"},
		{"missing is never zero", "geo,time,value\nA,2000,0\nB,2000,\nC,2000,NA\nD,2000,-\nE,2000,0n\n", statistics.Options{},
			"geo,time,value,status\nA,2000,0,\nB,2000,,\nC,2000,,\nD,2000,,-\nE,2000,0,n\n"},
		{"canonical with dimensions called value and status", "value,status,time,value,status\nA,B,2000,1,bx\n", statistics.Options{},
			"value,status,time,value,status\nA,B,2000,1,bx\n"},
		{"no dimension but time", "time,value,status\n2000,1,\n", statistics.Options{}, "time,value,status\n2000,1,\n"},
		{"declared columns", "kraj,rok,ile,opis\nLV,2000,1,Latvia\n", statistics.Options{Columns: map[string]statistics.Role{"kraj": "geo", "rok": "time", "ile": "value", "opis": "skip"}},
			"kraj,time,value,status\nLV,2000,1,\n"},
		{"a period for all", "geo,value\nLV,1\n", statistics.Options{Period: "2010Q1"}, "geo,time,value,status\nLV,2010-Q1,1,\n"},
		{"quotes", "geo,time,value\n\"a, \"\"b\"\"\",2000,1\n\" c\" ,\"2000\",\"2\"\n", statistics.Options{},
			"geo,time,value,status\n\"a, \"\"b\"\"\",2000,1,\n\" c\",2000,2,\n"},
		{"a label over two lines", "geo,name,time,value\nLV,\"a\nb\",2000,1\n", statistics.Options{Columns: map[string]statistics.Role{"name": "skip"}},
			"geo,time,value,status\nLV,2000,1,\n"},
		{"tabs, empty lines, no rows in between", "\ngeo\ttime\tvalue\n\nLV\t2000\t1\n\n", statistics.Options{}, "geo,time,value,status\nLV,2000,1,\n"},
		{"only a header", "geo,time,value\n", statistics.Options{}, "geo,time,value,status\n"},
	} {
		got, _, err := canonical(c.input, c.options)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
		if again, _, err := canonical(got, statistics.Options{}); err != nil || again != got {
			t.Errorf("%s: written again it differs (%v):\n%s", c.name, err, again)
		}
	}
}

func TestHeader(t *testing.T) {
	_, h, err := canonical("freq,geo,quarter,2001-Q1,2001-Q2\n", statistics.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := statistics.Header{Format: "csvwide", Periods: []string{"2001-Q1", "2001-Q2"}, Time: statistics.Dimension{Role: "time"},
		Dimensions: []statistics.Dimension{{ID: "freq", Role: "other"}, {ID: "geo", Role: "geo"}, {ID: "quarter", Role: "other"}}}
	if d := cmp.Diff(want, h); d != "" {
		t.Error(d)
	}
	_, h, err = canonical("geo,where,YEAR,indicator,Value\n", statistics.Options{Columns: map[string]statistics.Role{"where": "geo", "geo": "other", "indicator": "metric"}})
	if err != nil {
		t.Fatal(err)
	}
	want = statistics.Header{Format: "csvtidy", Time: statistics.Dimension{ID: "YEAR", Role: "time"},
		Dimensions: []statistics.Dimension{{ID: "geo", Role: "other"}, {ID: "where", Role: "geo"}, {ID: "indicator", Role: "metric"}}}
	if d := cmp.Diff(want, h); d != "" {
		t.Error(d)
	}
}

// Rows with the same key that follow each other are one series; strings outlive the next call though the series does not.
func TestRuns(t *testing.T) {
	r, err := csvtable.NewReader("x", strings.NewReader("geo,time,value\nLV,2000,1\nLV,2001,2\nLT,2000,3\nLV,2002,4\n"), statistics.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for {
		s, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range s.Observations {
			got = append(got, s.Key[0], o.Period, o.Value)
		}
		got = append(got, "|")
	}
	if d := cmp.Diff("LV 2000 1 LV 2001 2 | LT 2000 3 | LV 2002 4 |", strings.Join(got, " ")); d != "" {
		t.Error(d)
	}
}

type full struct{}

var errFull = errors.New("disk full")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestWriteFails(t *testing.T) {
	r, err := csvtable.NewReader("x", strings.NewReader("geo,time,value\nLV,2000,1\n"), statistics.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := csvtable.Write(full{}, r); !errors.Is(err, errFull) {
		t.Error(err)
	}
	bad, err := csvtable.NewReader("x", strings.NewReader("geo,time,value\nLV,2000,x\n"), statistics.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := csvtable.Write(io.Discard, bad); !errors.Is(err, &statistics.Error{Code: statistics.BadNumber}) {
		t.Error("an error of the reader must come through:", err)
	}
}
