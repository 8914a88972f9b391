// Package strictyaml reads YAML into Go values and reports every fault of a
// document at once, each with its line and column: unknown keys, keys written
// twice, values of the wrong type. Anchors and aliases are refused, since a
// configuration needs none and they can be made to explode.
package strictyaml

import (
	"fmt"
	"sort"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// MaxBytes is the size of the largest document that is read.
const MaxBytes = 1 << 20

// Fault is one thing that is wrong, and where. Line and Column count from 1
// and are 0 for a file as a whole.
type Fault struct {
	File         string
	Line, Column int
	Message      string
}

// String is "file:line:column: message".
func (f Fault) String() string {
	if f.Line == 0 {
		return fmt.Sprintf("%s: %s", f.File, f.Message)
	}
	return fmt.Sprintf("%s:%d:%d: %s", f.File, f.Line, f.Column, f.Message)
}

// Sort orders faults as they stand in their files.
func Sort(faults []Fault) {
	sort.SliceStable(faults, func(i, j int) bool {
		a, b := faults[i], faults[j]
		if a.File != b.File {
			return a.File < b.File
		}
		if a.Line != b.Line {
			return a.Line < b.Line
		}
		return a.Column < b.Column
	})
}

// Document is a parsed YAML document.
type Document struct {
	file   string
	offset int // lines above the document in its file
	body   ast.Node
}

// Parse reads one document. The file's name is only used in faults.
func Parse(file string, data []byte) (*Document, []Fault) {
	return ParseAt(file, 0, data)
}

// ParseAt is Parse for a document that begins after some lines of its file,
// such as a header inside a comment.
func ParseAt(file string, linesAbove int, data []byte) (*Document, []Fault) {
	doc := &Document{file: file, offset: linesAbove}
	if len(data) > MaxBytes {
		return nil, []Fault{{File: file, Message: fmt.Sprintf("larger than %d bytes", MaxBytes)}}
	}
	parsed, err := parser.ParseBytes(data, 0)
	if err != nil {
		return nil, []Fault{doc.fromError(err, nil)}
	}
	switch {
	case len(parsed.Docs) > 1:
		return nil, []Fault{doc.at(parsed.Docs[1].Body, "only one YAML document is allowed in a file")}
	case len(parsed.Docs) == 0 || parsed.Docs[0].Body == nil:
		return nil, []Fault{{File: file, Line: linesAbove + 1, Column: 1, Message: "the document is empty"}}
	}
	doc.body = parsed.Docs[0].Body
	if alias := findAlias(doc.body); alias != nil {
		return nil, []Fault{doc.at(alias, "anchors and aliases are not supported; write the value out")}
	}
	return doc, nil
}

// Decode fills into, a pointer to a struct with yaml tags, and reports every
// fault. What could be read is filled in even when there are faults.
func (d *Document) Decode(into any) []Fault {
	return d.decode(d.body, into)
}

// At is a fault at a path such as "sources[2].tables[0].columns.amount". The
// longest part of the path that exists gives the position.
func (d *Document) At(path, message string) Fault {
	return d.at(find(d.body, path), message)
}

func (d *Document) at(node ast.Node, message string) Fault {
	f := Fault{File: d.file, Message: message}
	if node == nil || node.GetToken() == nil {
		return f
	}
	node = first(node)
	p := node.GetToken().Position
	f.Line, f.Column = p.Line+d.offset, p.Column
	return f
}

// first is where a person looks for a node: a mapping's token is its colon,
// its first key is better.
func first(node ast.Node) ast.Node {
	switch n := node.(type) {
	case *ast.MappingNode:
		if !n.IsFlowStyle && len(n.Values) > 0 {
			return n.Values[0].Key
		}
	case *ast.MappingValueNode:
		return n.Key
	}
	return node
}

func findAlias(root ast.Node) (found ast.Node) {
	ast.Walk(aliasFinder(func(n ast.Node) { found = n }), root)
	return found
}

type aliasFinder func(ast.Node)

func (f aliasFinder) Visit(node ast.Node) ast.Visitor {
	switch node.(type) {
	case *ast.AliasNode, *ast.AnchorNode, *ast.MergeKeyNode:
		f(node)
	}
	return f
}

// find follows a path as far as the document goes along with it.
func find(node ast.Node, path string) ast.Node {
	for _, step := range strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '[' }) {
		next := child(node, strings.TrimSuffix(step, "]"))
		if next == nil {
			return node
		}
		node = next
	}
	return node
}

func child(node ast.Node, step string) ast.Node {
	switch n := node.(type) {
	case *ast.SequenceNode:
		var i int
		if _, err := fmt.Sscanf(step, "%d", &i); err != nil || i < 0 || i >= len(n.Values) {
			return nil
		}
		return n.Values[i]
	default:
		for _, pair := range pairs(node) {
			if pair.Key.GetToken().Value == step {
				return pair.Value
			}
		}
	}
	return nil
}

// pairs are the keys and values of a mapping, which the parser hands over in
// two shapes.
func pairs(node ast.Node) []*ast.MappingValueNode {
	switch n := node.(type) {
	case *ast.MappingNode:
		return n.Values
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}
	}
	return nil
}
