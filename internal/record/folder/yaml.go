// SPDX-License-Identifier: EUPL-1.2

package folder

import (
	"encoding/json"
	"reflect"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// node is a YAML value with its line.
type node struct {
	line int
	text string // scalar as written
	kind string // "text", "number", "true/false", "nothing", "list", "object"
	list []node
	keys []string
	vals []node
}

// parseYAML reads one YAML document of plain values. Anchors, tags and several documents are refused: they would not come back
// the same.
func parseYAML(file string, raw []byte) (node, error) {
	f, err := parser.ParseBytes(raw, 0)
	if err != nil {
		line, what := 0, err.Error()
		if y, ok := err.(yaml.Error); ok {
			what = y.GetMessage()
			if t := y.GetToken(); t != nil && t.Position != nil {
				line = t.Position.Line
			}
		}
		return node{}, fault.New(fault.Invalid, "folder.bad-yaml", fault.A{"what": what}).At(fault.Place{File: file, Line: line})
	}
	var body ast.Node
	for _, d := range f.Docs {
		if d.Body == nil {
			continue
		}
		if body != nil {
			return node{}, fault.New(fault.Invalid, "folder.many-documents").At(fault.Place{File: file, Line: lineOf(d.Body)})
		}
		body = d.Body
	}
	if body == nil {
		return node{kind: "object", line: 1}, nil
	}
	return convert(file, body, 0)
}

func lineOf(n ast.Node) int {
	if t := n.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line
	}
	return 0
}

const maxDepth = 20

func convert(file string, n ast.Node, depth int) (node, error) {
	out := node{line: lineOf(n)}
	refuse := func(what string) (node, error) {
		return node{}, fault.New(fault.Invalid, "folder.bad-yaml", fault.A{"what": what}).At(fault.Place{File: file, Line: out.line})
	}
	if depth > maxDepth {
		return refuse("too deep")
	}
	switch t := n.(type) {
	case *ast.NullNode:
		out.kind = "nothing"
	case *ast.BoolNode:
		out.kind, out.text = "true/false", t.GetToken().Value
	case *ast.IntegerNode, *ast.FloatNode:
		out.kind, out.text = "number", n.GetToken().Value
	case *ast.StringNode:
		out.kind, out.text = "text", t.Value
	case *ast.LiteralNode:
		out.kind, out.text = "text", t.Value.Value
	case *ast.SequenceNode:
		out.kind = "list"
		for _, v := range t.Values {
			e, err := convert(file, v, depth+1)
			if err != nil {
				return node{}, err
			}
			out.list = append(out.list, e)
		}
	case *ast.MappingNode:
		out.kind = "object"
		for _, v := range t.Values {
			if err := out.add(file, v, depth); err != nil {
				return node{}, err
			}
		}
	case *ast.MappingValueNode:
		out.kind = "object"
		if err := out.add(file, t, depth); err != nil {
			return node{}, err
		}
	default:
		return refuse(n.Type().String())
	}
	return out, nil
}

func (n *node) add(file string, v *ast.MappingValueNode, depth int) error {
	key := v.Key.GetToken()
	line := lineOf(v.Key)
	if key.Type == token.MergeKeyType {
		return fault.New(fault.Invalid, "folder.bad-yaml", fault.A{"what": "<<"}).At(fault.Place{File: file, Line: line})
	}
	if slices.Contains(n.keys, key.Value) {
		return fault.New(fault.Invalid, "record.stands-twice", fault.A{"found": key.Value}).At(fault.Place{File: file, Line: line, Field: key.Value})
	}
	val, err := convert(file, v.Value, depth+1)
	if err != nil {
		return err
	}
	if val.line == 0 || val.kind == "object" || val.kind == "list" {
		val.line = line
	}
	n.keys = append(n.keys, key.Value)
	n.vals = append(n.vals, val)
	return nil
}

// shape turns a node into a JSON value of a Go type. A number or a truth value where text is expected is taken as it was
// written, so nobody has to quote a year. places collects the line of every path.
func shape(n node, t reflect.Type, path string, places map[string]int) (any, *fault.Fault) {
	places[path] = n.line
	wrong := func(expected string) (any, *fault.Fault) {
		return nil, fault.New(fault.Invalid, "record.wrong-type", fault.A{"expected": expected, "found": n.kind}).At(fault.Place{Line: n.line, Field: path})
	}
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if n.kind == "nothing" {
		return nil, nil
	}
	switch t.Kind() {
	case reflect.String:
		if n.kind == "list" || n.kind == "object" {
			return wrong("text")
		}
		return n.text, nil
	case reflect.Bool:
		if n.kind != "true/false" {
			return wrong("true/false")
		}
		return n.text == "true", nil
	case reflect.Slice:
		if n.kind != "list" {
			return wrong("list")
		}
		out := []any{}
		for i, e := range n.list {
			v, f := shape(e, t.Elem(), join(path, strconv.Itoa(i)), places)
			if f != nil {
				return nil, f
			}
			out = append(out, v)
		}
		return out, nil
	case reflect.Map:
		if n.kind != "object" {
			return wrong("object")
		}
		out := map[string]any{}
		for i, k := range n.keys {
			v, f := shape(n.vals[i], t.Elem(), join(path, k), places)
			if f != nil {
				return nil, f
			}
			out[k] = v
		}
		return out, nil
	case reflect.Struct:
		if n.kind != "object" {
			return wrong("object")
		}
		return shapeStruct(n, t, path, places)
	default:
		if n.kind != "number" {
			return wrong("number")
		}
		plain := strings.ReplaceAll(n.text, "_", "")
		if !json.Valid([]byte(plain)) {
			return wrong("number")
		}
		return json.Number(plain), nil
	}
}

func shapeStruct(n node, t reflect.Type, path string, places map[string]int) (any, *fault.Fault) {
	fields := fieldsOf(t)
	out := map[string]any{}
	for i, k := range n.keys {
		ft, known := fields[k]
		if !known {
			names := make([]string, 0, len(fields))
			for name, f := range fields {
				if f != reflect.TypeOf(record.Text{}) {
					names = append(names, name)
				}
			}
			sort.Strings(names)
			return nil, fault.New(fault.Invalid, "folder.unknown-field", fault.A{"found": k, "expected": strings.Join(names, ", ")}).
				At(fault.Place{Line: n.vals[i].line, Field: join(path, k)})
		}
		if ft == reflect.TypeOf(record.Text{}) {
			return nil, fault.New(fault.Invalid, "folder.text-in-yaml", fault.A{"field": k}).At(fault.Place{Line: n.vals[i].line, Field: join(path, k)})
		}
		v, f := shape(n.vals[i], ft, join(path, k), places)
		if f != nil {
			return nil, f
		}
		if v != nil {
			out[k] = v
		}
	}
	return out, nil
}

func fieldsOf(t reflect.Type) map[string]reflect.Type {
	out := map[string]reflect.Type{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "" && f.Type.Kind() == reflect.Struct:
			for k, v := range fieldsOf(f.Type) {
				out[k] = v
			}
		case f.IsExported() && name != "-" && name != "":
			out[name] = f.Type
		}
	}
	return out
}

func join(path, part string) string {
	if path == "" {
		return part
	}
	return path + "." + part
}

// emit writes a JSON text as YAML, members in their order, without the paths in skip and without what is empty.
func emit(b *strings.Builder, raw []byte, skip map[string]bool) error {
	dec := json.NewDecoder(strings.NewReader(string(raw)))
	dec.UseNumber()
	n, err := ordered(dec)
	if err != nil {
		return err
	}
	emitObject(b, n, "", "", skip)
	return nil
}

// ordered reads a JSON value keeping the order of members.
func ordered(dec *json.Decoder) (node, error) {
	tok, err := dec.Token()
	if err != nil {
		return node{}, err
	}
	switch t := tok.(type) {
	case json.Delim:
		n := node{kind: "object"}
		if t == '[' {
			n.kind = "list"
		}
		for dec.More() {
			if n.kind == "object" {
				k, err := dec.Token()
				if err != nil {
					return node{}, err
				}
				n.keys = append(n.keys, k.(string))
			}
			v, err := ordered(dec)
			if err != nil {
				return node{}, err
			}
			n.list = append(n.list, v)
		}
		if n.kind == "object" {
			n.vals, n.list = n.list, nil
		}
		_, err := dec.Token()
		return n, err
	case string:
		return node{kind: "text", text: t}, nil
	case json.Number:
		return node{kind: "number", text: string(t)}, nil
	case bool:
		return node{kind: "true/false", text: strconv.FormatBool(t)}, nil
	}
	return node{kind: "nothing"}, nil
}

// empty tells whether nothing of the value would be written.
func (n node) empty(path string, skip map[string]bool) bool {
	if skip[path] || n.kind == "nothing" {
		return true
	}
	if n.kind == "object" {
		for i, k := range n.keys {
			if !n.vals[i].empty(join(path, k), skip) {
				return false
			}
		}
		return true
	}
	return n.kind == "list" && len(n.list) == 0
}

func emitObject(b *strings.Builder, n node, path, indent string, skip map[string]bool) {
	for i, k := range n.keys {
		v, p := n.vals[i], join(path, k)
		if v.empty(p, skip) {
			continue
		}
		b.WriteString(indent + scalar(node{kind: "text", text: k}) + ":")
		emitValue(b, v, p, indent, skip)
	}
}

func emitValue(b *strings.Builder, v node, path, indent string, skip map[string]bool) {
	switch v.kind {
	case "object":
		b.WriteByte('\n')
		emitObject(b, v, path, indent+"  ", skip)
	case "list":
		b.WriteByte('\n')
		for i, e := range v.list {
			p := join(path, strconv.Itoa(i))
			if e.kind != "object" {
				b.WriteString(indent + "  -")
				emitValue(b, e, p, indent+"  ", skip)
				continue
			}
			if e.empty(p, skip) {
				b.WriteString(indent + "  - {}\n")
				continue
			}
			var inner strings.Builder
			emitObject(&inner, e, p, indent+"    ", skip)
			s := inner.String()
			b.WriteString(indent + "  - " + strings.TrimPrefix(s, indent+"    "))
		}
	default:
		b.WriteString(" " + scalar(v) + "\n")
	}
}

var plainForm = regexp.MustCompile(`^[A-Za-zĀ-ž][A-Za-z0-9Ā-ž /_.,()+-]*[A-Za-z0-9Ā-ž)]$|^[A-Za-z]$`)

// scalar writes text plain only where no reader of YAML could take it for anything else.
func scalar(n node) string {
	if n.kind != "text" {
		return n.text
	}
	switch strings.ToLower(n.text) {
	case "true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan", "inf":
		return strconv.Quote(n.text)
	}
	if plainForm.MatchString(n.text) {
		return n.text
	}
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(n.text); err != nil {
		return strconv.Quote(n.text)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func placeOf(places map[string]int, field string) int {
	for p := field; ; {
		if line, ok := places[p]; ok {
			return line
		}
		i := strings.LastIndexByte(p, '.')
		if i < 0 {
			return places[""]
		}
		p = p[:i]
	}
}
