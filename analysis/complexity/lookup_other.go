// SPDX-License-Identifier: EUPL-1.2

//go:build !amd64

package complexity

// wide tells that there is no faster way on this kind of processor.
const wide = false

// lookUpFour adds to the sums of four regions whose codes stand stride bytes apart, by the groups of the table.
func lookUpFour(table *[codes][lane]float64, code *uint8, groups, stride int, out *[4 * lane]float64) {
}
