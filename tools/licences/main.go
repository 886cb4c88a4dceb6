// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sort"
	"strings"
)

func main() {
	check := flag.Bool("check", false, "write nothing; fail when the file is not current")
	out := flag.String("o", filepath.Join("internal", "cli", "licences.txt"), "file to write")
	target := flag.String("package", "./cmd/sumanus", "the program whose modules are listed")
	browser := flag.String("browser", filepath.Join("internal", "web", "ui", "maplibre", "licences"), "folder with the licences of what is embedded for the browser")
	flag.Parse()
	if err := run(*target, *browser, *out, *check); err != nil {
		fmt.Fprintln(os.Stderr, "licences:", err)
		os.Exit(1)
	}
}

func run(target, browser, out string, check bool) error {
	modules, err := linked(target)
	if err != nil {
		return err
	}
	packages, err := embedded(browser)
	if err != nil {
		return err
	}
	modules = append(modules, packages...)
	var text bytes.Buffer
	if err := write(&text, modules); err != nil {
		return err
	}
	if !check {
		return os.WriteFile(out, text.Bytes(), 0o644)
	}
	old, err := os.ReadFile(out)
	if err != nil {
		return err
	}
	if !bytes.Equal(old, text.Bytes()) {
		return fmt.Errorf("%s is not current; run: go run ./tools/licences", out)
	}
	return nil
}

// module is what the go command tells of one.
type module struct {
	Path, Version, Dir string
	Main               bool
	Replace            *module

	file string // where the licence stands, when it is not looked for in Dir
}

// embedded lists npm packages by the files of their licences: "@scope+name@version.txt".
func embedded(dir string) ([]module, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("%s holds no licences: %w", dir, errors.Join(err, os.ErrNotExist))
	}
	var packages []module
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		at := strings.LastIndex(name, "@")
		if at <= 0 {
			return nil, fmt.Errorf("%s: the name does not say package and version", file)
		}
		packages = append(packages, module{Path: "npm: " + strings.ReplaceAll(name[:at], "+", "/"), Version: name[at+1:], file: file})
	}
	return packages, nil
}

// linked lists the modules of all packages the program is made of, and the standard library as one of them.
func linked(target string) ([]module, error) {
	cmd := exec.Command("go", "list", "-deps", "-json=Module", target)
	// The same list on every machine, whatever it runs on.
	cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0")
	cmd.Stderr = os.Stderr
	data, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	found := map[string]module{}
	for d := json.NewDecoder(bytes.NewReader(data)); ; {
		var p struct{ Module *module }
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		if m := p.Module; m != nil && !m.Main {
			if m.Replace != nil {
				m = m.Replace
			}
			found[m.Path] = *m
		}
	}
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	modules := []module{{Path: "Go standard library", Dir: strings.TrimSpace(string(goroot))}}
	for _, m := range found {
		modules = append(modules, m)
	}
	sort.Slice(modules[1:], func(i, j int) bool { return modules[i+1].Path < modules[j+1].Path })
	return modules, nil
}

// write lists the modules with the kind of their licence, then the texts; equal texts stand once.
func write(w io.Writer, modules []module) error {
	fmt.Fprint(w, "Sumanus is licensed under the EUPL-1.2. It is built with the works listed here, each under its own licence.\n\n")
	type text struct{ body, users string }
	var texts []text
	at := map[string]int{}
	for _, m := range modules {
		body, err := licenceOf(m)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%-52s %-42s %s\n", m.Path, m.Version, kindOf(m, body))
		if i, seen := at[body]; seen {
			texts[i].users += ", " + m.Path
			continue
		}
		at[body] = len(texts)
		texts = append(texts, text{body, m.Path})
	}
	for _, t := range texts {
		fmt.Fprintf(w, "\n%s\n%s\n\n%s\n", strings.Repeat("-", 100), t.users, t.body)
	}
	return nil
}

// licenceOf reads every licence and notice file in the module's first folder.
func licenceOf(m module) (string, error) {
	if m.file != "" {
		data, err := os.ReadFile(m.file)
		return strings.TrimSpace(string(data)), err
	}
	entries, err := os.ReadDir(m.Dir)
	if err != nil {
		return "", fmt.Errorf("%s: %w", m.Path, err)
	}
	var parts []string
	for _, e := range entries {
		name := strings.ToUpper(e.Name())
		if e.IsDir() || !(strings.HasPrefix(name, "LICEN") || strings.HasPrefix(name, "COPYING") || strings.HasPrefix(name, "NOTICE")) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(m.Dir, e.Name()))
		if err != nil {
			return "", err
		}
		lines := strings.Split(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")
		for i := range lines {
			lines[i] = strings.TrimRight(lines[i], " \t\f")
		}
		parts = append(parts, strings.TrimSpace(strings.Join(lines, "\n")))
	}
	if len(parts) == 0 {
		return "", fmt.Errorf("%s %s has no licence file", m.Path, m.Version)
	}
	return strings.Join(parts, "\n\n"), nil
}

// kindOf names the licence of a module, or every one that the file of a bundled package holds: it repeats those of the works in it.
func kindOf(m module, body string) string {
	all := kinds(body)
	if m.file == "" || len(all) == 0 {
		return kind(body)
	}
	return strings.Join(all, ", ")
}

// kind names the licence by words that only it has; unknown is said, not guessed.
func kind(body string) string {
	if all := kinds(body); len(all) > 0 {
		return all[0]
	}
	return "see text"
}

// kinds lists the licences whose words a text holds, each once.
func kinds(body string) (all []string) {
	flat := strings.Join(strings.Fields(body), " ")
	for _, k := range []struct{ name, words string }{
		{"MPL-2.0", "Mozilla Public License Version 2.0"},
		{"MPL-2.0", "Mozilla Public License, version 2.0"},
		{"Apache-2.0", "Apache License Version 2.0"},
		{"MIT", "Permission is hereby granted, free of charge, to any person obtaining a copy"},
		{"ISC", "Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee"},
		{"BSD-3-Clause", "Neither the name of"},
		{"BSD-3-Clause", "may be used to endorse or promote products"},
		{"BSD-2-Clause", "Redistribution and use in source and binary forms"},
	} {
		if strings.Contains(flat, k.words) && !slices.Contains(all, k.name) && !(k.name == "BSD-2-Clause" && slices.Contains(all, "BSD-3-Clause")) {
			all = append(all, k.name)
		}
	}
	return all
}
