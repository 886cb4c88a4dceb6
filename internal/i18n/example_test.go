// SPDX-License-Identifier: EUPL-1.2

package i18n_test

import (
	"fmt"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
)

func ExampleLocalizer_T() {
	for _, l := range i18n.Known() {
		fmt.Println(i18n.For(l).T("i18n.days", fault.A{"n": 21}))
	}
	// Output:
	// 21 diena
	// 21 diena
	// 21 days
}

func ExampleLocalizer_Number() {
	fmt.Println(i18n.For(i18n.EN).Number("1234.565", 2))
	// Output: 1,234.57
}
