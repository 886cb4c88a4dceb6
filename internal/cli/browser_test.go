// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// noise is what a program says, read while it still speaks.
type noise struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (n *noise) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.b.Write(p)
}

func (n *noise) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.b.String()
}

// first finds what a pattern holds in brackets, as soon as it is said.
func (n *noise) first(t *testing.T, pattern string) string {
	t.Helper()
	for range 600 {
		if m := regexp.MustCompile(pattern).FindStringSubmatch(n.String()); m != nil {
			return m[1]
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("%s was never said: %s", pattern, n)
	return ""
}

// started runs the program until the test ends or stop is called, which gives its exit status.
func started(t *testing.T, w World) (out *noise, stop func() int) {
	t.Helper()
	out = &noise{}
	w.Stdout, w.Stderr, w.Now, w.Random = out, out, time.Now, rand.Reader
	if w.Getenv == nil {
		w.Getenv = func(string) string { return "" }
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan int, 1)
	go func() { ended <- Run(ctx, w) }()
	stop = sync.OnceValue(func() int {
		cancel()
		return <-ended
	})
	t.Cleanup(func() { stop() })
	return out, stop
}

// got asks for a page.
func got(t *testing.T, c *http.Client, address string) (int, string) {
	t.Helper()
	r, err := c.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(raw)
}

// TestTheDemoOpensTheBrowser: where a person sits before a screen, the browser is asked to show the example, which then answers.
func TestTheDemoOpensTheBrowser(t *testing.T) {
	asked := make(chan string, 1)
	env := map[string]string{"DISPLAY": ":0", "LANG": "lv_LV.UTF-8"}
	w := World{Args: []string{"demo", "--addr", "127.0.0.1:0", "--data", filepath.Join(t.TempDir(), "d")}, Getenv: func(k string) string { return env[k] }, System: "linux", Terminal: true,
		Open: func(_ context.Context, address string) error { asked <- address; return nil }}
	out, stop := started(t, w)
	select {
	case address := <-asked:
		if !regexp.MustCompile(`^http://127\.0\.0\.1:\d+/lv/$`).MatchString(address) || !strings.Contains(out.String(), strings.TrimSuffix(address, "lv/")) {
			t.Errorf("it opens %s and says %s", address, out)
		}
		if status, body := got(t, http.DefaultClient, address); status != http.StatusOK || !strings.Contains(body, `lang="lv"`) {
			t.Errorf("the address answers %d", status)
		}
	case <-time.After(60 * time.Second):
		t.Fatalf("the browser was never asked: %s", out)
	}
	if status := stop(); status != 0 {
		t.Errorf("stopped with %d", status)
	}
}

// TestTheBrowserIsOpenedForPeopleAlone: no terminal, no display, a far machine, a switch: nothing is opened, and a browser that cannot be
// opened is no fault.
func TestTheBrowserIsOpenedForPeopleAlone(t *testing.T) {
	for name, c := range map[string]struct {
		system   string
		terminal bool
		env      map[string]string
		want     bool
	}{
		"a desktop":       {"linux", true, map[string]string{"DISPLAY": ":0"}, true},
		"wayland":         {"linux", true, map[string]string{"WAYLAND_DISPLAY": "wayland-0"}, true},
		"a mac":           {"darwin", true, nil, true},
		"windows":         {"windows", true, nil, true},
		"no display":      {"linux", true, nil, false},
		"no terminal":     {"linux", false, map[string]string{"DISPLAY": ":0"}, false},
		"switched off":    {"linux", true, map[string]string{"DISPLAY": ":0", "SUMANUS_NO_BROWSER": "1"}, false},
		"far away":        {"linux", true, map[string]string{"DISPLAY": ":0", "SSH_CONNECTION": "x"}, false},
		"a test machine":  {"darwin", true, map[string]string{"CI": "true"}, false},
		"no way to do it": {"linux", true, map[string]string{"DISPLAY": ":0", "broken": "yes"}, true},
	} {
		s := aSession(t, io.Discard)
		asked := false
		s.System, s.Terminal, s.Getenv = c.system, c.terminal, func(k string) string { return c.env[k] }
		s.Open = func(context.Context, string) error {
			asked = true
			if c.env["broken"] != "" {
				return errors.New("no such program")
			}
			return nil
		}
		s.show(t.Context(), "http://127.0.0.1:1/")
		if asked != c.want {
			t.Errorf("%s: asked %v", name, asked)
		}
	}
	for system, want := range map[string]string{"linux": "xdg-open [x]", "freebsd": "xdg-open [x]", "darwin": "open [x]", "windows": "rundll32 [url.dll,FileProtocolHandler x]"} {
		if name, args := opener(system, "x"); fmt.Sprint(name, " ", args) != want {
			t.Errorf("%s opens by %s %v", system, name, args)
		}
	}
}

// TestServeBeginsInAnEmptyFolder: a service starts on an empty volume, answers kindly, and lets its first administrator in by a link that
// works once.
func TestServeBeginsInAnEmptyFolder(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "lost+found"), 0o700); err != nil {
		t.Fatal(err)
	}
	w := World{Args: []string{"serve", "--addr", "127.0.0.1:0", "--data", dir}}
	out, stop := started(t, w)
	link := out.first(t, `(http://127\.0\.0\.1:\d+/en/account/first/\S+)`)
	if !strings.Contains(out.String(), "an empty place for it was made") {
		t.Errorf("it does not say so: %s", out)
	}
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	home := "http://" + u.Host
	for lang, want := range map[string]string{"lt": "Čia dar nieko nėra", "lv": "Šeit vēl nekā nav", "en": "There is nothing here yet"} {
		if status, body := got(t, http.DefaultClient, home+"/"+lang+"/"); status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: %d without %q", lang, status, want)
		}
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	person := &http.Client{Jar: jar}
	r, err := person.PostForm(link, url.Values{"name": {"Rasa"}, "email": {"rasa@example.org"}, "password": {"a long enough password 7"}})
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if status, body := got(t, person, home+"/en/"); status != http.StatusOK || !strings.Contains(body, "/en/operation") {
		t.Errorf("the first administrator gets %d without the way to the administration", status)
	}
	if status, _ := got(t, http.DefaultClient, link); status == http.StatusOK {
		t.Error("the link works twice")
	}
	if status := stop(); status != 0 {
		t.Errorf("stopped with %d: %s", status, out)
	}
	again, stopAgain := started(t, w)
	again.first(t, `(Serving on)`)
	time.Sleep(200 * time.Millisecond)
	if strings.Contains(again.String(), "/account/first/") || strings.Contains(again.String(), "begun") {
		t.Errorf("it begins anew: %s", again)
	}
	stopAgain()
}

// TestServeBeginsNowhereElse: a slip of the finger makes no house among other things, and nothing is written there.
func TestServeBeginsNowhereElse(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "letter.txt"), []byte("dear"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	status := Run(t.Context(), World{Args: []string{"serve", "--addr", "127.0.0.1:0", "--data", dir}, Stdout: &out, Stderr: &out, Getenv: func(string) string { return "" }, Now: time.Now, Random: rand.Reader})
	if status != 3 || !strings.Contains(out.String(), "letter.txt") {
		t.Errorf("%d: %s", status, out.String())
	}
	if all, err := os.ReadDir(dir); err != nil || len(all) != 1 {
		t.Errorf("the folder holds %v %v", all, err)
	}
}
