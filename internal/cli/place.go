// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"encoding/json"
	"net/url"
	"strings"
)

func isURL(place string) bool {
	return strings.HasPrefix(place, "postgres://") || strings.HasPrefix(place, "postgresql://")
}

// withoutPassword is a place that may be shown.
func withoutPassword(place string) string {
	if u, err := url.Parse(place); err == nil && isURL(place) {
		return u.Redacted()
	}
	return place
}

// unquote reads a JSON string.
func unquote(value string) (string, bool) {
	var text string
	err := json.Unmarshal([]byte(value), &text)
	return text, err == nil && strings.HasPrefix(value, `"`)
}
