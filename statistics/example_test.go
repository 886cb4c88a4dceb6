// SPDX-License-Identifier: EUPL-1.2

package statistics_test

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/sumanus/sumanus/statistics"
	"github.com/sumanus/sumanus/statistics/csvtable"
	"github.com/sumanus/sumanus/statistics/open"
)

const table = "unit,geo\\time\t2010 \t2009 \n" +
	"EUR_HAB,LT003\t10000 b\t9500 \n" +
	"EUR_HAB,LV003\t6600 \t: c\n"

func ExampleReader() {
	r, err := open.Open("gdp.tsv", strings.NewReader(table))
	if err != nil {
		fmt.Println(err)
		return
	}
	for {
		series, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			fmt.Println(err) // nothing read before may be taken as complete
			return
		}
		for _, o := range series.Observations {
			fmt.Println(series.Key, o.Period, o.Value, o.Status)
		}
	}
	// Output:
	// [EUR_HAB LT003] 2010 10000 break
	// [EUR_HAB LT003] 2009 9500 normal
	// [EUR_HAB LV003] 2010 6600 normal
	// [EUR_HAB LV003] 2009  missing+confidential
}

// From any format to the canonical tidy CSV.
func Example() {
	r, err := open.Open("gdp.tsv", strings.NewReader(table))
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := csvtable.Write(os.Stdout, r); err != nil {
		fmt.Println(err)
	}
	// Output:
	// unit,geo,time,value,status
	// EUR_HAB,LT003,2010,10000,b
	// EUR_HAB,LT003,2009,9500,
	// EUR_HAB,LV003,2010,6600,
	// EUR_HAB,LV003,2009,,c
}

func ExamplePeriod_Minus() {
	p, _ := statistics.ParsePeriod("2016-W01")
	fmt.Println(p.Minus(1))
	// Output: 2015-W53
}

func ExampleError() {
	r, _ := open.Open("gdp.csv", strings.NewReader("geo,time,value\nLV003,2010,six thousand\n"))
	_, err := statistics.ReadAll(r)
	fmt.Println(err)
	// Output: gdp.csv:2:3: bad-number name="value" found="six thousand"
}
