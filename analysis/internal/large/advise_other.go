// SPDX-License-Identifier: EUPL-1.2

//go:build !linux

package large

func advise[T any]([]T) {}
