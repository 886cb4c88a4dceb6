// SPDX-License-Identifier: EUPL-1.2

package territory_test

import (
	"errors"
	"fmt"
	"math/big"

	"github.com/sumanus/sumanus/territory"
)

// A table of 2016 says LT003 and LV003. What are they today?
func ExampleRegister_Comparable() {
	r, err := territory.Codes()
	if err != nil {
		panic(err)
	}
	for _, c := range [][2]string{{"LT003", "LT023"}, {"LV003", "LV00B"}} {
		change, err := r.Comparable(territory.Code{Scheme: "NUTS", Version: "2013", Code: c[0]}, territory.Code{Scheme: "NUTS", Version: "2024", Code: c[1]})
		fmt.Println(c[0], c[1], change.Kind, err)
	}
	// Output:
	// LT003 LT023 rename <nil>
	// LV003 LV00B boundary <nil>
}

// Population of 2020 in the regions of 2024: an estimate where a region was divided, and marked so.
func ExampleCarry() {
	r, err := territory.Codes()
	if err != nil {
		panic(err)
	}
	way, err := r.Crosswalk("NUTS", "2021", "2024", 3)
	if err != nil {
		panic(err)
	}
	people := map[string]*big.Rat{"LV003": big.NewRat(237407, 1), "LV007": big.NewRat(374466, 1)}

	_, err = territory.Carry(people, territory.Sum, way)
	var refused *territory.CarryError
	fmt.Println(errors.As(err, &refused), refused.Refused[0])

	result, _ := territory.Carry(people, territory.ByPopulation, way)
	kurzeme := result.Values["LV00B"]
	fmt.Println(kurzeme.Value.FloatString(0), kurzeme.From, kurzeme.Estimated, result.Method)
	// Output:
	// true {divided LV00B [LV007]}
	// 281844 [LV003 LV007] true weighted-population
}

// Shapes of a version carry the codes of that version, so data joins by plain equality.
func ExampleShapes_Projected() {
	shapes, err := territory.Baltic()
	if err != nil {
		panic(err)
	}
	for _, s := range shapes.At("2013", 3).Projected(territory.EPSG3035) {
		if s.ID == "LT003" || s.ID == "LV003" {
			fmt.Printf("%s %s: %d rings, name at %.0f km east, %.0f km north\n", s.ID, s.Name, len(s.Rings), s.Label.X/1000, s.Label.Y/1000)
		}
	}
	// Output:
	// LT003 Klaipėdos apskritis: 2 rings, name at 5049 km east, 3650 km north
	// LV003 Kurzeme: 1 rings, name at 5043 km east, 3799 km north
}

func ExampleLAEA_Forward() {
	p := territory.EPSG3035.Forward(5, 50)
	fmt.Printf("%.3f %.3f\n", p.X, p.Y)
	// Output: 3962799.451 2999718.853
}

func ExampleNeighbours() {
	shapes, err := territory.Baltic()
	if err != nil {
		panic(err)
	}
	regions := shapes.At("2021", 3)
	fmt.Println(territory.Neighbours(regions, territory.Queen, territory.Open).Of("LT023"))
	fmt.Println(territory.Neighbours(regions, territory.Queen, territory.Closed).Of("LT023"))
	// Output:
	// [LT027 LT028 LV003]
	// [LT027 LT028]
}
