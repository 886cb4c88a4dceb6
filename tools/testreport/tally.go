// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"sort"
	"strings"
)

// event is one line of "go test -json" (see go doc test2json).
type event struct {
	Action     string
	Package    string
	ImportPath string
	Test       string
	Output     string
	Elapsed    float64
}

// skip is a test that did not run, with the reason it gave.
type skip struct{ name, reason string }

// tally counts tests. Only leaves count: a test that has subtests is the sum of them, unless it failed by itself.
type tally struct {
	passed, failed int
	skips          []skip
	failures       []string // names, for the list at the end
}

// unit collects what is known of one test, or of one package when its name is empty.
type unit struct {
	output  strings.Builder
	action  string
	parent  bool // has subtests
	childKO bool // one of them failed
}

// read consumes the events of one "go test -json" and writes a line for each package, and failures in full, to w.
func (t *tally) read(r io.Reader, w io.Writer) error {
	packages := map[string]map[string]*unit{}
	builds := map[string]*strings.Builder{}
	at := func(pkg, test string) *unit {
		if packages[pkg] == nil {
			packages[pkg] = map[string]*unit{}
		}
		if packages[pkg][test] == nil {
			packages[pkg][test] = &unit{}
		}
		return packages[pkg][test]
	}
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			var e event
			if json.Unmarshal(line, &e) != nil {
				fmt.Fprint(w, string(line)) // go itself complains in plain text
			} else {
				t.take(e, at, builds, w)
				if e.Test == "" && (e.Action == "pass" || e.Action == "fail" || e.Action == "skip") {
					t.closePackage(e, packages[e.Package], w)
					delete(packages, e.Package)
				}
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (t *tally) take(e event, at func(pkg, test string) *unit, builds map[string]*strings.Builder, w io.Writer) {
	switch e.Action {
	case "build-output":
		if builds[e.ImportPath] == nil {
			builds[e.ImportPath] = &strings.Builder{}
		}
		builds[e.ImportPath].WriteString(e.Output)
	case "build-fail":
		if b := builds[e.ImportPath]; b != nil {
			fmt.Fprint(w, b.String())
			delete(builds, e.ImportPath)
		}
	case "run":
		if i := strings.LastIndex(e.Test, "/"); i > 0 {
			at(e.Package, e.Test[:i]).parent = true
		}
		at(e.Package, e.Test)
	case "output":
		at(e.Package, e.Test).output.WriteString(e.Output)
	case "pass", "fail", "skip":
		u := at(e.Package, e.Test)
		u.action = e.Action
		if e.Test != "" {
			t.closeTest(e, at, u, w)
		}
	}
}

func (t *tally) closeTest(e event, at func(pkg, test string) *unit, u *unit, w io.Writer) {
	name := short(e.Package) + "." + e.Test
	if e.Action == "fail" {
		at(e.Package, "").childKO = true
		if i := strings.LastIndex(e.Test, "/"); i > 0 {
			at(e.Package, e.Test[:i]).childKO = true
		}
	}
	switch {
	case e.Action == "fail" && !u.childKO:
		t.failed++
		t.failures = append(t.failures, name)
		fmt.Fprintf(w, "--- FAIL %s (%.1f s)\n%s\n", name, e.Elapsed, said(u))
	case e.Action == "fail" && strings.Contains(u.output.String(), "_test.go:"):
		// The parent of a failed subtest said something of its own.
		fmt.Fprintf(w, "--- in %s\n%s\n", name, said(u))
	case e.Action == "skip":
		t.skips = append(t.skips, skip{name, reason(u.output.String())})
	case e.Action == "pass" && !u.parent:
		t.passed++
	}
}

// closePackage tells one line. A package that failed although none of its tests did (it does not build, it panicked, it ran out
// of time) counts as one failure, with everything it said.
func (t *tally) closePackage(e event, tests map[string]*unit, w io.Writer) {
	u := tests[""]
	switch {
	case e.Action == "fail":
		fmt.Fprintf(w, "FAIL  %-60s %6.1f s\n", short(e.Package), e.Elapsed)
		if !u.childKO {
			t.failed++
			t.failures = append(t.failures, short(e.Package)+" (package)")
			for name, open := range tests {
				if name != "" && open.action == "" { // it was running when the program died, and holds what was said
					fmt.Fprintf(w, "--- running: %s\n%s", name, said(open))
				}
			}
			fmt.Fprintln(w, said(u))
		}
	case e.Action == "skip" || strings.Contains(u.output.String(), "[no test files]"):
		// No test files: nothing to say.
	case strings.Contains(u.output.String(), "(cached)"):
		fmt.Fprintf(w, "ok    %-60s (as before)\n", short(e.Package))
	default:
		fmt.Fprintf(w, "ok    %-60s %6.1f s\n", short(e.Package), e.Elapsed)
	}
}

// said is the output without the frame that go test puts around it.
func said(u *unit) string {
	var b strings.Builder
	for line := range strings.Lines(u.output.String()) {
		if !strings.HasPrefix(strings.TrimSpace(line), "=== ") && !strings.HasPrefix(strings.TrimSpace(line), "--- FAIL") {
			b.WriteString(line)
		}
	}
	return b.String()
}

var skipLine = regexp.MustCompile(`(?m)^\s+\S+\.go:\d+:\s*(.*)$`)

// reason is what the test said last before it skipped itself.
func reason(output string) string {
	all := skipLine.FindAllStringSubmatch(output, -1)
	if len(all) == 0 {
		return "no reason given"
	}
	return strings.TrimSpace(strings.TrimPrefix(all[len(all)-1][1], "skipped:"))
}

// short drops the module's own path.
func short(pkg string) string {
	pkg = strings.TrimPrefix(pkg, "github.com/sumanus/sumanus")
	if pkg = strings.TrimPrefix(pkg, "/"); pkg == "" {
		return "."
	}
	return pkg
}

// close writes the lists and the closing line, and tells whether the run is good. With strict a skip counts as a failure.
func (t *tally) close(w io.Writer, strict bool) bool {
	if len(t.skips) > 0 {
		fmt.Fprintf(w, "\nSkipped: %d %s\n", len(t.skips), plural(len(t.skips), "test", "tests"))
		byReason := map[string][]string{}
		for _, s := range t.skips {
			byReason[s.reason] = append(byReason[s.reason], s.name)
		}
		reasons := make([]string, 0, len(byReason))
		for r := range byReason {
			reasons = append(reasons, r)
		}
		sort.Strings(reasons)
		for _, r := range reasons {
			fmt.Fprintf(w, "  %s\n    %s\n", r, strings.Join(byReason[r], "\n    "))
		}
	} else {
		fmt.Fprintln(w, "\nSkipped: nothing")
	}
	if t.failed > 0 {
		fmt.Fprintf(w, "\nFailed:\n  %s\n", strings.Join(t.failures, "\n  "))
	}
	good := t.failed == 0
	if strict && len(t.skips) > 0 {
		fmt.Fprintln(w, "\nSUMANUS_NO_SKIP=1: here every test must run; the skipped ones above are a failure.")
		good = false
	}
	if t.passed+t.failed == 0 {
		fmt.Fprintln(w, "\nNo test ran: that is a failure too.")
		good = false
	}
	fmt.Fprintf(w, "\n%d passed, %d failed, %d skipped\n", t.passed, t.failed, len(t.skips))
	return good
}

func plural(n int, one, other string) string {
	if n == 1 {
		return one
	}
	return other
}
