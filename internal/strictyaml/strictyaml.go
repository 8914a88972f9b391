// Package strictyaml decodes YAML into Go values and reports all faults of a
// document at once, each with its line and column: unknown and duplicate keys,
// and values of the wrong type. Anchors and aliases are refused:
// configurations do not need them, and they can expand exponentially.
package strictyaml

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// MaxBytes is the maximum size of a document.
const MaxBytes = 1 << 20

// Fault is one error in a file. Line and Column count from 1; they are 0 if
// the fault concerns the whole file.
type Fault struct {
	File         string
	Line, Column int
	Message      string
}

// String returns "file:line:column: message".
func (f Fault) String() string {
	if f.Line == 0 {
		return fmt.Sprintf("%s: %s", f.File, f.Message)
	}
	return fmt.Sprintf("%s:%d:%d: %s", f.File, f.Line, f.Column, f.Message)
}

// Sort sorts faults by file and position.
func Sort(faults []Fault) {
	slices.SortStableFunc(faults, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}

// InOrder returns the names of entries, which a map does not keep in order, sorted by
// their positions in the document. path returns the path of an entry, and at is
// Document.At.
func InOrder(names iter.Seq[string], path func(name string) string, at func(path, message string) Fault) []string {
	return slices.SortedFunc(names, func(a, b string) int {
		x, y := at(path(a), ""), at(path(b), "")
		return cmp.Or(cmp.Compare(x.Line, y.Line), cmp.Compare(x.Column, y.Column), cmp.Compare(a, b))
	})
}

// Document is a parsed YAML document.
type Document struct {
	file   string
	offset int // lines before the document in its file
	body   ast.Node
}

// Parse parses one document. The file name is only used in faults.
func Parse(file string, data []byte) (*Document, []Fault) {
	return ParseAt(file, 0, data)
}

// ParseAt is Parse for a document that begins after some lines of its file,
// such as a header in a comment.
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

// Decode decodes the document into a pointer to a struct with yaml tags, and
// returns all faults. Valid values are set even if there are faults.
func (d *Document) Decode(into any) []Fault {
	return d.decode(d.body, into)
}

// At returns a fault at a path such as "sources[2].tables[0].columns.amount".
// Its position is that of the longest existing part of the path.
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

// first returns the node whose position is reported: the first key of a
// mapping, whose own position is its colon.
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

// find returns the node at a path, or at its longest existing part.
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

// pairs returns the keys and values of a mapping, which the parser represents
// in two ways.
func pairs(node ast.Node) []*ast.MappingValueNode {
	switch n := node.(type) {
	case *ast.MappingNode:
		return n.Values
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}
	}
	return nil
}
