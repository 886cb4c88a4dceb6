// SPDX-License-Identifier: EUPL-1.2

package formula

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/builtin"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"

	"github.com/sumanus/sumanus/internal/fault"
)

// Limits of a formula as text and as a tree.
const (
	maxText  = 2000
	maxNodes = 400
)

// kind is what a node of the closed tree does.
type kind byte

const (
	number kind = iota
	input
	neg
	add
	sub
	mul
	div
	pow
	minimum
	maximum
	absolute
	sum
	mean
	logarithm
)

type node struct {
	kind  kind
	name  string
	value Number
	args  []*node
}

// function says which node a call makes and how many arguments it takes; 0 is one or more.
type function struct {
	kind  kind
	arity int
}

var functions = map[string]function{
	"min": {minimum, 0}, "max": {maximum, 0}, "sum": {sum, 0}, "mean": {mean, 0}, "abs": {absolute, 1}, "log": {logarithm, 1},
}

var operators = map[string]kind{"+": add, "-": sub, "*": mul, "/": div, "^": pow}

// Formula is compiled and checked; it is safe for concurrent use.
type Formula struct {
	text  string
	root  *node
	names []string
}

// Text gives the formula as it was written.
func (f *Formula) Text() string { return f.text }

// Names lists the inputs that the formula uses, sorted.
func (f *Formula) Names() []string { return slices.Clone(f.names) }

var validName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,59}$`)

// reserved are words that the parser takes for its own.
var reserved = []string{"and", "contains", "else", "false", "if", "in", "let", "matches", "nil", "not", "or", "true", "latest"}

// ValidName tells whether an input or value may be called so: a small letter, then small letters, digits and underscores; no function, no
// reserved word. A hyphen would read as a minus.
func ValidName(name string) bool {
	_, isFunction := functions[name]
	return validName.MatchString(name) && !isFunction && !slices.Contains(reserved, name)
}

// Compile reads a formula over the given inputs. Every fault has the column in the formula, counted in characters from 1.
func Compile(text string, inputs []string) (*Formula, error) {
	if err := precheck(text); err != nil {
		return nil, err
	}
	tree, err := parse(text)
	if err != nil {
		return nil, err
	}
	c := &compiler{text: text, inputs: inputs}
	root := c.node(tree)
	if f := fault.Join(c.faults); f != nil {
		return nil, f
	}
	slices.Sort(c.names)
	return &Formula{text: text, root: root, names: slices.Compact(c.names)}, nil
}

var numeral = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)

func at(f *fault.Fault, offset int) *fault.Fault {
	return f.At(fault.Place{Column: strconv.Itoa(offset + 1)})
}

func invalid(key string, offset int, args ...fault.A) *fault.Fault {
	return at(fault.New(fault.Invalid, key, args...), offset)
}

// precheck closes the alphabet before the parser sees the text: quotes, brackets, pipes, comments and the like never reach it. It leaves only
// ASCII, so that offsets in bytes and in characters agree.
func precheck(text string) error {
	if strings.TrimSpace(text) == "" {
		return invalid("formula.empty", 0)
	}
	if len(text) > maxText {
		return invalid("formula.too-long", 0, fault.A{"most": maxText})
	}
	count := 0
	for i, c := range text {
		rest := text[i:]
		switch {
		case strings.ContainsRune("<>=!", c):
			return invalid("formula.no-comparison", count, fault.A{"found": string(c)})
		case strings.HasPrefix(rest, "//"), strings.HasPrefix(rest, "/*"), strings.HasPrefix(rest, "**"):
			return invalid("formula.not-allowed", count, fault.A{"found": rest[:2]})
		case c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
		case strings.ContainsRune("+-*/^().,", c), c == ' ', c == '\t', c == '\n':
		default:
			return invalid("formula.not-allowed", count, fault.A{"found": string(c)})
		}
		count++
	}
	return nil
}

// parse calls the library, with each of its builtins overridden, so that every call comes back as a plain one and is refused by name.
func parse(text string) (tree ast.Node, err error) {
	config := &conf.Config{MaxNodes: maxNodes, DisableIfOperator: true, Functions: conf.FunctionsTable{}}
	for _, f := range builtin.Builtins {
		config.Functions[f.Name] = f
	}
	// The parser is somebody else's code: a panic in it must stay a fault of the formula.
	defer func() {
		if recover() != nil {
			tree, err = nil, invalid("formula.syntax", 0, fault.A{"found": text})
		}
	}()
	parsed, failure := parser.ParseWithConfig(text, config)
	if failure == nil {
		return parsed.Node, nil
	}
	var e *file.Error
	if !errors.As(failure, &e) {
		return nil, invalid("formula.syntax", 0, fault.A{"found": text}).Because(failure)
	}
	return nil, explain(text, e)
}

// explain turns the library's English into one of our kinds of fault.
func explain(text string, e *file.Error) error {
	offset := min(max(e.From, 0), len(text))
	if strings.Contains(e.Message, "EOF") || strings.TrimSpace(text[offset:]) == "" {
		return invalid("formula.unfinished", len(text))
	}
	switch {
	case strings.Contains(e.Message, "maximum allowed nodes"):
		return invalid("formula.too-long", 0, fault.A{"most": maxText})
	case strings.Contains(e.Message, "literal") || strings.Contains(e.Message, "number syntax"):
		for offset > 0 && wordly(text[offset-1]) {
			offset--
		}
		return invalid("formula.number", offset, fault.A{"found": word(text, offset)})
	case decimalComma(text, offset):
		return invalid("formula.decimal-comma", offset)
	}
	return invalid("formula.syntax", offset, fault.A{"found": word(text, offset)})
}

// decimalComma tells a comma between digits, as everyone in Lithuania and Latvia writes decimals.
func decimalComma(text string, i int) bool {
	digit := func(i int) bool { return i >= 0 && i < len(text) && text[i] >= '0' && text[i] <= '9' }
	return i < len(text) && text[i] == ',' && digit(i-1) && digit(i+1)
}

func wordly(c byte) bool {
	return c == '.' || c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

var token = regexp.MustCompile(`^\s*([A-Za-z0-9_.]+|.)`)

// word gives what stands at an offset, for the message.
func word(text string, offset int) string { return strings.TrimSpace(token.FindString(text[offset:])) }

type compiler struct {
	text   string
	inputs []string
	names  []string
	faults []*fault.Fault
}

func (c *compiler) fail(key string, n ast.Node, args ...fault.A) *node {
	c.faults = append(c.faults, invalid(key, n.Location().From, args...))
	return &node{}
}

func (c *compiler) node(n ast.Node) *node {
	switch n := n.(type) {
	case *ast.IntegerNode, *ast.FloatNode:
		return c.number(n)
	case *ast.IdentifierNode:
		return c.name(n)
	case *ast.UnaryNode:
		return c.unary(n)
	case *ast.BinaryNode:
		return c.binary(n)
	case *ast.CallNode:
		return c.call(n)
	case nil:
		c.faults = append(c.faults, invalid("formula.syntax", 0, fault.A{"found": c.text}))
		return &node{}
	}
	return c.fail("formula.not-allowed", n, fault.A{"found": word(c.text, n.Location().From)})
}

// number reads the literal again from the text, since the parser has already rounded it to float64.
func (c *compiler) number(n ast.Node) *node {
	place := n.Location()
	literal := c.text[place.From:min(max(place.To, place.From), len(c.text))]
	value, ok := Parse(literal)
	if !ok || !numeral.MatchString(literal) {
		return c.fail("formula.number", n, fault.A{"found": literal})
	}
	return &node{kind: number, value: value}
}

func (c *compiler) name(n *ast.IdentifierNode) *node {
	if !slices.Contains(c.inputs, n.Value) {
		if _, is := functions[n.Value]; is {
			return c.fail("formula.function-alone", n, fault.A{"name": n.Value})
		}
		return c.fail("formula.unknown-name", n, fault.A{"name": n.Value, "known": list(c.inputs)})
	}
	c.names = append(c.names, n.Value)
	return &node{kind: input, name: n.Value}
}

func (c *compiler) unary(n *ast.UnaryNode) *node {
	switch n.Operator {
	case "-":
		return &node{kind: neg, args: []*node{c.node(n.Node)}}
	case "+":
		return c.node(n.Node)
	}
	return c.fail("formula.not-allowed", n, fault.A{"found": n.Operator})
}

func (c *compiler) binary(n *ast.BinaryNode) *node {
	k, ok := operators[n.Operator]
	if !ok {
		return c.fail("formula.not-allowed", n, fault.A{"found": n.Operator})
	}
	return &node{kind: k, args: []*node{c.node(n.Left), c.node(n.Right)}}
}

func (c *compiler) call(n *ast.CallNode) *node {
	callee, ok := n.Callee.(*ast.IdentifierNode)
	if !ok {
		return c.fail("formula.not-allowed", n, fault.A{"found": "("})
	}
	f, ok := functions[callee.Value]
	if !ok {
		known := make([]string, 0, len(functions))
		for name := range functions {
			known = append(known, name)
		}
		slices.Sort(known)
		return c.fail("formula.unknown-function", n, fault.A{"name": callee.Value, "known": list(known)})
	}
	if len(n.Arguments) == 0 || f.arity > 0 && len(n.Arguments) != f.arity {
		return c.fail("formula.arguments", n, fault.A{"name": callee.Value, "found": len(n.Arguments)})
	}
	made := &node{kind: f.kind}
	for _, a := range n.Arguments {
		made.args = append(made.args, c.node(a))
	}
	return made
}

func list(names []string) string {
	if len(names) == 0 {
		return "–"
	}
	return strings.Join(names, ", ")
}
