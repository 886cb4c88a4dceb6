// SPDX-License-Identifier: EUPL-1.2

package webtest

import (
	"context"
	"html"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/sumanus/sumanus/internal/db"
)

// Check asks, as the script of a form does while somebody types, what saving would say. untouched are the ids of fields that nobody has
// come to yet.
func (c *Client) Check(path string, form url.Values, untouched ...string) Page {
	c.house.T.Helper()
	sent := maps.Clone(form)
	sent.Set("do", "check")
	sent["untouched"] = untouched
	return c.Do(http.MethodPost, path, strings.NewReader(sent.Encode()),
		http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Sumanus-Fragment": {"check"}})
}

var messageForm = regexp.MustCompile(`(?s)<p class="msg" id="([^"]*)-error">(.*?)</p>`)

var tagForm = regexp.MustCompile(`<[^>]*>`)

// Messages are the faults of a page, or of an answer to a check, by the ids of their controls.
func (p Page) Messages() map[string]string {
	out := map[string]string{}
	for _, m := range messageForm.FindAllStringSubmatch(p.Body, -1) {
		out[m[1]] = strings.TrimSpace(html.UnescapeString(tagForm.ReplaceAllString(m[2], "")))
	}
	return out
}

// Lines counts what stands in a table of the house.
func (h *House) Lines(table string) (n int) {
	h.T.Helper()
	err := h.DB.Read(context.Background(), func(tx db.Tx) error {
		return tx.Row(context.Background(), `SELECT count(*) FROM `+table).Scan(&n)
	})
	if err != nil {
		h.T.Fatal(err)
	}
	return n
}
