// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"regexp"
	"sort"
	"strings"
)

// tree lists the files that git knows or would take, with slashes, sorted.
type tree []string

func list() (tree, error) {
	out, err := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").Output()
	if err != nil {
		return nil, fmt.Errorf("git ls-files: %w", err)
	}
	var t tree
	for _, f := range strings.Split(string(out), "\x00") {
		if info, err := os.Lstat(f); f != "" && err == nil && info.Mode().IsRegular() {
			t = append(t, f)
		}
	}
	sort.Strings(t)
	return t, nil
}

// sums hashes every file.
func (t tree) sums() (map[string][32]byte, error) {
	sums := map[string][32]byte{}
	for _, f := range t {
		data, err := os.ReadFile(f)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		sums[f] = sha256.Sum256(data)
	}
	return sums, nil
}

// each reads the files that match and hands them over; a file that vanished meanwhile is left out.
func (t tree) each(match func(string) bool, do func(name string, data []byte)) error {
	for _, f := range t {
		if !match(f) {
			continue
		}
		data, err := os.ReadFile(f)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		do(f, data)
	}
	return nil
}

const spdx = "SPDX-License-Identifier: EUPL-1.2"

var generatedMark = regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT\.$`)

// headers: the licence stands in the first lines of every program text that a person of the project wrote.
func headers(t tree) (problems []string, err error) {
	others, err := t.foreign()
	if err != nil {
		return nil, err
	}
	isText := func(f string) bool {
		switch path.Ext(f) {
		case ".go", ".templ", ".mjs", ".js", ".sh":
			return !strings.Contains(f, "testdata/") && others[f] == ""
		}
		return f == "Makefile" || f == ".ci/run" || f == ".golangci.yml"
	}
	err = t.each(isText, func(f string, data []byte) {
		if !bytes.Contains(data[:min(len(data), 300)], []byte(spdx)) && !generatedMark.Match(data) {
			problems = append(problems, f+" does not say "+spdx)
		}
	})
	return problems, err
}

// packageDocs: a folder with product code has a doc.go, and no folder has a name that says nothing.
func packageDocs(t tree) (problems []string, err error) {
	code, doc := map[string]bool{}, map[string]bool{}
	for _, f := range t {
		dir, base := path.Dir(f), path.Base(f)
		if strings.Contains(f, "testdata/") || path.Ext(f) != ".go" || strings.HasSuffix(f, "_test.go") {
			continue
		}
		code[dir] = true
		if base == "doc.go" {
			doc[dir] = true
		}
		for _, part := range strings.Split(dir, "/") {
			switch part {
			case "util", "utils", "common", "helpers", "models":
				problems = append(problems, f+": a folder named "+part+" says nothing of what lives there")
			}
		}
	}
	for dir := range code {
		if !doc[dir] {
			problems = append(problems, dir+" has no doc.go")
		}
	}
	sort.Strings(problems)
	return problems, nil
}

const (
	maxLines = 600
	maxBytes = 2 << 20
)

// sizes: no Go file of more than 600 lines (a generated one may), no file of more than 2 MiB.
func sizes(t tree) (problems []string, err error) {
	err = t.each(func(string) bool { return true }, func(f string, data []byte) {
		if len(data) > maxBytes {
			problems = append(problems, fmt.Sprintf("%s has %d bytes; %d is the limit", f, len(data), maxBytes))
		}
		if n := bytes.Count(data, []byte("\n")); path.Ext(f) == ".go" && n > maxLines && !generatedMark.Match(data) {
			problems = append(problems, fmt.Sprintf("%s has %d lines; %d is the limit", f, n, maxLines))
		}
	})
	return problems, err
}

// The patterns are cut in two so that this file does not match itself.
var leftovers = []struct {
	pattern *regexp.Regexp
	why     string
}{
	{regexp.MustCompile(`/wor` + `k/|/roo` + `t/|/hom` + `e/[a-z]+/`), "a path that only one machine has"},
	{regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X)\b`), "work left undone"},
	{regexp.MustCompile(`(?i)\b(this|coding|previous|next) sess` + `ion\b`), "a word about how the text was written"},
	{regexp.MustCompile(`(?m)^(<{7}|>{7}) `), "an unsolved merge"},
}

// words looks for what should not be left in a text.
func words(t tree) (problems []string, err error) {
	others, err := t.foreign()
	if err != nil {
		return nil, err
	}
	isText := func(f string) bool {
		switch path.Ext(f) {
		case ".png", ".gz", ".woff2", ".zip", ".sum":
			return false
		}
		return others[f] == "" && f != "LICENSE" && path.Base(f) != "package-lock.json" && path.Base(f) != "licences.txt"
	}
	err = t.each(isText, func(f string, data []byte) {
		for _, l := range leftovers {
			for _, at := range l.pattern.FindAllIndex(data, 3) {
				line := 1 + bytes.Count(data[:at[0]], []byte("\n"))
				problems = append(problems, fmt.Sprintf("%s:%d: %q: %s", f, line, data[at[0]:at[1]], l.why))
			}
		}
	})
	return problems, err
}
