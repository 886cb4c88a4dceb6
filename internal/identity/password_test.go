// SPDX-License-Identifier: EUPL-1.2

package identity_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/testkit"
)

func TestPasswordRules(t *testing.T) {
	for password, want := range map[string]string{
		"":                           "identity.password-short",
		"ąčęėįšųūž":                  "identity.password-short",
		"ąčęėįšųūžā":                 "",
		"a\u0328c\u030ce\u0328xxxx":  "identity.password-short", // signs are counted as people see them
		"plain words do":             "",
		"žuvėdra virš molo":          "",
		"1111111111":                 "identity.password-common",
		"ababababab":                 "identity.password-common",
		"1234567890":                 "identity.password-common",
		"9876543210":                 "identity.password-common",
		"abcdefghijk":                "identity.password-common",
		"Password2026":               "identity.password-common",
		"Slaptažodis1":               "identity.password-common",
		"qwertyuiop":                 "identity.password-common",
		"kanaryte@example.org":       "identity.password-personal",
		"Kanarytė Žvirblė":           "identity.password-personal",
		"zvirblekanaryte1987":        "identity.password-personal",
		"example.org":                "identity.password-personal",
		"kanaryte likes small fish":  "",
		"bad\xff\xfe and unreadable": "identity.password-long",
		strings.Repeat("long ", 300): "identity.password-long",
		"          x         ":       "identity.password-common",
	} {
		err := identity.CheckPassword(password, "Kanarytė Žvirblė", "kanaryte@example.org")
		if want == "" && err != nil {
			t.Errorf("%q: %v", password, err)
		}
		if want != "" {
			wants(t, err, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		made, err := identity.NewPassword(testkit.NewRandom(rapid.Byte().Draw(t, "seed")))
		if err != nil || identity.CheckPassword(made, "A", "a@b.c") != nil {
			t.Fatalf("%q: %v", made, err)
		}
	})
}

func TestBrowserInWords(t *testing.T) {
	for agent, want := range map[string][2]string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0":          {"Edge", "Windows"},
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36":                        {"Chrome", "Windows"},
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile Safari/604.1":       {"Safari", "iPhone"},
		"Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36": {"Samsung Internet", "Android"},
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0":                                                   {"Firefox", "macOS"},
		"curl/8.5.0": {"curl", ""},
		"":           {"", ""},
	} {
		if b, s := identity.BrowserOf(agent); b != want[0] || s != want[1] {
			t.Errorf("%q: %s, %s", agent, b, s)
		}
	}
}

func TestRemoteKey(t *testing.T) {
	for in, want := range map[string]string{
		"192.0.2.1:4711":            "192.0.2.1",
		"192.0.2.1":                 "192.0.2.1",
		"[::ffff:192.0.2.1]:80":     "192.0.2.1",
		"2001:db8:1:2:3:4:5:6":      "2001:db8:1:2::/64",
		"[2001:db8:1:2:9:9:9:9]:80": "2001:db8:1:2::/64",
		"fe80::1%eth0":              "fe80::/64",
		"a socket":                  "a socket",
	} {
		if got := identity.RemoteKey(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}
