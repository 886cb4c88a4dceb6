// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"slices"
	"strings"
)

const module = "github.com/sumanus/sumanus"

// rooms lists internal/ from the ground to the roof. A room imports only rooms before it.
var rooms = []string{
	"testkit", "fault",
	"db", "jobs", "i18n", "chart", "doc",
	"record", "identity", "dataset", "method", "evidence", "strategy", "project", "network",
	"programme", "dialogue", "publication", "check",
	"api", "web", "cli",
	"bench",
}

// trees are the public packages; they import nothing of internal/.
var trees = []string{"statistics", "territory", "analysis"}

// testOnly may be imported by tests and by test tools alone.
var testOnly = []string{
	module + "/internal/testkit",
	module + "/internal/db/dbtest",
	"github.com/google/go-cmp/cmp",
	"pgregory.net/rapid",
	"testing",
}

// impure is what a method of analysis may not reach.
var impure = []string{"os", "net/http", "database/sql", "github.com/paulmach/orb"}

// pure is what it may.
var pure = []string{"math", "sort", "gonum.org/v1/gonum/mat"}

// probe is one package of the throw-away module: where it stands and whether it is a test file.
type probe struct {
	owner string // "internal/db", "analysis", "cmd"
	test  bool
}

// probes lists every place the walls speak about, once as product code and once as a test.
func probes() []probe {
	var all []probe
	for _, test := range []bool{false, true} {
		for _, r := range rooms {
			all = append(all, probe{"internal/" + r, test})
		}
		for _, t := range trees {
			all = append(all, probe{t, test})
		}
		all = append(all, probe{"cmd", test})
	}
	return all
}

// imports lists what a probe tries to import.
func imports() []string {
	var all []string
	for _, r := range rooms {
		all = append(all, module+"/internal/"+r)
	}
	for _, t := range trees {
		all = append(all, module+"/"+t)
	}
	all = append(all, module+"/cmd/sumanus", module+"/internal/db/dbtest")
	all = append(all, "github.com/google/go-cmp/cmp", "pgregory.net/rapid", "testing")
	all = append(all, impure...)
	return append(all, pure...)
}

// allowed is the design, said once more in Go.
func allowed(p probe, path string) bool {
	if !p.test && p.owner != "internal/testkit" && slices.Contains(testOnly, path) {
		return false
	}
	switch p.owner {
	case "cmd":
		return true
	case "analysis":
		return allowedInAnalysis(p, path)
	case "statistics", "territory":
		return path == module+"/internal/testkit" || !isHouse(path)
	}
	if path == module+"/cmd/sumanus" {
		return false
	}
	if path == module+"/internal/db/dbtest" {
		path = module + "/internal/db"
	}
	here := slices.Index(rooms, p.owner[len("internal/"):])
	for i, r := range rooms {
		if path == module+"/internal/"+r {
			return i <= here
		}
	}
	return true
}

// allowedInAnalysis: tests of a method may read the files that hold its expected values.
func allowedInAnalysis(p probe, path string) bool {
	switch {
	case path == module+"/analysis":
		return true
	case path == module+"/statistics", path == module+"/territory":
		return false
	case p.test && path == module+"/internal/testkit":
		return true
	case slices.Contains(impure, path):
		return p.test && !strings.Contains(path, ".")
	}
	return !isHouse(path)
}

// isHouse tells whether a path lies inside internal/ or cmd/.
func isHouse(path string) bool {
	return strings.HasPrefix(path, module+"/internal/") || strings.HasPrefix(path, module+"/cmd/")
}
