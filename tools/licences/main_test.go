// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestWriteGivesEqualTextsOnce(t *testing.T) {
	mit := "Permission is hereby granted, free of charge, to any\r\nperson obtaining a copy of this work\r\n"
	a := folder(t, map[string]string{"LICENSE": mit})
	b := folder(t, map[string]string{"License.md": strings.ReplaceAll(mit, "\r", ""), "readme": "x"})
	c := folder(t, map[string]string{"LICENSE": "Apache License\n Version 2.0", "NOTICE": "Thanks"})
	var out bytes.Buffer
	if err := write(&out, []module{{Path: "a", Version: "v1", Dir: a}, {Path: "b", Version: "v2", Dir: b}, {Path: "c", Version: "v3", Dir: c}}); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	for want, times := range map[string]int{"Permission is hereby granted": 1, " MIT\n": 2, " Apache-2.0\n": 1, "Thanks": 1, "a, b\n": 1} {
		if got := strings.Count(text, want); got != times {
			t.Errorf("%q stands %d times, want %d", want, got, times)
		}
	}
}

func TestModuleWithoutLicenceIsRefused(t *testing.T) {
	err := write(&bytes.Buffer{}, []module{{Path: "x", Version: "v1", Dir: folder(t, map[string]string{"readme": "x"})}})
	if err == nil || !strings.Contains(err.Error(), "x v1 has no licence file") {
		t.Errorf("got %v", err)
	}
}

func TestUnknownKindIsNotGuessed(t *testing.T) {
	if got := kind("You may do what you like."); got != "see text" {
		t.Errorf("got %q", got)
	}
}

func TestPackagesForTheBrowserAreListed(t *testing.T) {
	packages, err := embedded(folder(t, map[string]string{"@a+b@1.2.txt": "Permission to use\n"}))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := write(&out, packages); err != nil || !strings.Contains(out.String(), "npm: @a/b") || !strings.Contains(out.String(), "1.2") || !strings.Contains(out.String(), "Permission to use") {
		t.Errorf("%v: %s", err, out.String())
	}
	if _, err := embedded(t.TempDir()); err == nil {
		t.Error("a folder without licences is taken")
	}
	if _, err := embedded(folder(t, map[string]string{"x.txt": "y"})); err == nil {
		t.Error("a name without a version is taken")
	}
}
