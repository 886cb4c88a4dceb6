// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run() error {
	packages, err := withBenchmarks(".")
	if err != nil {
		return err
	}
	if len(packages) == 0 {
		return fmt.Errorf("no package has a benchmark")
	}
	for _, p := range packages {
		args := []string{"test", "-run=^$", "-bench=.", "-benchmem", "./" + p}
		fmt.Println("\n$ go " + strings.Join(args, " "))
		cmd := exec.Command("go", args...)
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("%s: %w", p, err)
		}
	}
	return nil
}

var benchmark = regexp.MustCompile(`(?m)^func Benchmark[A-Z_]`)

// withBenchmarks finds the folders of this module whose tests hold a benchmark, sorted.
func withBenchmarks(root string) ([]string, error) {
	var found []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != root && (strings.HasPrefix(d.Name(), ".") || slices.Contains([]string{"testdata", "node_modules", "tools", "data", "build"}, d.Name())) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, "_test.go") {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if dir := filepath.ToSlash(filepath.Dir(path)); bytes.Contains(data, []byte("func Benchmark")) && benchmark.Match(data) && !slices.Contains(found, dir) {
			found = append(found, dir)
		}
		return nil
	})
	slices.Sort(found)
	return found, err
}
