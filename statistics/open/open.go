// SPDX-License-Identifier: EUPL-1.2

package open

import (
	"io"

	"github.com/sumanus/sumanus/statistics"
)

// Open finds out the format of a file and opens it. Name is used in errors alone.
func Open(name string, r io.Reader) (statistics.Reader, error) {
	return With(name, r, statistics.Options{})
}

// With is Open with options.
func With(name string, r io.Reader, options statistics.Options) (statistics.Reader, error) {
	return nil, &statistics.Error{Code: statistics.UnknownFormat, File: name}
}
