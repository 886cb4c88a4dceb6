// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// run puts real packages through the real go command: the format of its events is what this program stands on.
func run(t *testing.T, files map[string]string) (*tally, string) {
	t.Helper()
	dir := t.TempDir()
	files["go.mod"] = "module example\n\ngo 1.26.0\n"
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", "test", "-json", "-vet=off", "./...")
	cmd.Dir = dir
	out, _ := cmd.Output() // a failing test is wanted
	var c tally
	var told strings.Builder
	if err := c.read(strings.NewReader(string(out)), &told); err != nil {
		t.Fatal(err)
	}
	return &c, told.String()
}

const head = "package p\n\nimport \"testing\"\n\n"

func TestCountsLeavesAndGivesReasons(t *testing.T) {
	c, told := run(t, map[string]string{
		"a/a_test.go": head + `
func TestGood(t *testing.T) {}
func TestTable(t *testing.T) {
	t.Run("one", func(t *testing.T) {})
	t.Run("two", func(t *testing.T) { t.Error("two is wrong") })
	t.Run("three", func(t *testing.T) { t.Skip("skipped: needs a server") })
}
func TestOther(t *testing.T) { t.Skip("skipped: needs a server") }
`,
		"empty/empty.go": "package empty\n",
	})
	if c.passed != 2 || c.failed != 1 || len(c.skips) != 2 {
		t.Errorf("passed %d, failed %d, skipped %d; want 2, 1, 2", c.passed, c.failed, len(c.skips))
	}
	for _, s := range c.skips {
		if s.reason != "needs a server" {
			t.Errorf("reason %q", s.reason)
		}
	}
	if !strings.Contains(told, "two is wrong") {
		t.Errorf("the failure is not told:\n%s", told)
	}
	var end strings.Builder
	if c.close(&end, false) {
		t.Error("a failed test must make the run bad")
	}
	if !strings.HasSuffix(end.String(), "\n2 passed, 1 failed, 2 skipped\n") {
		t.Errorf("closing line:\n%s", end.String())
	}
	if strings.Count(end.String(), "needs a server\n") != 1 {
		t.Errorf("one reason is told once, with its tests below:\n%s", end.String())
	}
}

func TestPackageThatCannotRunIsAFailure(t *testing.T) {
	c, told := run(t, map[string]string{
		"broken/b_test.go": head + "func TestX(t *testing.T) { undefined() }\n",
		"panics/p_test.go": head + "func TestX(t *testing.T) { go panic(\"at once\"); select {} }\n",
		"exits/e_test.go":  "package p\n\nimport (\n\t\"os\"\n\t\"testing\"\n)\n\nfunc TestMain(m *testing.M) { os.Exit(3) }\n",
	})
	if c.failed != 3 || c.passed != 0 {
		t.Errorf("passed %d, failed %d %q; want 0, 3", c.passed, c.failed, c.failures)
	}
	for _, want := range []string{"undefined: undefined", "at once"} {
		if !strings.Contains(told, want) {
			t.Errorf("%q is not told:\n%s", want, told)
		}
	}
}

func TestStrictRunRefusesSkips(t *testing.T) {
	c := tally{passed: 4, skips: []skip{{"x.TestY", "needs a browser"}}}
	var out strings.Builder
	if !c.close(&out, false) {
		t.Error("a skip alone is no failure where skips are allowed")
	}
	if c.close(&out, true) {
		t.Error("with SUMANUS_NO_SKIP=1 a skip is a failure")
	}
}

func TestNothingRunIsBad(t *testing.T) {
	var c tally
	var out strings.Builder
	if c.close(&out, false) {
		t.Error("a run without tests must not look green")
	}
}
