// SPDX-License-Identifier: EUPL-1.2

//go:build !unix

package main

import "os"

// peak is not known here.
func peak() int64 { return 0 }

// childPeak is not known here.
func childPeak(*os.ProcessState) int64 { return 0 }
