// SPDX-License-Identifier: EUPL-1.2

//go:build unix

package main

import (
	"runtime"
	"syscall"
)

// peak is the most memory this process ever had, in KiB.
func peak() int64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return int64(u.Maxrss) >> 10
	}
	return int64(u.Maxrss)
}
