// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/web"
)

func TestSiteIsServedWithoutListsAndHiddenFiles(t *testing.T) {
	outer := t.TempDir()
	dir := filepath.Join(outer, "site")
	if err := saveSite(dir, "guide", map[string][]byte{"index.html": []byte("door"), "lt/index.html": []byte("labas"), "fonts/a.woff2": []byte("x")}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(outer, "secret.txt"), []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	h := web.Published(dir)
	for path, want := range map[string]int{
		"/": 200, "/lt/": 200, "/fonts/a.woff2": 200, "/fonts/": 404, "/fonts": 301, "/nothing": 404, "/" + siteMarker: 404, "/lt/../" + siteMarker: 404,
		"/../secret.txt": 404, "/%2e%2e/secret.txt": 404, "/..%2fsecret.txt": 404,
	} {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1/", nil)
		r.URL.Path = strings.NewReplacer("%2e", ".", "%2f", "/").Replace(path)
		h.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%s gives %d, want %d", path, w.Code, want)
		}
		if strings.Contains(w.Body.String(), "secret") && w.Code == 200 {
			t.Errorf("%s leads out of the folder", path)
		}
		if w.Header().Get("Content-Security-Policy") == "" || w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s lacks its policy", path)
		}
	}
}

func TestATakenPortIsPassedOver(t *testing.T) {
	ctx := context.Background()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	addr := taken.Addr().String()
	if _, err := listen(ctx, addr, false); !fault.Is(err, "cli.cannot-listen") {
		t.Errorf("a taken port gives %v", err)
	}
	l, err := listen(ctx, addr, true)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if l.Addr().String() == addr {
		t.Error("two servers on one port")
	}
	for _, bad := range []string{"", "8080", "127.0.0.1:x", "127.0.0.1:99999"} {
		if _, err := listen(ctx, bad, true); !fault.Is(err, "cli.bad-address") {
			t.Errorf("%q gives %v", bad, err)
		}
	}
}

// TestATamperedMarkerLeadsNowhere: the list in a published folder is somebody's input.
func TestATamperedMarkerLeadsNowhere(t *testing.T) {
	outer := t.TempDir()
	dir, victim := filepath.Join(outer, "site"), filepath.Join(outer, "victim.txt")
	if err := saveSite(dir, "guide", map[string][]byte{"index.html": []byte("x")}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(victim, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := writeMarker(dir, siteManifest{Format: 1, Files: []string{"../victim.txt", victim, "index.html", "gone.html"}}); err != nil {
		t.Fatal(err)
	}
	if err := saveSite(dir, "guide", map[string][]byte{"lt/index.html": []byte("y")}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(victim); err != nil {
		t.Error("a file outside the folder was removed")
	}
	if _, err := os.Stat(filepath.Join(dir, "index.html")); err == nil {
		t.Error("what was published before is still there")
	}
	if err := os.WriteFile(filepath.Join(dir, siteMarker), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := saveSite(dir, "guide", nil); !fault.Is(err, "cli.foreign-folder") {
		t.Errorf("a broken marker gives %v", err)
	}
}

func TestStatus(t *testing.T) {
	stopped, cancel := context.WithCancel(context.Background())
	cancel()
	for _, c := range []struct {
		err  error
		want int
	}{
		{nil, 0}, {errStopped, 0}, {errFailed, 1}, {fmt.Errorf("deep: %w", fault.New(fault.Invalid, "x")), 2}, {errUsage, 2},
		{fault.New(fault.Conflict, "x"), 3}, {fault.New(fault.NotFound, "x"), 4}, {fault.New(fault.Forbidden, "x"), 4},
		{fault.New(fault.Unavailable, "x"), 5}, {fault.New(fault.Internal, "x"), 70}, {errors.New("x"), 70},
	} {
		if got := status(context.Background(), c.err); got != c.want {
			t.Errorf("%v gives %d, want %d", c.err, got, c.want)
		}
	}
	if got := status(stopped, errors.New("x")); got != 130 {
		t.Errorf("an interruption gives %d", got)
	}
}

func TestLanguageOfTheSystem(t *testing.T) {
	for _, c := range []struct {
		flag string
		env  map[string]string
		want i18n.Lang
	}{
		{"", nil, i18n.EN}, {"lt", map[string]string{"LANG": "lv_LV.UTF-8"}, i18n.LT}, {"", map[string]string{"LANG": "lv_LV.UTF-8"}, i18n.LV},
		{"", map[string]string{"LANG": "lv_LV", "LC_ALL": "lt_LT.UTF-8"}, i18n.LT}, {"", map[string]string{"LANG": "C.UTF-8"}, i18n.EN},
		{"lt,lv", map[string]string{"LANG": "lv"}, i18n.LV},
	} {
		if got := language(c.flag, func(k string) string { return c.env[k] }); got != c.want {
			t.Errorf("%q %v speaks %s, want %s", c.flag, c.env, got, c.want)
		}
	}
}
