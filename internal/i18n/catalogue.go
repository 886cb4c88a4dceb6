// SPDX-License-Identifier: EUPL-1.2

package i18n

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"
	"sync"
)

//go:embed catalogue/*.json
var files embed.FS

// dynamicFile names the prefixes of keys that are built while running (such as "statistics." + the code of an error).
const dynamicFile = "dynamic.json"

type loaded struct {
	words   map[Lang]map[string]*message
	source  map[Lang]map[string]string
	dynamic map[string]string // prefix → why it is built
	faults  []error
}

// catalogues reads all files once. A faulty message costs that message only; Check and the tests name it.
var catalogues = sync.OnceValue(func() *loaded { return load(files) })

func load(fsys fs.FS) *loaded {
	c := &loaded{words: map[Lang]map[string]*message{}, source: map[Lang]map[string]string{}, dynamic: map[string]string{}}
	for _, l := range Known() {
		c.words[l], c.source[l] = map[string]*message{}, map[string]string{}
	}
	names, err := fs.Glob(fsys, "catalogue/*.json")
	if err != nil {
		c.faults = append(c.faults, err)
	}
	sort.Strings(names)
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err == nil {
			err = c.add(path.Base(name), data)
		}
		if err != nil {
			c.faults = append(c.faults, fmt.Errorf("%s: %w", name, err))
		}
	}
	return c
}

func (c *loaded) add(name string, data []byte) error {
	if name == dynamicFile {
		return json.Unmarshal(data, &c.dynamic)
	}
	area, rest, _ := strings.Cut(name, ".")
	lang := Lang(strings.TrimSuffix(rest, ".json"))
	if !lang.IsKnown() {
		return fmt.Errorf("expected <area>.<lang>.json with one of the languages %v", Known())
	}
	entries, err := pairs(data)
	if err != nil {
		return err
	}
	for _, e := range entries {
		switch {
		case !strings.HasPrefix(e.key, area+"."):
			c.faults = append(c.faults, fmt.Errorf("%s: key %q must begin with %q", name, e.key, area+"."))
		case c.words[lang][e.key] != nil:
			c.faults = append(c.faults, fmt.Errorf("%s: key %q stands twice", name, e.key))
		}
		m, err := parseMessage(e.text)
		if err != nil {
			c.faults = append(c.faults, fmt.Errorf("%s: key %q: %w", name, e.key, err))
			m = &message{parts: []part{{text: e.text}}}
		}
		c.words[lang][e.key], c.source[lang][e.key] = m, e.text
	}
	return nil
}

type pair struct{ key, text string }

// pairs reads a flat JSON object and keeps doubles, which encoding/json would swallow.
func pairs(data []byte) ([]pair, error) {
	dec := json.NewDecoder(strings.NewReader(string(data)))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil, fmt.Errorf("expected a JSON object of keys and messages")
	}
	var out []pair
	for dec.More() {
		k, err := dec.Token()
		if err != nil {
			return nil, err
		}
		v, err := dec.Token()
		if err != nil {
			return nil, fmt.Errorf("after key %v: %w", k, err)
		}
		text, ok := v.(string)
		if !ok {
			return nil, fmt.Errorf("key %v: expected a text, found %v", k, v)
		}
		out = append(out, pair{k.(string), text})
	}
	if _, err := dec.Token(); err != nil {
		return nil, err
	}
	return out, nil
}

// Check tells what is wrong with the embedded catalogues; nil when all messages could be read.
func Check() []error { return catalogues().faults }

// Keys lists the keys of the catalogue in a language, in order.
func Keys(l Lang) []string {
	words := catalogues().words[l.Base()]
	out := make([]string, 0, len(words))
	for k := range words {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}
