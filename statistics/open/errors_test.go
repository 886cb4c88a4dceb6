// SPDX-License-Identifier: EUPL-1.2

package open_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sumanus/sumanus/statistics"
	"github.com/sumanus/sumanus/statistics/open"
)

const stat = `{"version":"2.0","class":"dataset","id":["geo","time"],"size":[1,2],` + "\n" +
	`"dimension":{"geo":{"category":{"index":["LV"]}},"time":{"category":{"index":["2010","2011"]}}},` + "\n"

// failing is input for one error, and the whole of it: code, line, column, name or path, found, expected, first.
type failing struct {
	name, input string
	options     statistics.Options
	want        statistics.Error
}

var failures = []failing{
	// Eurostat's tables.
	{"number", "unit,geo\\time\t2010\nA,LV\t12x\n", statistics.Options{}, statistics.Error{Code: statistics.BadNumber, Line: 2, Column: 2, Name: "2010", Found: "12x"}},
	{"unknown flag", "unit,geo\\time\t2010\t2011\nA,LV\t12\t13 k\n", statistics.Options{}, statistics.Error{Code: statistics.BadNumber, Line: 2, Column: 3, Name: "2011", Found: "13 k"}},
	{"period", "unit,geo\\time\t2010\t2011-Q5\n", statistics.Options{}, statistics.Error{Code: statistics.BadPeriod, Line: 1, Column: 3, Found: "2011-Q5"}},
	{"same period", "unit,geo\\time\t2010Q1\t2010-Q1\n", statistics.Options{}, statistics.Error{Code: statistics.DuplicateColumn, Line: 1, Column: 3, Found: "2010-Q1"}},
	{"same dimension", "geo,geo\\time\t2010\n", statistics.Options{}, statistics.Error{Code: statistics.DuplicateColumn, Line: 1, Column: 1, Found: "geo"}},
	{"empty dimension", "unit,\\time\t2010\n", statistics.Options{}, statistics.Error{Code: statistics.BadCode, Line: 1, Column: 1}},
	{"no corner", "geo\\\t2010\n", statistics.Options{}, statistics.Error{Code: statistics.BadHeader, Line: 1, Column: 1, Found: `geo\`, Expected: `geo\TIME_PERIOD`}},
	{"empty code", "unit,geo\\time\t2010\nA,\t1\n", statistics.Options{}, statistics.Error{Code: statistics.BadCode, Line: 2, Column: 1, Name: "geo"}},
	{"cells", "unit,geo\\time\t2010\nA,LV\t1\t2\n", statistics.Options{}, statistics.Error{Code: statistics.ColumnCount, Line: 2, Found: "3", Expected: "2"}},
	{"codes", "unit,geo\\time\t2010\nLV\t1\n", statistics.Options{}, statistics.Error{Code: statistics.ColumnCount, Line: 2, Column: 1, Found: "1", Expected: "2"}},
	{"no tab", "unit,geo\\time\t2010\nLV\n", statistics.Options{}, statistics.Error{Code: statistics.ColumnCount, Line: 2, Found: "1", Expected: "2"}},
	{"same key", "unit,geo\\time\t2010\nA,LV\t1\nA,LT\t1\nA,LV\t2\n", statistics.Options{}, statistics.Error{Code: statistics.DuplicateKey, Line: 4, First: 2, Found: "A,LV"}},
	{"cut line", "unit,geo\\time\t2010\nA,LV\t1", statistics.Options{}, statistics.Error{Code: statistics.Truncated, Line: 2}},
	{"cut header", "unit,geo\\time\t2010", statistics.Options{}, statistics.Error{Code: statistics.Truncated, Line: 1}},
	{"latin", "unit,geo\\time\t2010\nA,LV\t1\n\xc5,LT\t1\n", statistics.Options{}, statistics.Error{Code: statistics.BadEncoding, Line: 3, Found: "0xC5", Expected: "UTF-8"}},
	{"long line", "unit,geo\\time\t2010\nA,LV\t" + strings.Repeat("1", statistics.MaxLine) + "\n", statistics.Options{}, statistics.Error{Code: statistics.LineTooLong, Line: 2, Expected: "1048576"}},
	{"endless line", "unit,geo\\time\t2010\nA,LV\t" + strings.Repeat("1", 2*statistics.MaxLine), statistics.Options{}, statistics.Error{Code: statistics.LineTooLong, Line: 2, Expected: "1048576"}},
	{"many dimensions", strings.Repeat("d,", 1) + "a" + manyNames(70) + "\\time\t2010\n", statistics.Options{}, statistics.Error{Code: statistics.TooManyDims, Line: 1, Column: 1, Expected: "64"}},
	{"many columns", "geo\\time" + strings.Repeat("\t2010", statistics.MaxColumns+1) + "\n", statistics.Options{}, statistics.Error{Code: statistics.TooManyColumns, Line: 1, Expected: "20000"}},
	// Any input.
	{"empty", "", statistics.Options{}, statistics.Error{Code: statistics.Truncated, Line: 1}},
	{"UTF-16", "\xff\xfeu\x00n\x00", statistics.Options{}, statistics.Error{Code: statistics.BadEncoding, Line: 1, Column: 1, Found: "UTF-16", Expected: "UTF-8"}},
	{"UTF-16 without mark", "u\x00n\x00", statistics.Options{}, statistics.Error{Code: statistics.BadEncoding, Line: 1, Column: 1, Found: "UTF-16", Expected: "UTF-8"}},
	{"workbook", "PK\x03\x04 and more\n", statistics.Options{}, statistics.Error{Code: statistics.NotText, Expected: "JSON-stat, TSV, CSV"}},
	{"picture", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", statistics.Options{}, statistics.Error{Code: statistics.NotText, Expected: "JSON-stat, TSV, CSV"}},
	{"document", "%PDF-1.7\n1 0 obj\n", statistics.Options{}, statistics.Error{Code: statistics.NotText, Expected: "JSON-stat, TSV, CSV"}},
	{"web page", "<html>", statistics.Options{}, statistics.Error{Code: statistics.UnknownFormat, Line: 1, Column: 1, Found: "<html>", Expected: "JSON-stat, TSV, CSV"}},
	{"gzip", "\x1f\x8b\x07\x00 no gzip here", statistics.Options{}, statistics.Error{Code: statistics.BadGzip}},
	// Delimited tables.
	{"wide number", "unit,geo,2010,2011\nA,LV,1,1 000\n", statistics.Options{}, statistics.Error{Code: statistics.BadNumber, Line: 2, Column: 4, Name: "2011", Found: "1 000"}},
	{"wide key", "unit,geo,2010\nA,LV,1\n\nA,LV,2\n", statistics.Options{}, statistics.Error{Code: statistics.DuplicateKey, Line: 4, First: 2, Found: "A,LV"}},
	{"wide width", "unit,geo,2010\nA,LV\n", statistics.Options{}, statistics.Error{Code: statistics.ColumnCount, Line: 2, Found: "2", Expected: "3"}},
	{"wide header", "unit,2010,geo\nA,1,LV\n", statistics.Options{}, statistics.Error{Code: statistics.BadPeriod, Line: 1, Column: 3, Found: "geo"}},
	{"tidy number", "geo,time,value\nLV,2010,abc\n", statistics.Options{}, statistics.Error{Code: statistics.BadNumber, Line: 2, Column: 3, Name: "value", Found: "abc"}},
	{"comma in a comma table", "geo,time,value\nLV,2010,\"1,5\"\n", statistics.Options{}, statistics.Error{Code: statistics.BadNumber, Line: 2, Column: 3, Name: "value", Found: "1,5"}},
	{"comma and point", "geo;time;value\nLV;2010;1,5\nLV;2011;1.5\n", statistics.Options{}, statistics.Error{Code: statistics.BadNumber, Line: 3, Column: 3, Name: "value", Found: "1.5"}},
	{"thousands", "geo;time;value\nLV;2010;1.234,5\n", statistics.Options{Decimal: ','}, statistics.Error{Code: statistics.BadNumber, Line: 2, Column: 3, Name: "value", Found: "1.234,5"}},
	{"tidy period", "geo,time,value\nLV,spring,1\n", statistics.Options{}, statistics.Error{Code: statistics.BadPeriod, Line: 2, Column: 2, Name: "time", Found: "spring"}},
	{"tidy twice", "geo,time,value\nLV,2010,1\nLT,2010,1\nLV,2010,1\n", statistics.Options{}, statistics.Error{Code: statistics.DuplicateKey, Line: 4, First: 2, Found: "LV,2010"}},
	{"tidy empty code", "geo,time,value\n,2010,1\n", statistics.Options{}, statistics.Error{Code: statistics.BadCode, Line: 2, Column: 1, Name: "geo"}},
	{"long flag", "geo,time,value,status\nLV,2010,1," + strings.Repeat("x", 65) + "\n", statistics.Options{}, statistics.Error{Code: statistics.BadCode, Line: 2, Column: 4, Name: "status", Found: strings.Repeat("x", 60) + "…"}},
	{"tidy no time", "geo,value\nLV,1\n", statistics.Options{}, statistics.Error{Code: statistics.NoTime, Line: 1, Found: "geo, value"}},
	{"tidy fixed period", "geo,value\nLV,1\n", statistics.Options{Period: "soon"}, statistics.Error{Code: statistics.BadPeriod, Line: 1, Found: "soon"}},
	{"no value", "geo,time\nLV,1\n", statistics.Options{}, statistics.Error{Code: statistics.BadHeader, Line: 1, Found: "geo,time", Expected: "OBS_VALUE"}},
	{"declared column", "geo,time,value\nLV,2010,1\n", statistics.Options{Columns: map[string]statistics.Role{"oblast": statistics.RoleGeo}}, statistics.Error{Code: statistics.BadHeader, Line: 1, Found: "geo,time,value", Expected: "oblast"}},
	{"same column", "geo,geo,time,value\nLV,LV,2010,1\n", statistics.Options{}, statistics.Error{Code: statistics.DuplicateColumn, Line: 1, Column: 2, Found: "geo"}},
	{"quote inside", "geo,time,value\nL\"V,2010,1\n", statistics.Options{}, statistics.Error{Code: statistics.BadQuote, Line: 2, Column: 1, Found: "\"V"}},
	{"after quote", "geo,time,value\n\"LV\"x,2010,1\n", statistics.Options{}, statistics.Error{Code: statistics.BadQuote, Line: 2, Column: 1, Found: "x,2010,1"}},
	{"open quote", "geo,time,value\nLT,2010,1\n\"LV,2010,1\nx\n", statistics.Options{}, statistics.Error{Code: statistics.Truncated, Line: 3}},
	{"line in a code", "geo,time,value\n\"L\nV\",2010,1\n", statistics.Options{}, statistics.Error{Code: statistics.BadCode, Line: 2, Column: 1, Name: "geo", Found: "L·V"}},
	// JSON-stat.
	{"stat number", stat + `"value":[1, "x"]}`, statistics.Options{}, statistics.Error{Code: statistics.BadNumber, Line: 3, Column: 13, Path: "value.1", Found: "x"}},
	{"stat count", stat + `"value":[1]}`, statistics.Options{}, statistics.Error{Code: statistics.SizeMismatch, Line: 3, Column: 9, Path: "value", Found: "1", Expected: "2"}},
	{"stat cell", stat + `"value":{"2":1}}`, statistics.Options{}, statistics.Error{Code: statistics.SizeMismatch, Line: 3, Path: "value", Found: "3", Expected: "2"}},
	{"stat twice", stat + "\"value\":{\"1\":1,\n\"1\":1}}", statistics.Options{}, statistics.Error{Code: statistics.DuplicateKey, Line: 4, First: 3, Path: "value.1", Found: "1"}},
	{"stat no value", stat + `"label":"x"}`, statistics.Options{}, statistics.Error{Code: statistics.SizeMismatch, Line: 1, Column: 1, Path: "value", Found: "0", Expected: "2"}},
	{"stat cut", stat + `"value":[1,2]`, statistics.Options{}, statistics.Error{Code: statistics.Truncated, Line: 3, Column: 14}},
	{"stat cut number", stat + `"value":[1,2`, statistics.Options{}, statistics.Error{Code: statistics.Truncated, Line: 3, Column: 12, Path: "value"}},
	{"stat token", stat + `"value":[1 2]}`, statistics.Options{}, statistics.Error{Code: statistics.BadJSON, Line: 3, Column: 12, Path: "value", Found: "2", Expected: ", ]"}},
	{"stat after the end", stat + `"value":[1,2]}}`, statistics.Options{}, statistics.Error{Code: statistics.BadJSON, Line: 3, Column: 15, Found: "}", Expected: "EOF"}},
	{"stat member twice", stat + `"id":[],"value":[1,2]}`, statistics.Options{}, statistics.Error{Code: statistics.DuplicateMember, Line: 3, Column: 5, Path: "id", Found: "id"}},
	{"stat period", strings.Replace(stat, `"2011"`, `"later"`, 1) + `"value":[1,2]}`, statistics.Options{}, statistics.Error{Code: statistics.BadPeriod, Line: 2, Column: 57, Path: "dimension.time.category.index", Found: "later"}},
	{"stat no time", strings.ReplaceAll(stat, `"time"`, `"day"`) + `"value":[1,2]}`, statistics.Options{}, statistics.Error{Code: statistics.NoTime, Line: 1, Column: 1, Path: "dimension", Found: "geo, day"}},
	{"stat unknown dimension", strings.Replace(stat, `["geo"`, `["sex"`, 1) + `"value":[1,2]}`, statistics.Options{}, statistics.Error{Code: statistics.BadDimension, Line: 1, Column: 1, Path: "id", Found: "sex"}},
	{"stat size of a dimension", strings.Replace(stat, `[1,2]`, `[2,2]`, 1) + `"value":[1,2,3,4]}`, statistics.Options{}, statistics.Error{Code: statistics.SizeMismatch, Line: 2, Column: 20, Path: "dimension.geo.category.index", Found: "1", Expected: "2"}},
	{"stat huge", strings.Replace(stat, `[1,2]`, `[1000000000,2]`, 1) + `"value":{}}`, statistics.Options{}, statistics.Error{Code: statistics.BadDimension, Line: 1, Column: 63, Path: "size", Found: "1000000000", Expected: "1-1048576"}},
	{"stat overflow", `{"id":["a","b","c","time"],"size":[1048576,1048576,1048576,1048576],"dimension":{"a":{},"b":{},"c":{},"time":{}},"value":{}}`, statistics.Options{}, statistics.Error{Code: statistics.TooManyValues, Line: 1, Column: 35, Path: "size", Expected: "16777216"}},
	{"stat position", strings.Replace(stat, `["LV"]`, `{"LV":1}`, 1) + `"value":[1,2]}`, statistics.Options{}, statistics.Error{Code: statistics.BadDimension, Line: 2, Column: 41, Path: "dimension.geo.category.index", Found: "1", Expected: "0-0"}},
	{"stat empty code", strings.Replace(stat, `["LV"]`, `[""]`, 1) + `"value":[1,2]}`, statistics.Options{}, statistics.Error{Code: statistics.BadCode, Line: 2, Column: 42, Path: "dimension.geo.category.index"}},
	{"stat deep", `{"extension":` + strings.Repeat("[", 80) + strings.Repeat("]", 80) + `}`, statistics.Options{}, statistics.Error{Code: statistics.TooDeep, Line: 1, Column: 78, Path: "extension", Expected: "64"}},
	{"stat error", `{"error":[{"status":"404","id":150,"label":"Not found"}]}`, statistics.Options{}, statistics.Error{Code: statistics.NotADataset, Line: 1, Column: 1, Found: "error: Not found"}},
	{"stat latin", strings.Replace(stat, "LV", "\xe4", 1) + `"value":[1,2]}`, statistics.Options{}, statistics.Error{Code: statistics.BadEncoding, Line: 2, Column: 42, Path: "dimension.geo.category.index", Found: "0xE4", Expected: "UTF-8"}},
	{"other JSON", `[1]`, statistics.Options{}, statistics.Error{Code: statistics.UnknownFormat, Line: 1, Column: 1, Found: "[", Expected: "JSON-stat"}},
}

func manyNames(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, ",n%d", i)
	}
	return b.String()
}

func readAll(r io.Reader, options statistics.Options) error {
	opened, err := open.With("x", r, options)
	if err != nil {
		return err
	}
	for {
		if _, err := opened.Next(); err != nil {
			if _, again := opened.Next(); again != err && err != io.EOF {
				return fmt.Errorf("an error must be final: %w, then %w", err, again)
			}
			if err == io.EOF {
				return nil
			}
			return err
		}
	}
}

func TestErrors(t *testing.T) {
	tested := map[statistics.ErrorCode]bool{
		statistics.Unreadable:    true, // TestUnreadable
		statistics.TooManyCodes:  true, // internal/scan, where the limit can be reached quickly
		statistics.TooManySeries: true, // the same
	}
	for _, f := range failures {
		t.Run(f.name, func(t *testing.T) {
			var e *statistics.Error
			if err := readAll(strings.NewReader(f.input), f.options); !errors.As(err, &e) {
				t.Fatalf("got %v", err)
			}
			got := *e
			got.Cause = nil
			want := f.want
			want.File = "x"
			if d := cmp.Diff(want, got); d != "" {
				t.Fatal(d)
			}
		})
		tested[f.want.Code] = true
	}
	for _, code := range statistics.ErrorCodes {
		if !tested[code] {
			t.Errorf("no input shows %s", code)
		}
	}
}

type broken struct{ io.Reader }

var errDisk = errors.New("the disk is gone")

func (b broken) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err == io.EOF {
		err = errDisk
	}
	return n, err
}

// An error of the reader is told as such, with its cause, in every format.
func TestUnreadable(t *testing.T) {
	for _, input := range []string{"", "{", "geo\\time\t2010\nLV\t1\n", "geo,time,value\nLV,2010,1\n", stat + `"value":[1,2]}`} {
		err := readAll(broken{strings.NewReader(input)}, statistics.Options{})
		if !errors.Is(err, errDisk) || !errors.Is(err, &statistics.Error{Code: statistics.Unreadable}) {
			t.Errorf("%q: %v", input, err)
		}
	}
}

// Every beginning of a file is refused, but for those that end with a line: a table has no other end than its last line.
func TestTruncated(t *testing.T) {
	for _, whole := range []string{stat + `"value":[1,2]}`, "geo\\time\t2010\nLV\t1 b\nLT\t:\n", "geo,time,value\nLV,2010,1\n\"LT\",2011,2\n"} {
		if err := readAll(strings.NewReader(whole), statistics.Options{}); err != nil {
			t.Fatal(err)
		}
		for n := range whole {
			if n > 0 && whole[n-1] == '\n' && whole[0] != '{' {
				continue
			}
			if err := readAll(strings.NewReader(whole[:n]), statistics.Options{}); err == nil {
				t.Errorf("%q was read", whole[:n])
			}
		}
	}
}

// Byte order mark, carriage returns and blocks of any size change nothing.
func TestSameHoweverRead(t *testing.T) {
	plain := "unit,geo\\TIME_PERIOD\t2010 \t2011 \nA,LV\t1 b\t: c\nA,LT\t:\t2\n"
	want, err := readBytes([]byte(plain))
	if err != nil {
		t.Fatal(err)
	}
	for _, input := range []string{"\ufeff" + plain, strings.ReplaceAll(plain, "\n", "\r\n")} {
		got, err := readBytes([]byte(input))
		if err != nil {
			t.Fatal(err)
		}
		same(t, want, got)
	}
	r, err := open.Open("x", oneByte{bytes.NewReader([]byte(plain))})
	if err != nil {
		t.Fatal(err)
	}
	got, err := statistics.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	same(t, want, got)
}

type oneByte struct{ io.Reader }

func (o oneByte) Read(p []byte) (int, error) { return o.Reader.Read(p[:min(1, len(p))]) }
