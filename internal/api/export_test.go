// SPDX-License-Identifier: EUPL-1.2

package api

// Row is an operation as tests see it.
type Row struct {
	ID, Words, Kind, Method, Path string
	IfMatch                       bool
}

// Table is the table of operations.
func (a *API) Table() []Row {
	var out []Row
	for _, op := range a.operations {
		out = append(out, Row{op.id, op.words, op.kind, op.method, op.path, op.ifMatch})
	}
	return out
}
