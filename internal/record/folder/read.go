// SPDX-License-Identifier: EUPL-1.2

package folder

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"path"
	"reflect"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// Format is the number of the folder format.
const Format = 1

// ManifestName is the file that makes a folder one of ours.
const ManifestName = "manifest.yaml"

// Entry is a record as it stands in a folder.
type Entry struct {
	Draft record.Draft
	// Base is the beginning of the hash of the state the folder was taken from; empty for what is new.
	Base string
	// Dir is the folder of the record, slash-separated.
	Dir string
	// Places tells where in the files a field stands.
	Places map[string]fault.Place
	// Extra are the further files of the record, by path below Dir; an Attachment reads them.
	Extra []string
}

// Tree is a folder, read.
type Tree struct {
	FS      fs.FS
	Entries []Entry
	// Listed are the records the manifest names, with their base hashes.
	Listed map[record.Ref]string
}

// head is the envelope part of record.yaml.
type head struct {
	Kind       string       `json:"kind"`
	Slug       string       `json:"slug"`
	Schema     int          `json:"schema,omitempty"`
	Owner      record.Ref   `json:"owner"`
	CoOwners   []record.Ref `json:"co_owners,omitempty"`
	Visibility string       `json:"visibility"`
	Invented   bool         `json:"invented,omitempty"`
}

type statedLinks struct {
	Links []record.Link `json:"links,omitempty"`
}

var (
	headKeys = []string{"kind", "slug", "schema", "owner", "co_owners", "visibility", "invented"}
	textName = regexp.MustCompile(`^text\.([a-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)\.md$`)
)

// Read reads a whole folder. Every fault in it is reported at once, each with its file and line. attached tells which kinds may
// have further files.
func Read(fsys fs.FS, kinds *record.Registry, attached func(kind string) bool) (*Tree, error) {
	t := &Tree{FS: fsys, Listed: map[record.Ref]string{}}
	var faults []*fault.Fault
	note := func(err error) {
		var f *fault.Fault
		if errors.As(err, &f) {
			faults = append(faults, f)
		} else if err != nil {
			faults = append(faults, fault.New(fault.Unavailable, "folder.cannot-read").Because(err))
		}
	}
	if err := t.readManifest(); err != nil {
		note(err)
	}
	top, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, fault.New(fault.Unavailable, "folder.cannot-read").Because(err)
	}
	for _, dir := range top {
		kind, known := kinds.ByFolder(dir.Name())
		if !dir.IsDir() || strings.HasPrefix(dir.Name(), ".") {
			continue // a README, a licence, .git
		}
		if !known && !holdsFolders(fsys, dir.Name()) {
			continue // files beside the plan: pictures, tables to be loaded
		}
		if !known {
			note(fault.New(fault.Invalid, "folder.unknown-folder", fault.A{"found": dir.Name(), "expected": folderNames(kinds)}).At(fault.Place{File: dir.Name()}))
			continue
		}
		subs, err := fs.ReadDir(fsys, dir.Name())
		note(err)
		for _, sub := range subs {
			if !sub.IsDir() {
				note(fault.New(fault.Invalid, "folder.stray-file").At(fault.Place{File: path.Join(dir.Name(), sub.Name())}))
				continue
			}
			e, err := t.readRecord(kind, path.Join(dir.Name(), sub.Name()), attached(kind.Name))
			if err != nil {
				note(err)
				continue
			}
			t.Entries = append(t.Entries, e)
		}
	}
	sort.SliceStable(t.Entries, func(i, j int) bool { return t.Entries[i].Draft.Ref < t.Entries[j].Draft.Ref })
	if f := fault.Join(flat(faults)); f != nil {
		return nil, f
	}
	return t, nil
}

// holdsFolders tells whether a folder has folders in it, as the folder of a kind does: a misspelt "finding/" is no place to overlook.
func holdsFolders(fsys fs.FS, name string) bool {
	entries, err := fs.ReadDir(fsys, name)
	if err != nil {
		return true
	}
	for _, e := range entries {
		if e.IsDir() {
			return true
		}
	}
	return false
}

// flat lifts the faults that a fault carries along, so that the list stays one list.
func flat(in []*fault.Fault) []*fault.Fault {
	var out []*fault.Fault
	for _, f := range in {
		also := f.Also
		c := *f
		c.Also = nil
		out = append(append(out, &c), flat(also)...)
	}
	return out
}

func folderNames(kinds *record.Registry) string {
	var names []string
	for _, k := range kinds.Kinds() {
		names = append(names, k.Folder)
	}
	sort.Strings(names)
	return strings.Join(names, ", ")
}

func (t *Tree) readManifest() error {
	raw, err := fs.ReadFile(t.FS, ManifestName)
	if errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.Invalid, "folder.no-manifest", fault.A{"name": ManifestName})
	}
	if err != nil {
		return err
	}
	n, err := parseYAML(ManifestName, raw)
	if err != nil {
		return err
	}
	var m struct {
		Format  int               `json:"format"`
		Records map[string]string `json:"records,omitempty"`
	}
	v, f := shape(n, reflect.TypeOf(m), "", map[string]int{})
	if f != nil {
		f.Place.File = ManifestName
		return f
	}
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(body, &m); err != nil {
		return err
	}
	if m.Format != Format {
		return fault.New(fault.Invalid, "folder.unknown-format", fault.A{"found": m.Format, "expected": Format}).At(fault.Place{File: ManifestName, Field: "format"})
	}
	for ref, base := range m.Records {
		t.Listed[record.Ref(ref)] = base
	}
	return nil
}

func (t *Tree) readRecord(kind record.Kind, dir string, attached bool) (Entry, error) {
	e := Entry{Dir: dir, Places: map[string]fault.Place{}}
	file := path.Join(dir, "record.yaml")
	raw, err := fs.ReadFile(t.FS, file)
	if err != nil {
		return e, fault.New(fault.Invalid, "folder.no-record-file").At(fault.Place{File: file})
	}
	n, err := parseYAML(file, raw)
	if err != nil {
		return e, err
	}
	lines := map[string]int{}
	at := func(f *fault.Fault) error {
		f.Place.File = file
		return f
	}
	envelope, links, body := split(n)
	var h head
	if f := into(envelope, &h, lines); f != nil {
		return e, at(f)
	}
	if h.Kind != kind.Name || h.Slug != path.Base(dir) {
		return e, at(fault.New(fault.Invalid, "folder.name-differs", fault.A{"found": h.Kind + "/" + h.Slug, "expected": kind.Name + "/" + path.Base(dir)}).
			At(fault.Place{Line: lines["slug"], Field: "slug"}))
	}
	var stated statedLinks
	if f := into(links, &stated, lines); f != nil {
		return e, at(f)
	}
	b, err := decodeBody(kind, h.Schema, body, lines)
	if err != nil {
		var f *fault.Fault
		if errors.As(err, &f) {
			if f.Place.Line == 0 {
				f.Place.Line = placeOf(lines, f.Place.Field)
			}
			return e, at(f)
		}
		return e, err
	}
	e.Draft = record.Draft{Ref: record.NewRef(h.Kind, h.Slug), Owner: h.Owner, CoOwners: h.CoOwners, Visibility: record.Visibility(h.Visibility),
		Invented: h.Invented, Body: b, Stated: stated.Links}
	e.Base = t.Listed[e.Draft.Ref]
	for p, line := range lines {
		e.Places[p] = fault.Place{File: file, Line: line, Field: p}
	}
	return e, t.readFiles(&e, attached)
}

// readFiles reads the texts and notes the further files.
func (t *Tree) readFiles(e *Entry, attached bool) error {
	var texts []textFile
	var faults []*fault.Fault
	err := fs.WalkDir(t.FS, e.Dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name := strings.TrimPrefix(p, e.Dir+"/")
		if name == "record.yaml" {
			return nil
		}
		if m := textName.FindStringSubmatch(name); m != nil {
			raw, err := fs.ReadFile(t.FS, p)
			if err != nil {
				return err
			}
			w, err := parseTexts(p, m[1], raw)
			var f *fault.Fault
			if errors.As(err, &f) {
				faults = append(faults, f)
				return nil
			}
			texts = append(texts, textFile{p, m[1], w})
			return err
		}
		if !attached {
			faults = append(faults, fault.New(fault.Invalid, "folder.stray-file").At(fault.Place{File: p}))
			return nil
		}
		e.Extra = append(e.Extra, name)
		return nil
	})
	if err != nil {
		return err
	}
	faults = append(faults, fill(e.Draft.Texts(), texts, e.Places)...)
	if f := fault.Join(faults); f != nil {
		return f
	}
	record.Normalise(&e.Draft)
	return nil
}

// split parts record.yaml into envelope, links and body.
func split(n node) (envelope, links, body node) {
	for _, part := range []*node{&envelope, &links, &body} {
		*part = node{kind: "object", line: n.line}
	}
	if n.kind != "object" {
		envelope.kind = n.kind
		return envelope, links, body
	}
	for i, k := range n.keys {
		part := &body
		if k == "links" {
			part = &links
		}
		for _, hk := range headKeys {
			if k == hk {
				part = &envelope
			}
		}
		part.keys, part.vals = append(part.keys, k), append(part.vals, n.vals[i])
	}
	return envelope, links, body
}

func into(n node, target any, lines map[string]int) *fault.Fault {
	v, f := shape(n, reflect.TypeOf(target), "", lines)
	if f != nil {
		return f
	}
	raw, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(raw, target)
	}
	if err != nil {
		return fault.New(fault.Invalid, "record.bad-body").Because(err)
	}
	return nil
}

// decodeBody reads the body of any schema. Only the present schema can be read by the shape of its struct; an older one is taken
// as it is written and brought up by the kind.
func decodeBody(kind record.Kind, schema int, n node, lines map[string]int) (record.Body, error) {
	if schema == 0 {
		schema = kind.Schema
	}
	var v any
	if schema == kind.Schema {
		shaped, f := shape(n, reflect.TypeOf(kind.New()), "", lines)
		if f != nil {
			return nil, f
		}
		v = shaped
	} else {
		v = plain(n, "", lines)
	}
	var raw bytes.Buffer
	enc := json.NewEncoder(&raw)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fault.New(fault.Invalid, "record.bad-body").Because(err)
	}
	body, err := record.CanonicalJSON(raw.Bytes())
	if err != nil {
		return nil, fault.New(fault.Invalid, "record.bad-body").Because(err)
	}
	return kind.Decode(schema, body)
}

// plain turns a node into a JSON value as it is written.
func plain(n node, path string, lines map[string]int) any {
	lines[path] = n.line
	switch n.kind {
	case "object":
		out := map[string]any{}
		for i, k := range n.keys {
			out[k] = plain(n.vals[i], join(path, k), lines)
		}
		return out
	case "list":
		out := []any{}
		for i, e := range n.list {
			out = append(out, plain(e, join(path, strconv.Itoa(i)), lines))
		}
		return out
	case "number":
		if json.Valid([]byte(n.text)) {
			return json.Number(n.text)
		}
	case "true/false":
		return n.text == "true"
	case "nothing":
		return nil
	}
	return n.text
}
