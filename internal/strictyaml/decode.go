package strictyaml

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
)

// Section is a part of a document that is decoded later, when its type is
// known. Use it as the type of a field in a configuration struct.
type Section struct {
	doc  *Document
	node ast.Node
}

// Present reports whether the document has the section.
func (s Section) Present() bool { return s.node != nil }

// Canonical returns a normalised form of the section without the named keys.
// It does not depend on the order of keys, quotes and comments.
func (s Section) Canonical(without ...string) string {
	if s.node == nil {
		return ""
	}
	return canonical(s.node, without)
}

func canonical(node ast.Node, without []string) string {
	var parts []string
	switch n := node.(type) {
	case *ast.SequenceNode:
		for _, value := range n.Values {
			parts = append(parts, canonical(value, nil))
		}
		return "[" + strings.Join(parts, ",") + "]"
	case ast.ScalarNode:
		return fmt.Sprintf("%q", fmt.Sprint(n.GetValue()))
	}
	for _, p := range pairs(node) {
		if key := p.Key.GetToken().Value; !slices.Contains(without, key) {
			parts = append(parts, fmt.Sprintf("%q:%s", key, canonical(p.Value, nil)))
		}
	}
	slices.Sort(parts)
	return "{" + strings.Join(parts, ",") + "}"
}

// Text returns the section's value if it is a plain scalar.
func (s Section) Text() (string, bool) {
	scalar, ok := s.node.(ast.ScalarNode)
	if !ok {
		return "", false
	}
	return fmt.Sprint(scalar.GetValue()), true
}

// Key returns the text value of one key of the section; empty if it is absent.
func (s Section) Key(name string) string {
	if value := child(s.node, name); value != nil {
		return value.GetToken().Value
	}
	return ""
}

// Decode decodes the section without the named keys into the value that into
// points to.
func (s Section) Decode(into any, without ...string) []Fault {
	if _, scalar := s.node.(ast.ScalarNode); scalar || s.node == nil {
		return nil
	}
	return s.doc.decodeStruct(pairs(s.node), reflect.ValueOf(into).Elem(), without)
}

// At returns a fault at a path inside the section.
func (s Section) At(path, message string) Fault {
	if s.doc == nil {
		return Fault{Message: message}
	}
	return s.doc.at(find(s.node, path), message)
}

var sectionType = reflect.TypeFor[Section]()

// decode decodes node into the value that into points to. Structs, and slices
// and maps of structs, are decoded here so that all faults are found;
// everything else is decoded by the library.
func (d *Document) decode(node ast.Node, into any) []Fault {
	v := reflect.ValueOf(into).Elem()
	if v.Type() == sectionType {
		v.Set(reflect.ValueOf(Section{doc: d, node: node}))
		return nil
	}
	if _, null := node.(*ast.NullNode); null {
		return nil
	}
	if !selfDecoding(into) {
		switch v.Kind() {
		case reflect.Struct:
			if len(pairs(node)) == 0 && node.Type() != ast.MappingType {
				return []Fault{d.at(node, "expected keys and values here")}
			}
			return d.decodeStruct(pairs(node), v, nil)
		case reflect.Pointer:
			v.Set(reflect.New(v.Type().Elem()))
			return d.decode(node, v.Interface())
		case reflect.Slice:
			if seq, ok := node.(*ast.SequenceNode); ok && composite(v.Type().Elem()) {
				return d.decodeSlice(seq, v)
			}
		case reflect.Map:
			if composite(v.Type().Elem()) {
				return d.decodeMap(pairs(node), v)
			}
		}
	}
	if err := yaml.NodeToValue(node, into, yaml.Strict()); err != nil {
		return []Fault{d.fromError(err, node)}
	}
	return nil
}

func (d *Document) decodeSlice(seq *ast.SequenceNode, v reflect.Value) (faults []Fault) {
	v.Set(reflect.MakeSlice(v.Type(), len(seq.Values), len(seq.Values)))
	for i, item := range seq.Values {
		faults = append(faults, d.decode(item, v.Index(i).Addr().Interface())...)
	}
	return faults
}

func (d *Document) decodeMap(entries []*ast.MappingValueNode, v reflect.Value) (faults []Fault) {
	v.Set(reflect.MakeMapWithSize(v.Type(), len(entries)))
	for _, entry := range entries {
		item := reflect.New(v.Type().Elem())
		faults = append(faults, d.decode(entry.Value, item.Interface())...)
		v.SetMapIndex(reflect.ValueOf(entry.Key.GetToken().Value), item.Elem())
	}
	return faults
}

func (d *Document) decodeStruct(entries []*ast.MappingValueNode, v reflect.Value, without []string) (faults []Fault) {
	fields := fieldsOf(v.Type())
	seen := make(map[string]bool, len(entries))
	for _, entry := range entries {
		key := entry.Key.GetToken().Value
		index, known := fields[key]
		switch {
		case slices.Contains(without, key):
		case seen[key]:
			faults = append(faults, d.at(entry.Key, fmt.Sprintf("key %q is written twice", key)))
		case !known:
			faults = append(faults, d.at(entry.Key, fmt.Sprintf("unknown key %q; known: %s", key, knownKeys(fields, without))))
		default:
			faults = append(faults, d.decode(entry.Value, v.FieldByIndex(index).Addr().Interface())...)
		}
		seen[key] = true
	}
	return faults
}

// fieldsOf returns the index of each field by its YAML key, including the
// fields of inlined structs.
func fieldsOf(t reflect.Type) map[string][]int {
	fields := make(map[string][]int)
	for _, f := range reflect.VisibleFields(t) {
		tag, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if !f.IsExported() || tag == "-" || strings.Contains(options, "inline") {
			continue
		}
		if tag == "" {
			tag = strings.ToLower(f.Name)
		}
		fields[tag] = f.Index
	}
	return fields
}

func knownKeys(fields map[string][]int, without []string) string {
	names := slices.AppendSeq(slices.Clone(without), maps.Keys(fields))
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ", ")
}

// composite reports whether a type is decoded here, not by the library.
func composite(t reflect.Type) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Kind() == reflect.Struct || t.Kind() == reflect.Map || t.Kind() == reflect.Slice
}

func selfDecoding(into any) bool {
	switch into.(type) {
	case yaml.InterfaceUnmarshaler, yaml.BytesUnmarshaler, yaml.NodeUnmarshaler:
		return true
	}
	_, text := into.(interface{ UnmarshalText([]byte) error })
	return text
}

// fromError converts an error of the library, keeping its position and its
// message without the source excerpt.
func (d *Document) fromError(err error, node ast.Node) Fault {
	var positioned yaml.Error
	if errors.As(err, &positioned) && positioned.GetToken() != nil {
		p := positioned.GetToken().Position
		return Fault{File: d.file, Line: p.Line + d.offset, Column: p.Column, Message: positioned.GetMessage()}
	}
	message, _, _ := strings.Cut(err.Error(), "\n")
	return d.at(node, message)
}
