// SPDX-License-Identifier: EUPL-1.2

package demography

import (
	"math"
	"strconv"
)

// Sex is one of the sexes a population is told by.
type Sex int

// The sexes. All is a population that is not told by sex: every child counts, and everybody may bear.
const (
	All Sex = iota
	Female
	Male
)

// Table holds a number for each sex and age group: Table[sex][age].
type Table [][]float64

// NewTable makes a table of zeros.
func NewTable(sexes, ages int) Table {
	all := make([]float64, sexes*ages)
	t := make(Table, sexes)
	for s := range t {
		t[s] = all[s*ages : (s+1)*ages : (s+1)*ages]
	}
	return t
}

// Sum adds up the whole table.
func (t Table) Sum() float64 {
	sum := 0.0
	for _, row := range t {
		for _, v := range row {
			sum += v
		}
	}
	return sum
}

// check tells what is wrong with a table of a given size; negative numbers are let through only when they may be.
func (t Table) check(what string, sexes, ages int, signed bool) error {
	if len(t) != sexes {
		return fault(WrongSize, what, strconv.Itoa(len(t)), strconv.Itoa(sexes))
	}
	for s, row := range t {
		if err := checkRow(what, row, s, ages, signed); err != nil {
			return err
		}
	}
	return nil
}

func checkRow(what string, row []float64, sex, ages int, signed bool) error {
	if len(row) != ages {
		return fault(WrongSize, what, strconv.Itoa(len(row)), strconv.Itoa(ages))
	}
	for a, v := range row {
		switch {
		case math.IsNaN(v) || math.IsInf(v, 0):
			return &Error{Code: NotFinite, What: what, Sex: sex, Age: a, Found: number(v)}
		case v < 0 && !signed:
			return &Error{Code: Negative, What: what, Sex: sex, Age: a, Found: number(v)}
		}
	}
	return nil
}

// mother gives the position of those who bear children.
func mother(sexes []Sex) (int, error) {
	for i, s := range sexes {
		if s != Male {
			return i, nil
		}
	}
	return -1, fault(NoWomen, "", "", "")
}
