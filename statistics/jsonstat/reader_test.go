// SPDX-License-Identifier: EUPL-1.2

package jsonstat_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sumanus/sumanus/statistics"
	"github.com/sumanus/sumanus/statistics/csvtable"
	"github.com/sumanus/sumanus/statistics/jsonstat"
)

// tidy reads a document and writes it as canonical CSV without its header.
func tidy(t *testing.T, text string, options statistics.Options) string {
	t.Helper()
	r, err := jsonstat.NewReader("x", strings.NewReader(text), options)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := csvtable.Write(&b, r); err != nil {
		t.Fatal(err)
	}
	_, rows, _ := strings.Cut(b.String(), "\n")
	return rows
}

// document has three dimensions with time in the place given; cell n has the value n.
func document(ids, sizes, values, status string) string {
	return `{"version":"2.0","class":"dataset","label":"T","source":"S","updated":"2024-01-01","id":` + ids + `,"size":` + sizes + `,"value":` + values + status + `,
	"role":{"time":["t"],"geo":["g"],"metric":["m"]},
	"dimension":{"t":{"category":{"index":{"2011":1,"2010":0}}},"g":{"label":"Region","category":{"index":["LV","LT"],"label":{"LV":"Latvia"}}},"m":{"category":{"label":{"P":"People"}}}}}`
}

// Wherever time stands, a series holds its periods.
func TestTimeAnywhere(t *testing.T) {
	for _, c := range []struct{ ids, sizes, want string }{
		{`["g","m","t"]`, `[2,1,2]`, "LV,P,2010,0,\nLV,P,2011,1,\nLT,P,2010,2,\nLT,P,2011,3,\n"},
		{`["m","g","t"]`, `[1,2,2]`, "P,LV,2010,0,\nP,LV,2011,1,\nP,LT,2010,2,\nP,LT,2011,3,\n"},
		{`["t","g","m"]`, `[2,2,1]`, "LV,P,2010,0,\nLV,P,2011,2,\nLT,P,2010,1,\nLT,P,2011,3,\n"},
		{`["m","t","g"]`, `[1,2,2]`, "P,LV,2010,0,\nP,LV,2011,2,\nP,LT,2010,1,\nP,LT,2011,3,\n"},
	} {
		for _, values := range []string{"[0,1,2,3]", `{"3":3,"0":0,"2":2,"1":1}`} {
			if d := cmp.Diff(c.want, tidy(t, document(c.ids, c.sizes, values, ""), statistics.Options{})); d != "" {
				t.Errorf("%s %s: %s", c.ids, values, d)
			}
		}
	}
}

func TestStatusForms(t *testing.T) {
	for _, c := range []struct{ values, status, want string }{
		{"[0,1.50,null,3]", ``, "LV,P,2010,0,\nLV,P,2011,1.50,\nLT,P,2010,,\nLT,P,2011,3,\n"},
		{"[0,1,2,3]", `,"status":"e"`, "LV,P,2010,0,e\nLV,P,2011,1,e\nLT,P,2010,2,e\nLT,P,2011,3,e\n"},
		{"[0,1,2,3]", `,"status":["e"]`, "LV,P,2010,0,e\nLV,P,2011,1,e\nLT,P,2010,2,e\nLT,P,2011,3,e\n"},
		{"[0,1,null,3]", `,"status":["e",null,":","bep"]`, "LV,P,2010,0,e\nLV,P,2011,1,\nLT,P,2010,,\nLT,P,2011,3,bep\n"},
		{"[0,1,null,3]", `,"status":{"3":"p","2":"c"}`, "LV,P,2010,0,\nLV,P,2011,1,\nLT,P,2010,,c\nLT,P,2011,3,p\n"},
		{`{"0":0,"1":null}`, ``, "LV,P,2010,0,\nLV,P,2011,,\n"},
		{`{"0":0}`, `,"status":{"3":".."}`, "LV,P,2010,0,\nLT,P,2011,,..\n"},
		{`{}`, ``, ""},
		{`["7 b",":c","..",""]`, ``, "LV,P,2010,7,b\nLV,P,2011,,c\nLT,P,2010,,..\nLT,P,2011,,\n"},
	} {
		if d := cmp.Diff(c.want, tidy(t, document(`["g","m","t"]`, `[2,1,2]`, c.values, c.status), statistics.Options{})); d != "" {
			t.Errorf("%s %s: %s", c.values, c.status, d)
		}
	}
}

func TestHeader(t *testing.T) {
	r, err := jsonstat.NewReader("x", strings.NewReader(document(`["g","m","t"]`, `[2,1,2]`, "[0,1,2,3]", "")), statistics.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := statistics.Header{Format: "jsonstat", Title: "T", Source: "S", Updated: "2024-01-01", Periods: []string{"2010", "2011"},
		Dimensions: []statistics.Dimension{
			{ID: "g", Label: "Region", Role: statistics.RoleGeo, Codes: []statistics.Code{{ID: "LV", Label: "Latvia"}, {ID: "LT"}}},
			{ID: "m", Role: statistics.RoleMetric, Codes: []statistics.Code{{ID: "P", Label: "People"}}}},
		Time: statistics.Dimension{ID: "t", Role: statistics.RoleTime, Codes: []statistics.Code{{ID: "2010"}, {ID: "2011"}}}}
	if d := cmp.Diff(want, r.Header()); d != "" {
		t.Error(d)
	}
}

// A sparse dataset may have sizes that multiply to far more cells than fit anywhere.
func TestHugeButSparse(t *testing.T) {
	var index strings.Builder
	index.WriteString(`["c0"`)
	for i := 1; i < 1000; i++ {
		index.WriteString(`,"c` + strings.Repeat("x", i%7) + string(rune('a'+i%26)) + strings.Repeat("y", i/26) + `"`)
	}
	index.WriteString("]")
	dim := `{"category":{"index":` + index.String() + `}}`
	text := `{"id":["a","b","c","d","e","time"],"size":[1000,1000,1000,1000,1000,1],"value":{"999999999999999":5},"dimension":{"a":` + dim + `,"b":` + dim + `,"c":` + dim +
		`,"d":` + dim + `,"e":` + dim + `,"time":{"category":{"index":["2010"]}}}}`
	r, err := jsonstat.NewReader("x", strings.NewReader(text), statistics.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c, err := statistics.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	last := r.Header().Dimensions[0].Codes[999].ID
	if o, ok := c.Find("2010", last, last, last, last, last); !ok || o.Value != "5" || len(c.Series) != 1 {
		t.Errorf("%+v %v", o, ok)
	}
}

func TestWrite(t *testing.T) {
	r, err := csvtable.NewReader("x", strings.NewReader("unit,geo,time,value,status\nNR,LV,2011,.5,b\nNR,LV,2010,1.0,\nNR,LT,2010,,..\n"), statistics.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c, err := statistics.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := jsonstat.Write(&b, c); err != nil {
		t.Fatal(err)
	}
	want := `{"version":"2.0","class":"dataset","id":["unit","geo","time"],"size":[1,2,2],"role":{"geo":["geo"],"time":["time"]},"dimension":{` +
		`"unit":{"category":{"index":["NR"]}},"geo":{"category":{"index":["LV","LT"]}},"time":{"category":{"index":["2010","2011"]}}},` +
		`"value":{"0":1.0,"1":".5","2":null},"status":{"1":"b","2":".."}}` + "\n"
	if d := cmp.Diff(want, b.String()); d != "" {
		t.Error(d)
	}
}
