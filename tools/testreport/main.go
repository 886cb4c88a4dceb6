// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

func main() {
	e2e := flag.Bool("e2e", false, "run the browser tests too")
	timeout := flag.Duration("timeout", 20*time.Minute, "limit for the tests of one package")
	flag.Parse()
	patterns := flag.Args()
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}

	var t tally
	if err := goTests(&t, ".", *timeout, patterns); err != nil {
		fatal(err)
	}
	for _, dir := range toolModules() {
		fmt.Printf("\n%s, a module of its own:\n", dir)
		if err := goTests(&t, dir, *timeout, []string{"./..."}); err != nil {
			fatal(err)
		}
	}
	if *e2e {
		fmt.Println("\nBrowser tests:")
		browserTests(&t)
	}
	if !t.close(os.Stdout, os.Getenv("SUMANUS_NO_SKIP") == "1") {
		os.Exit(1)
	}
}

func fatal(err error) {
	fmt.Fprintln(os.Stderr, "testreport:", err)
	os.Exit(1)
}

// goTests runs the packages of the module in dir. A failing test is not an error here; it is in the tally.
func goTests(t *tally, dir string, timeout time.Duration, patterns []string) error {
	cmd := exec.Command("go", append([]string{"test", "-json", "-timeout", timeout.String()}, patterns...)...)
	cmd.Dir = dir
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	before := t.failed
	if err := t.read(out, os.Stdout); err != nil {
		return err
	}
	if err := cmd.Wait(); err != nil && t.failed == before {
		// Go refused before any package could say so: a broken go.mod, an import ring.
		t.failed++
		t.failures = append(t.failures, "go test in "+dir+": "+err.Error())
	}
	return nil
}

// toolModules finds tools with a go.mod of their own that hold tests; the linter's module holds no code.
func toolModules() []string {
	var dirs []string
	mods, _ := filepath.Glob(filepath.Join("tools", "*", "go.mod"))
	for _, mod := range mods {
		dir := filepath.Dir(mod)
		if tests, _ := filepath.Glob(filepath.Join(dir, "*_test.go")); len(tests) > 0 {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}
