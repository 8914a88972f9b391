// Package kinds describes every registered kind of place, format and source:
// its settings with their types and documentation, and an example. The settings
// are the fields of the struct that the kind decodes its configuration into;
// their documentation is the comment of the field, which a test of this package
// copies into comments.json.
package kinds

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"dubbelkrona"
	"dubbelkrona/ingest"
)

// Seam is the position of a kind in a source's configuration.
type Seam string

// The seams.
const (
	Place  Seam = "place"  // where bytes come from; works with any format
	Format Seam = "format" // what the bytes are; works with any place
	Source Seam = "source" // both in one, configured as a place
)

// Kind describes a kind for its users.
type Kind struct {
	Name     string            `json:"name"`
	Seam     Seam              `json:"seam"`
	Title    dubbelkrona.Label `json:"title"`
	Profile  string            `json:"profile,omitempty"` // mapping for its rows
	Settings []Setting         `json:"settings"`
	Example  string            `json:"example"` // an entry of sources, YAML
}

// Setting is one key of a kind's configuration.
type Setting struct {
	Key  string `json:"key"`
	Type string `json:"type"` // text, number, yes/no, list of …, section, or map
	Doc  string `json:"doc"`  // one paragraph, English
	// Settings are the keys of a section.
	Settings []Setting `json:"settings,omitempty"`
}

// Of describes every kind of a registry: places, sources, then formats.
func Of(r *ingest.Registry) (all []Kind, err error) {
	comments, err := readComments()
	if err != nil {
		return nil, err
	}
	for _, k := range r.Places() {
		all = append(all, Kind{k.Name, Place, k.Title, "", comments.settings(k.Settings), k.Example})
	}
	for _, k := range r.Sources() {
		all = append(all, Kind{k.Name, Source, k.Title, k.Profile, comments.settings(k.Settings), k.Example})
	}
	for _, k := range r.Formats() {
		all = append(all, Kind{k.Name, Format, k.Title, "", comments.settings(k.Settings), k.Example})
	}
	return all, nil
}

//go:embed comments.json
var embedded []byte

// comments are the comments of fields, by "folder.Type.Field".
type comments map[string]string

func readComments() (comments, error) {
	var c comments
	if err := json.Unmarshal(embedded, &c); err != nil {
		return nil, fmt.Errorf("comments of settings: %w", err)
	}
	return c, nil
}

// settings returns the keys of a settings struct.
func (c comments) settings(of any) []Setting {
	if of == nil {
		return nil
	}
	return c.fields(reflect.TypeOf(of))
}

func (c comments) fields(t reflect.Type) (all []Setting) {
	for i := range t.NumField() {
		f := t.Field(i)
		key, flags, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case flags == "inline":
			all = append(all, c.fields(f.Type)...)
		case key != "" && key != "-":
			kind, section := typeName(f.Type)
			s := Setting{Key: key, Type: kind, Doc: spoken(c[fieldKey(t, f.Name)], f.Name, key)}
			if section != nil {
				s.Settings = c.fields(section)
			}
			all = append(all, s)
		}
	}
	return all
}

// spoken rewrites a field's comment, which begins with the field's name, to
// begin with its key.
func spoken(comment, field, key string) string {
	if rest, ok := strings.CutPrefix(comment, field+" "); ok {
		return key + " " + rest
	}
	return comment
}

func fieldKey(t reflect.Type, field string) string {
	return strings.TrimPrefix(t.PkgPath(), "dubbelkrona/") + "." + t.Name() + "." + field
}

// typeName returns the type of a value in words, and the struct of a section or
// a list of sections.
func typeName(t reflect.Type) (name string, section reflect.Type) {
	switch t.Kind() {
	case reflect.Pointer:
		return typeName(t.Elem())
	case reflect.Bool:
		return "yes/no", nil
	case reflect.String:
		return "text", nil
	case reflect.Slice:
		name, section = typeName(t.Elem())
		return "list of " + name, section
	case reflect.Map:
		name, section = typeName(t.Elem())
		return "map to " + name, section
	case reflect.Struct:
		return "section", t
	}
	return "number", nil
}
