// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// suite is one run of Node, with the file in which it leaves its counts.
type suite struct {
	name    string
	prepare string // target of the Makefile that makes what is looked at
	args    []string
	report  string
}

var suites = []suite{
	{"the checks themselves, on pages made to fail them", "", []string{"e2e/selftest.mjs"}, "e2e/out/selftest.json"},
	{"the published site", "e2e-site", []string{"e2e/run.mjs", "--site", "build/e2e/site"}, "e2e/out/report.json"},
	// One language, each scheme and each width once are enough to find faults; make e2e looks in every way, for people to see the pictures.
	{"the running house", "build", []string{"e2e/runhouse.mjs", "--binary", "bin/sumanus", "--data", "build/e2e/houses", "--looks", "lt", "--views", "light-320,dark-1280"}, "e2e/out/house.json"},
}

// browserTests runs the suites, or skips them all with the reason.
func browserTests(t *tally) {
	if why := missing(); why != "" {
		for _, s := range suites {
			if os.Getenv("REQUIRE_BROWSER") == "1" {
				t.failed++
				t.failures = append(t.failures, "e2e: "+s.name+": "+why)
				continue
			}
			t.skips = append(t.skips, skip{"e2e: " + s.name, why})
		}
		return
	}
	for _, s := range suites {
		runSuite(t, s)
	}
}

// missing names the first thing the browser tests lack.
func missing() string {
	if _, err := exec.LookPath("node"); err != nil {
		return "needs Node.js 20 or newer"
	}
	if !exists(browserPath()) {
		return "needs Chromium at " + browserPath() + " (or named by CHROMIUM)"
	}
	for _, m := range []string{"playwright-core", "axe-core"} {
		if !exists(filepath.Join("e2e", "node_modules", m, "package.json")) {
			return "needs the npm packages of e2e/package-lock.json (make e2e/node_modules)"
		}
	}
	return ""
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func browserPath() string {
	if p := os.Getenv("CHROMIUM"); p != "" {
		return p
	}
	return "/usr/bin/chromium"
}

func runSuite(t *tally, s suite) {
	fmt.Println("\n" + s.name)
	os.Remove(s.report)
	if s.prepare != "" {
		if out, err := exec.Command("make", "--no-print-directory", s.prepare).CombinedOutput(); err != nil {
			t.failed++
			t.failures = append(t.failures, fmt.Sprintf("e2e: %s: make %s: %v", s.name, s.prepare, err))
			fmt.Printf("%s\n", out)
			return
		}
	}
	cmd := exec.Command("node", s.args...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	err := cmd.Run()
	var counts struct {
		Passed   int
		Failed   int
		Failures []string
	}
	data, readErr := os.ReadFile(s.report)
	if readErr != nil || json.Unmarshal(data, &counts) != nil {
		t.failed++
		t.failures = append(t.failures, fmt.Sprintf("e2e: %s: node %s gave no report (%v)", s.name, strings.Join(s.args, " "), err))
		return
	}
	t.passed += counts.Passed
	t.failed += counts.Failed
	for _, f := range counts.Failures {
		t.failures = append(t.failures, "e2e: "+f)
	}
	if err != nil && counts.Failed == 0 {
		t.failed++
		t.failures = append(t.failures, "e2e: "+s.name+": "+err.Error())
	}
}
