// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"encoding/json"

	"github.com/sumanus/sumanus/internal/api/example"
)

// exampleBody is the body of the example of an operation; nil when there is none.
func exampleBody(operation string) any {
	for _, e := range example.All() {
		if e.Operation != operation || e.Body == "" {
			continue
		}
		var v any
		if json.Unmarshal([]byte(e.Body), &v) == nil {
			return v
		}
	}
	return nil
}
