// SPDX-License-Identifier: EUPL-1.2

package structure_test

import (
	"fmt"
	"math"

	"github.com/sumanus/sumanus/analysis/matrix"
	"github.com/sumanus/sumanus/analysis/structure"
)

func ExampleLocationQuotient() {
	// Jobs of two regions in fishing, timber and care; nobody knows the second region's fishermen.
	m, err := matrix.FromDense(2, 3, []float64{
		30, 50, 120,
		math.NaN(), 250, 550,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	q, err := structure.LocationQuotient(m, structure.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("timber %.3f, care %.3f, missing cells %d\n", q.Value(0, 1), q.Value(1, 2), q.Diagnostics.MissingCells)
	// Output: timber 0.833, care 1.026, missing cells 1
}

func ExampleVarieties() {
	// Two kinds of food industry and two of metalwork.
	v, err := structure.Varieties([]float64{40, 40, 10, 10}, []int{0, 0, 1, 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("unrelated %.3f + related %.3f = %.3f bits\n", v.Unrelated, v.Related, v.Total)
	// Output: unrelated 0.722 + related 1.000 = 1.722 bits
}

func ExampleShiftOne() {
	// Farhauer and Kröll (2013), region A.
	p, err := structure.ShiftOne([]float64{90, 20, 10, 60}, []float64{100, 40, 10, 55}, []float64{400, 150, 150, 400}, []float64{440, 210, 135, 480})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.0f = %.0f national %+.0f mix %+.0f regional\n", p.Change, p.National, p.Mix, p.Regional)
	// Output: 25 = 27 national +1 mix -3 regional
}
