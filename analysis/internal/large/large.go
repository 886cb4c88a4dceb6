// SPDX-License-Identifier: EUPL-1.2

package large

// Slice makes n zeros.
func Slice[T ~float64 | ~int32 | ~uint8 | ~int](n int) []T {
	s := make([]T, n)
	advise(s)
	return s
}
