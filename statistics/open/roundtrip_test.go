// SPDX-License-Identifier: EUPL-1.2

package open_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/statistics"
	"github.com/sumanus/sumanus/statistics/csvtable"
	"github.com/sumanus/sumanus/statistics/eurostattsv"
	"github.com/sumanus/sumanus/statistics/jsonstat"
	"github.com/sumanus/sumanus/statistics/open"
)

// invariant holds of every codec on every input: no panic; an error names the file and, unless the input has no lines, the place; and what was
// read is the same after it was written as tidy CSV and as JSON-stat.
func invariant(t *testing.T, r statistics.Reader, err error) {
	var cube *statistics.Cube
	if err == nil {
		cube, err = statistics.ReadAll(r)
	}
	if err != nil {
		var e *statistics.Error
		if !errors.As(err, &e) {
			t.Fatalf("an error of another type: %v", err)
		}
		if e.Code != statistics.BadGzip && (e.File != "f" || e.Line == 0) {
			t.Fatalf("no place: %v", err)
		}
		return
	}
	for _, s := range cube.Series {
		for _, o := range s.Observations {
			if o.Status.Has(statistics.Missing) != (o.Value == "") || o.Value != "" && !statistics.IsDecimal(o.Value) {
				t.Fatalf("%v %+v", s.Key, o)
			}
			if o.Status&^statistics.Missing != statistics.StatusOf(o.Flags) {
				t.Fatalf("status does not follow from flags: %+v", o)
			}
		}
	}
	var tidy bytes.Buffer
	if err := csvtable.Write(&tidy, cube.Reader()); err != nil {
		t.Fatal(err)
	}
	text := tidy.String()
	tidyReader, err := csvtable.NewReader("tidy", &tidy, statistics.Options{})
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	again, err := statistics.ReadAll(tidyReader)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	same(t, cube, again)
	if len(cube.Series) == 0 {
		return // JSON-stat has no empty dimensions
	}
	var stat bytes.Buffer
	if err := jsonstat.Write(&stat, cube); err != nil {
		if !errors.Is(err, &statistics.Error{Code: statistics.TooManyValues}) {
			t.Fatal(err)
		}
		return
	}
	text = stat.String()
	statReader, err := jsonstat.NewReader("stat", &stat, statistics.Options{})
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	again, err = statistics.ReadAll(statReader)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if len(again.Series) != len(cube.Series) {
		t.Fatalf("%d series became %d\n%s", len(cube.Series), len(again.Series), text)
	}
	for _, s := range again.Series {
		for _, o := range s.Observations {
			if was, ok := cube.Find(o.Period, s.Key...); !ok || was != o {
				t.Fatalf("%v %+v was %+v\n%s", s.Key, o, was, text)
			}
		}
	}
}

var tsvSeeds = []string{
	"freq,sex,unit,age,geo\\TIME_PERIOD\t2014 \t2015 \t2016 \r\nA,F,NR,TOTAL,BE221\t211408 b\t212629 \t: \r\nA,F,NR,TOTAL,LT023\t170226 bep\t: c\t1.50 u\r\n",
	"unit,geo\\time\t2014 \t2013 \nEUR_HAB,AT\t38500 \t38100 e\nEUR_HAB,LV003\t6600 \t: \n",
	"geo\\time\t2010Q1\t2010-W05\t2010M03\n\u0161\t-1\t0n\t..\n",
	"a\\t\t2010\nx\t1\nx\t2\n",
}

var csvSeeds = []string{
	"freq,unit,geo,2000,2001\r\nA,EUR_HAB,AL,4700p,:\r\nA,EUR_HAB,LV003,18.6bep,:c\r\n",
	"unit,geo,2022,2021\nPER_KM2,AL,100.0e,\n",
	"\"unit\",\"geo\",\"time\",\"values\"\n\"GDP_BEUR\",\"AT\",2012,5.062\n\"GDP_BEUR\",\"AT\",2011,NA\n",
	"DATAFLOW,LAST UPDATE,freq,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS\nE:X(1.0),01/01/24,A,LV,2010,,b,C\n",
	"geo;TIME_PERIOD;OBS_VALUE\nLV;2010-Q1;1,5\nLV;2010-Q2;:\n",
	"geo,time,value,status\n\"a, \"\"b\"\"\",2010,1,\nx,2010,,..\nx,2011,0,n\n\" x\",2011,1e+05,(1)\n",
	"time,value,status\n2010,1,\n",
	"geo\\TIME_PERIOD,2010\nLV,1\n",
	"value,status,time,value,status\nA,B,2010,.5,x y\n",
}

var statSeeds = []string{
	stat + `"value":[34880.5, null],"status":["e",null]}`,
	stat + `"value":{"0":1e5},"status":{"0":"bep","1":":"},"label":"\u00e9\ud83d\ude00","role":{"time":["time"],"geo":["geo"]}}`,
	`{"dataset":{"status":{"1":"."},"dimension":{"K":{"category":{"index":{"a":0,"b":1},"label":{"a":"A"},"unit":{"a":{"base":"index"}}}},"Tid":{"category":{"index":{"1990M01":0}}},"id":["Tid","K"],"size":[1,2],"role":{"time":["Tid"]}},"value":[1,null]}}`,
	`{"nama":{"status":{"value":[":",null],"category":{"label":{":":"n"}}},"value":[null,2],"dimension":{"id":["geo","time"],"size":[1,2],"geo":{"category":{"label":{"LV":"Latvia"}}},"time":{"category":{"index":{"2010":1,"2009":0}}}}}}`,
	`{"class":"collection","link":{"item":[{"class":"dataset","label":"One"}]}}`,
	`{"version":"2.0","class":"dataset","value":["1.5 b",":c"],"status":"p","id":["time","geo"],"size":[2,1],"dimension":{"geo":{"category":{"index":["LV"]}},"time":{"category":{"index":["2010","2011"]}}}}`,
	`{"error":[{"label":"x"}]}`,
}

func FuzzEurostatTSV(f *testing.F) {
	for _, s := range tsvSeeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := eurostattsv.NewReader("f", bytes.NewReader(b), statistics.Options{})
		invariant(t, r, err)
	})
}

func FuzzCSVTable(f *testing.F) {
	for _, s := range csvSeeds {
		f.Add([]byte(s), byte(0), byte(0))
		f.Add([]byte(strings.ReplaceAll(s, ",", ";")), byte(';'), byte(','))
	}
	f.Fuzz(func(t *testing.T, b []byte, delimiter, decimal byte) {
		if delimiter != ';' && delimiter != '\t' && delimiter != ',' {
			delimiter = 0
		}
		if decimal != ',' && decimal != '.' {
			decimal = 0
		}
		r, err := csvtable.NewReader("f", bytes.NewReader(b), statistics.Options{Delimiter: delimiter, Decimal: decimal})
		invariant(t, r, err)
	})
}

func FuzzJSONStat(f *testing.F) {
	for _, s := range statSeeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := jsonstat.NewReader("f", bytes.NewReader(b), statistics.Options{})
		invariant(t, r, err)
	})
}

func FuzzOpen(f *testing.F) {
	for _, seeds := range [][]string{tsvSeeds, csvSeeds, statSeeds} {
		for _, s := range seeds {
			f.Add([]byte(s), "")
			f.Add([]byte("\ufeff"+s), "2010")
		}
	}
	f.Fuzz(func(t *testing.T, b []byte, period string) {
		r, err := open.With("f", io.Reader(bytes.NewReader(b)), statistics.Options{Period: period})
		invariant(t, r, err)
	})
}
