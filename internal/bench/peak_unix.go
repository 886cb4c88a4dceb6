// SPDX-License-Identifier: EUPL-1.2

//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

// peak is the most memory this process ever had, in KiB.
func peak() int64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return kib(&u)
}

// childPeak is the most memory a process that has ended ever had, in KiB.
func childPeak(s *os.ProcessState) int64 {
	if u, ok := s.SysUsage().(*syscall.Rusage); ok {
		return kib(u)
	}
	return 0
}

func kib(u *syscall.Rusage) int64 {
	if runtime.GOOS == "darwin" {
		return int64(u.Maxrss) >> 10
	}
	return int64(u.Maxrss)
}
