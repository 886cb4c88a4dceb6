// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"errors"
	"io"
	"math"
	"slices"

	"github.com/sumanus/sumanus/analysis/matrix"
	"github.com/sumanus/sumanus/internal/fault"
)

// CellColumns names the columns of a long table of regions by activities.
type CellColumns struct {
	Region, Activity, Value string
	End                     string // value at a later time; empty when there is none
	Sector                  string // the sector of the activity; empty when there is none
}

// CellTable is a long table as the methods of regions by activities take it. Ids are in the order in which they first come.
type CellTable struct {
	Regions, Activities []string
	Start, End          *matrix.Matrix // End is nil without such a column
	Sectors             []string
	Sector              []int // of each activity; nil without such a column
}

// cellRows are the rows as they were read.
type cellRows struct {
	region, activity, line []int32
	start, end             []float64
	sum                    [2]float64 // of all rows, at the start and at the end
}

// ReadCells reads the table of a parameter: one row for each region and activity, values not below zero, an empty one missing. What has
// no row is 0. Pairs given twice are a fault; so is an activity in two sectors.
func (a *Args) ReadCells(param string, c CellColumns) (*CellTable, error) {
	names := []string{c.Region, c.Activity, c.Value}
	end, sector := -1, -1
	if c.End != "" {
		end = len(names)
		names = append(names, c.End)
	}
	if c.Sector != "" {
		sector = len(names)
		names = append(names, c.Sector)
	}
	in, at, err := a.opens(param, names...)
	if err != nil {
		return nil, err
	}
	defer in.rows.Close()
	regions, activities, sectors := newIDs(), newIDs(), newIDs()
	out := &CellTable{}
	var r cellRows
	for {
		row, err := in.rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		region, err := in.id(row, at[0])
		if err != nil {
			return nil, err
		}
		activity, err := in.id(row, at[1])
		if err != nil {
			return nil, err
		}
		value, err := in.adding(row, at[2], &r.sum[0])
		if err != nil {
			return nil, err
		}
		ri, _ := regions.of(region)
		ai, fresh := activities.of(activity)
		r.region, r.activity, r.line = append(r.region, ri), append(r.activity, ai), append(r.line, int32(in.rows.Line()))
		r.start = append(r.start, value)
		if end >= 0 {
			if value, err = in.adding(row, at[end], &r.sum[1]); err != nil {
				return nil, err
			}
			r.end = append(r.end, value)
		}
		if sector >= 0 {
			name, err := in.id(row, at[sector])
			if err != nil {
				return nil, err
			}
			si, _ := sectors.of(name)
			if fresh {
				out.Sector = append(out.Sector, int(si))
			} else if was := out.Sector[ai]; was != int(si) {
				return nil, fault.New(fault.Invalid, "method.two-sectors", fault.A{"activity": activities.list[ai], "first": sectors.list[was], "second": name}).
					At(in.at(at[sector]))
			}
		}
	}
	if len(r.region) == 0 {
		return nil, fault.New(fault.Invalid, "method.no-rows").At(fault.Place{File: in.file})
	}
	out.Regions, out.Activities, out.Sectors = regions.list, activities.list, sectors.list
	if few := a.method.FewestActivities; a.overCubes && len(out.Activities) < few {
		return nil, fault.New(fault.Invalid, "method.too-few-activities", fault.A{"found": len(out.Activities), "expected": few})
	}
	order, start, twice := r.sorted(len(out.Regions))
	if twice >= 0 {
		first := r.firstLike(twice)
		return nil, fault.New(fault.Invalid, "method.duplicate-key", fault.A{
			"key": []string{out.Regions[r.region[twice]], out.Activities[r.activity[twice]]}, "first": int(r.line[first])}).
			At(fault.Place{File: in.file, Line: int(r.line[twice]), Column: c.Region})
	}
	if out.Start, err = r.matrix(order, start, r.start, len(out.Activities)); err != nil {
		return nil, err
	}
	if end >= 0 {
		out.End, err = r.matrix(order, start, r.end, len(out.Activities))
	}
	return out, err
}

// sorted orders the rows by region and activity: order lists rows, start where a region begins. twice is the first row in the file
// whose pair was there before, or -1.
func (r *cellRows) sorted(regions int) (order []int32, start []int, twice int) {
	start = make([]int, regions+1)
	for _, region := range r.region {
		start[region+1]++
	}
	for i := range regions {
		start[i+1] += start[i]
	}
	next := slices.Clone(start)
	order = make([]int32, len(r.region))
	for i, region := range r.region {
		order[next[region]] = int32(i)
		next[region]++
	}
	twice = -1
	for i := range regions {
		part := order[start[i]:start[i+1]]
		byActivity := func(x, y int32) int {
			if c := int(r.activity[x]) - int(r.activity[y]); c != 0 {
				return c
			}
			return int(x) - int(y)
		}
		if !slices.IsSortedFunc(part, byActivity) {
			slices.SortFunc(part, byActivity)
		}
		for k := 1; k < len(part); k++ {
			if r.activity[part[k]] == r.activity[part[k-1]] && (twice < 0 || int(part[k]) < twice) {
				twice = int(part[k])
			}
		}
	}
	return order, start, twice
}

func (r *cellRows) firstLike(row int) int {
	for i := range r.region {
		if r.region[i] == r.region[row] && r.activity[i] == r.activity[row] {
			return i
		}
	}
	return row
}

// matrix puts the values in order; missing ones are told apart.
func (r *cellRows) matrix(order []int32, start []int, values []float64, activities int) (*matrix.Matrix, error) {
	begin := make([]int, len(start))
	activity, value := make([]int32, 0, len(order)), make([]float64, 0, len(order))
	var missing []matrix.Place
	for i := range len(start) - 1 {
		for _, row := range order[start[i]:start[i+1]] {
			v := values[row]
			if math.IsNaN(v) {
				missing = append(missing, matrix.Place{Region: i, Activity: int(r.activity[row])})
				continue
			}
			activity, value = append(activity, r.activity[row]), append(value, v)
		}
		begin[i+1] = len(activity)
	}
	m, err := matrix.FromRows(len(start)-1, activities, begin, activity, value, missing)
	if err != nil {
		return nil, analysisFault(err, nil)
	}
	return m, nil
}
