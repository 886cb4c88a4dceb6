// SPDX-License-Identifier: EUPL-1.2

package large

import (
	"syscall"
	"unsafe"
)

const (
	page   = 2 << 20  // bytes of a large page
	enough = 16 << 20 // bytes under which asking is not worth its while
)

// advise asks for large pages where s covers them wholly. It is advice: a system that does not know it refuses, and nothing is lost.
func advise[T any](s []T) {
	if len(s) == 0 {
		return
	}
	size := int(unsafe.Sizeof(s[0]))
	if len(s)*size < enough {
		return
	}
	skip := int(-uintptr(unsafe.Pointer(&s[0])) & (page - 1)) // a large slice begins at a page of the heap, so skip is whole elements
	whole := (len(s)*size - skip) &^ (page - 1)
	if skip%size != 0 || whole <= 0 {
		return
	}
	_ = syscall.Madvise(unsafe.Slice((*byte)(unsafe.Pointer(&s[skip/size])), whole), syscall.MADV_HUGEPAGE)
}
