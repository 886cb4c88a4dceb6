// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

func main() {
	if err := run("."); err != nil {
		fmt.Fprintln(os.Stderr, "wall:", err)
		os.Exit(1)
	}
}

func run(root string) error {
	if err := everyRoomKnown(root); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "sumanus-wall-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := build(root, dir); err != nil {
		return err
	}
	refused, err := lint(root, dir)
	if err != nil {
		return err
	}
	return compare(refused)
}

// everyRoomKnown fails on a folder of internal/ that stands outside the order: nothing would guard it.
func everyRoomKnown(root string) error {
	entries, err := os.ReadDir(filepath.Join(root, "internal"))
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.IsDir() && !slices.Contains(rooms, e.Name()) {
			return fmt.Errorf("internal/%s has no place in the order of rooms; add it to tools/wall/order.go and .golangci.yml", e.Name())
		}
	}
	return nil
}

// build writes the throw-away module: the configuration under test and one probe for each place.
func build(root, dir string) error {
	config, err := os.ReadFile(filepath.Join(root, ".golangci.yml"))
	if err != nil {
		return err
	}
	files := map[string]string{
		".golangci.yml": string(config),
		"go.mod":        "module " + module + "\n\ngo 1.26.0\n",
	}
	for _, p := range probes() {
		files[p.file()] = p.source()
	}
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// file names the probe's only file; the folder below the owner keeps probes from importing each other in a ring.
func (p probe) file() string {
	if p.test {
		return p.owner + "/probe/probe_test.go"
	}
	return p.owner + "/probe/probe.go"
}

func (p probe) source() string {
	var b strings.Builder
	b.WriteString("// SPDX-License-Identifier: EUPL-1.2\n\npackage probe\n\nimport (\n")
	for _, path := range imports() {
		fmt.Fprintf(&b, "\t_ %q\n", path)
	}
	b.WriteString(")\n")
	return b.String()
}

// refusal is one import the linter stopped.
type refusal struct{ file, path string }

var stopped = regexp.MustCompile(`^import '([^']+)' is not allowed from list`)

// lint runs the pinned linter, depguard alone. The probes do not compile (they import what is not there), which depguard does
// not mind: it looks at the import lines only.
func lint(root, dir string) (map[refusal]bool, error) {
	binary, err := exec.Command("go", "tool", "-modfile="+filepath.Join(root, "tools", "lint", "go.mod"), "-n", "golangci-lint").Output()
	if err != nil {
		return nil, fmt.Errorf("the pinned linter cannot be built: %w", err)
	}
	cmd := exec.Command(strings.TrimSpace(string(binary)), "run", "--enable-only=depguard", "--output.json.path=stdout",
		"--output.text.path=stderr", "--max-issues-per-linter=0", "--max-same-issues=0", "--uniq-by-line=false", "--show-stats=false", "./...")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off")
	var errOut bytes.Buffer
	cmd.Stderr = &errOut
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return nil, err
	}
	var report struct {
		Issues []struct {
			FromLinter, Text string
			Pos              struct{ Filename string }
		}
	}
	if err := json.NewDecoder(bytes.NewReader(out)).Decode(&report); err != nil {
		return nil, fmt.Errorf("the linter gave no report (%w): %s", err, errOut.String())
	}
	refused := map[refusal]bool{}
	for _, issue := range report.Issues {
		if m := stopped.FindStringSubmatch(issue.Text); issue.FromLinter == "depguard" && m != nil {
			refused[refusal{filepath.ToSlash(issue.Pos.Filename), m[1]}] = true
		}
	}
	return refused, nil
}

// compare holds what was refused against the design.
func compare(refused map[refusal]bool) error {
	var wrong []string
	forbidden, free := 0, 0
	for _, p := range probes() {
		for _, path := range imports() {
			got := refused[refusal{p.file(), path}]
			switch want := !allowed(p, path); {
			case want && !got:
				wrong = append(wrong, fmt.Sprintf("%s may import %s and must not", p.file(), path))
			case !want && got:
				wrong = append(wrong, fmt.Sprintf("%s may not import %s and should", p.file(), path))
			case want:
				forbidden++
			default:
				free++
			}
		}
	}
	if len(wrong) > 0 {
		return fmt.Errorf("%d imports are judged wrongly:\n  %s", len(wrong), strings.Join(wrong, "\n  "))
	}
	fmt.Printf("walls: %d forbidden imports stopped, %d allowed imports let through\n", forbidden, free)
	return nil
}
