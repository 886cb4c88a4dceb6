// SPDX-License-Identifier: EUPL-1.2

package doc

import (
	"net/url"
	"strings"
)

// SafeLink tells whether an address may stand in a document: http, https, mailto, or relative to the page. Addresses that
// a browser reads differently from us (control characters, backslashes, "//host") are refused.
func SafeLink(href string) bool {
	if href == "" || strings.HasPrefix(href, "//") {
		return false
	}
	for _, r := range href {
		if r <= ' ' || r == '\\' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return false
		}
	}
	u, err := url.Parse(href)
	if err != nil {
		return false
	}
	switch strings.ToLower(u.Scheme) {
	case "":
		// A colon in the first segment would be read as a scheme.
		first, _, _ := strings.Cut(href, "/")
		first, _, _ = strings.Cut(first, "?")
		first, _, _ = strings.Cut(first, "#")
		return u.Host == "" && !strings.Contains(first, ":")
	case "http", "https":
		return u.Host != "" && u.Opaque == ""
	case "mailto":
		return u.Opaque != ""
	}
	return false
}

// LocalLink tells whether an address is relative: a picture must come with the publication, so that it opens without a network.
func LocalLink(href string) bool {
	u, err := url.Parse(href)
	return err == nil && SafeLink(href) && u.Scheme == "" && !strings.HasPrefix(href, "#")
}
