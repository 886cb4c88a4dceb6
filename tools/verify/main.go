// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// check is one promise about the tree. It returns what breaks the promise, a sentence each.
type check struct {
	name string
	run  func(tree) ([]string, error)
}

var checks = []check{
	{"every file says its licence", headers},
	{"every package says what it is for", packageDocs},
	{"no file is too long or too large", sizes},
	{"no leftover, no place that only one machine has", words},
	{"what others published is as they made it", untouched},
	{"links in documents lead somewhere", links},
	{"Go files are formatted", tool("gofmt", "-l", "cmd", "internal", "tools", "statistics", "territory", "analysis", "examples")},
	{"modules are those that were published", quiet("go", "mod", "verify")},
	{"go.mod is tidy", tool("go", "mod", "tidy", "-diff")},
	{"go vet has no objection", tool("go", "vet", "./...")},
	{"generated files are current", generated},
	{"licences of what is linked are listed", tool("go", "run", "./tools/licences", "-check")},
}

func main() {
	files, err := list()
	if err != nil {
		fmt.Fprintln(os.Stderr, "verify:", err)
		os.Exit(1)
	}
	bad := 0
	for _, c := range checks {
		started := time.Now()
		problems, err := c.run(files)
		if err != nil {
			problems = append(problems, err.Error())
		}
		mark := "ok  "
		if len(problems) > 0 {
			mark = "FAIL"
			bad++
		}
		fmt.Printf("%s  %-50s %6.1f s\n", mark, c.name, time.Since(started).Seconds())
		for _, p := range problems {
			fmt.Println("      " + strings.ReplaceAll(p, "\n", "\n      "))
		}
	}
	if bad > 0 {
		fmt.Printf("\n%d of %d checks failed\n", bad, len(checks))
		os.Exit(1)
	}
	fmt.Printf("\nall %d checks hold\n", len(checks))
}

// tool runs a program that has nothing to say when all is well. What it prints while it fetches modules does not count. Folders
// that are not there yet are left out.
func tool(name string, args ...string) func(tree) ([]string, error) {
	return func(tree) ([]string, error) {
		var present []string
		for _, a := range args {
			if _, err := os.Stat(a); err == nil || strings.HasPrefix(a, "-") || name != "gofmt" {
				present = append(present, a)
			}
		}
		var out, errOut bytes.Buffer
		cmd := exec.Command(name, present...)
		cmd.Stdout, cmd.Stderr = &out, &errOut
		err := cmd.Run()
		if err != nil && out.Len() == 0 {
			return []string{strings.TrimSpace(errOut.String())}, nil
		}
		if out.Len() > 0 {
			return []string{strings.TrimSpace(out.String())}, nil
		}
		return nil, err
	}
}

// quiet runs a program whose exit status alone counts.
func quiet(name string, args ...string) func(tree) ([]string, error) {
	return func(tree) ([]string, error) {
		if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
			return []string{strings.TrimSpace(string(out))}, err
		}
		return nil, nil
	}
}

// generated runs the generators and tells which files came out different. It compares the tree with itself, so that it also
// judges rightly while something else is being written.
func generated(before tree) ([]string, error) {
	old, err := before.sums()
	if err != nil {
		return nil, err
	}
	if out, err := exec.Command("go", "generate", "./...").CombinedOutput(); err != nil {
		return []string{strings.TrimSpace(string(out))}, err
	}
	after, err := list()
	if err != nil {
		return nil, err
	}
	now, err := after.sums()
	if err != nil {
		return nil, err
	}
	var changed []string
	for _, f := range after {
		if old[f] != now[f] {
			changed = append(changed, f+" was stale; go generate has rewritten it")
		}
	}
	return changed, nil
}
