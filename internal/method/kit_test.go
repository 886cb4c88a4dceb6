// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/testkit"
)

// memory is a file that is not on disk.
type memory struct{ name, text string }

func (m memory) Name() string { return m.name }

func (m memory) Open() (io.ReadCloser, error) {
	return unzipped(m.name, io.NopCloser(strings.NewReader(m.text)))
}

func (m memory) Rows() (RowReader, error) {
	in, err := m.Open()
	if err != nil {
		return nil, err
	}
	return newCSV(m.name, in)
}

func zipped(t testing.TB, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// run runs a method on inputs given as text, or as a file where the text is a path.
func run(t testing.TB, id string, given map[string]string, inputs map[string]string) (*Result, *Args, error) {
	t.Helper()
	m, err := Find(id)
	if err != nil {
		t.Fatal(err)
	}
	sources := map[string]Source{}
	for name, in := range inputs {
		if filepath.IsAbs(in) {
			sources[name] = File(in)
		} else {
			sources[name] = memory{name + ".csv", in}
		}
	}
	a, err := m.Check(given, sources)
	if err != nil {
		return nil, nil, err
	}
	r, err := a.Run(context.Background())
	return r, a, err
}

func mustRun(t testing.TB, id string, given map[string]string, inputs map[string]string) *Result {
	t.Helper()
	r, _, err := run(t, id, given, inputs)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// written is a table as its CSV file.
func written(t testing.TB, r *Result, table string) string {
	t.Helper()
	rows, ok := r.Table(table)
	if !ok {
		t.Fatalf("no table %s", table)
	}
	var b bytes.Buffer
	if err := WriteCSV(&b, rows); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// document is a result as its JSON document, read back.
func document(t testing.TB, id string, a *Args, r *Result) map[string]any {
	t.Helper()
	m, err := Find(id)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := (Document{Method: m, Parameters: a.Parameters(), Result: r}).WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(b.Bytes(), &out); err != nil {
		t.Fatalf("%v in %s", err, b.String())
	}
	return out
}

// expected reads a CSV file of the shared reference.
func expected(t testing.TB, name string) (header []string, rows [][]string) {
	t.Helper()
	f, err := File(testkit.Shared(t, "reference/"+name)).Open()
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all[0], all[1:]
}

// near compares a cell with an expected text, relatively.
func near(got float64, want string, tolerance float64) bool {
	if want == "" || want == "NA" || want == "NaN" {
		return math.IsNaN(got)
	}
	w, err := strconv.ParseFloat(want, 64)
	return err == nil && math.Abs(got-w) <= tolerance*max(1, math.Abs(w))
}

func temporary(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
