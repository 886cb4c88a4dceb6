// SPDX-License-Identifier: EUPL-1.2

package matrix_test

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"testing"

	"github.com/sumanus/sumanus/analysis/matrix"
)

var gap = math.NaN()

func small(t *testing.T) *matrix.Matrix {
	t.Helper()
	m, err := matrix.FromDense(3, 4, []float64{
		1, 0, gap, 4,
		0, 0, 0, 0,
		7, gap, 2, 0.5,
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// The three ways to build a table give the same table.
func TestBuildersAgree(t *testing.T) {
	want := small(t)
	cells := []matrix.Cell{{2, 3, 0.5}, {0, 3, 4}, {2, 0, 7}, {0, 0, 1}, {2, 2, 2}, {2, 1, gap}}
	byCells, err := matrix.FromCells(3, 4, cells, []matrix.Place{{0, 2}})
	if err != nil || !reflect.DeepEqual(byCells, want) {
		t.Errorf("by cells: %v, %+v", err, byCells)
	}
	byRows, err := matrix.FromRows(3, 4, []int{0, 2, 2, 5}, []int32{0, 3, 0, 2, 3}, []float64{1, 4, 7, 2, 0.5}, []matrix.Place{{2, 1}, {0, 2}})
	if err != nil || !reflect.DeepEqual(byRows, want) {
		t.Errorf("by rows: %v, %+v", err, byRows)
	}
}

func TestAtTellsFilledZeroAndMissingApart(t *testing.T) {
	m := small(t)
	if v, known := m.At(0, 3); v != 4 || !known {
		t.Errorf("filled cell: %v %v", v, known)
	}
	if v, known := m.At(1, 1); v != 0 || !known {
		t.Errorf("zero: %v %v", v, known)
	}
	if v, known := m.At(2, 1); !math.IsNaN(v) || known || m.MissingCells() != 2 {
		t.Errorf("missing: %v %v", v, known)
	}
}

func TestTotalsAndTranspose(t *testing.T) {
	m := small(t)
	want := matrix.Totals{Region: []float64{5, 0, 9.5}, Activity: []float64{8, 0, 2, 4.5}, All: 14.5,
		MissingInRegion: []int{1, 0, 1}, MissingInActivity: []int{0, 1, 1, 0}}
	for _, threads := range []int{0, 1, 3} {
		if got := m.Totals(threads); !reflect.DeepEqual(got, want) {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	turned := m.Transpose()
	for r := range 3 {
		for i := range 4 {
			a, known := m.At(r, i)
			b, also := turned.At(i, r)
			if known != also || known && a != b {
				t.Errorf("cell %d, %d: %v and %v turned", r, i, a, b)
			}
		}
	}
	if !reflect.DeepEqual(turned.Transpose(), m) {
		t.Error("turned twice is not the same table")
	}
}

func TestMergeKeepsTheUnknownUnknown(t *testing.T) {
	m, err := small(t).Merge([]int{0, 0, 1, 1})
	if err != nil {
		t.Fatal(err)
	}
	want, err := matrix.FromDense(3, 2, []float64{1, gap, 0, 0, gap, 2.5})
	if err != nil || !reflect.DeepEqual(m, want) {
		t.Errorf("%+v, want %+v", m, want)
	}
}

func TestEveryFaultHasACodeAndAPlace(t *testing.T) {
	seen := map[matrix.Code]bool{}
	expect := func(name string, err error, code matrix.Code, region, activity int) {
		t.Helper()
		var e *matrix.Error
		if !errors.As(err, &e) || e.Code != code || e.Region != region || e.Activity != activity {
			t.Errorf("%s: %v, want %s at %d, %d", name, err, code, region, activity)
			return
		}
		seen[code] = true
	}
	fail := func(_ *matrix.Matrix, err error) error { return err }
	expect("negative", fail(matrix.FromDense(1, 2, []float64{1, -1})), matrix.Negative, 0, 1)
	expect("infinite", fail(matrix.FromDense(2, 1, []float64{1, math.Inf(1)})), matrix.NotFinite, 1, 0)
	expect("short", fail(matrix.FromDense(2, 2, []float64{1})), matrix.WrongSize, -1, -1)
	expect("no regions", fail(matrix.FromDense(0, 2, nil)), matrix.Empty, -1, -1)
	expect("twice", fail(matrix.FromCells(2, 2, []matrix.Cell{{1, 1, 3}, {1, 1, 4}}, nil)), matrix.Duplicate, 1, 1)
	expect("filled and missing", fail(matrix.FromCells(2, 2, []matrix.Cell{{1, 1, 3}}, []matrix.Place{{1, 1}})), matrix.Duplicate, 1, 1)
	expect("missing twice", fail(matrix.FromCells(2, 2, []matrix.Cell{{1, 0, gap}}, []matrix.Place{{1, 0}})), matrix.Duplicate, 1, 0)
	expect("outside", fail(matrix.FromCells(2, 2, []matrix.Cell{{2, 0, 1}}, nil)), matrix.OutOfRange, 2, 0)
	expect("missing outside", fail(matrix.FromCells(2, 2, nil, []matrix.Place{{0, -1}})), matrix.OutOfRange, 0, -1)
	expect("order", fail(matrix.FromRows(1, 3, []int{0, 2}, []int32{2, 1}, []float64{1, 1}, nil)), matrix.BadOrder, 0, 1)
	expect("starts", fail(matrix.FromRows(2, 3, []int{0, 2, 1}, []int32{2}, []float64{1}, nil)), matrix.BadOrder, 0, -1)
	expect("NaN in rows", fail(matrix.FromRows(1, 1, []int{0, 1}, []int32{0}, []float64{gap}, nil)), matrix.NotFinite, 0, 0)
	_, err := small(t).Merge([]int{0, 0, 0, 9})
	expect("group", err, matrix.OutOfRange, -1, 3)
	seen[matrix.BadOption] = true // raised by the packages that have options
	for _, c := range matrix.Codes {
		if !seen[c] {
			t.Errorf("code %s is raised by no test", c)
		}
	}
}

func ExampleFromCells() {
	_, err := matrix.FromCells(2, 2, []matrix.Cell{{Region: 1, Activity: 0, Value: -3}}, nil)
	fmt.Println(err)
	// Output: negative: cell at region 1 at activity 0: -3
}
