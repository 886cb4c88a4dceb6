// SPDX-License-Identifier: EUPL-1.2

package guide_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/web/webtest"
)

// TestAChapterIsCheckedWhileItIsTyped: the faults that saving would tell, at their lines, and the text as it would be read.
func TestAChapterIsCheckedWhileItIsTyped(t *testing.T) {
	h := webtest.Example(t)
	before := h.Read(chapter)
	c := h.As(identity.Coordinator, before.Owner)
	path := "/en/guide/chapter/two-coasts/write"
	f := form(h, "save")
	journal := h.Lines("journal")
	f.Set("body.en", "First.\n\n{{no-such-finding}}\n\n::: chart\n:::")
	checked, saved := c.Check(path, f), c.Post(path, f)
	if got, want := checked.Messages(), saved.Messages(); checked.Status != http.StatusOK || len(want) == 0 || !maps.Equal(got, want) {
		t.Errorf("the check says %d\n%v\nand saving\n%v", checked.Status, got, want)
	}
	f.Set("body.en", "First of all, the sea.")
	if p := c.Check(path, f); !strings.Contains(p.Body, "Everything fits.") || !strings.Contains(p.Body, "First of all, the sea.") || len(p.Messages()) > 0 {
		t.Errorf("in order: %d %s", p.Status, p.Body)
	}
	if h.Lines("journal") != journal || h.Read(chapter).Revision != before.Revision {
		t.Error("a check wrote something")
	}
	if p := h.As(identity.Participant, before.Owner).Check(path, f); !p.Refused() {
		t.Errorf("a participant: %d", p.Status)
	}
}
