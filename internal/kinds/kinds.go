// Package kinds describes every kind of place, format and source that a
// program has registered: its settings with their types and documentation, and
// an example. What a setting is comes from the struct that the kind decodes
// its configuration into; its prose is the comment of the struct's field, which
// a test of this package copies into comments.json and keeps current.
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

// Seam says what a kind can be named as in a source's configuration.
type Seam string

// The seams.
const (
	Place  Seam = "place"  // where bytes come from; any format goes with it
	Format Seam = "format" // what the bytes are; any place goes with it
	Source Seam = "source" // both in one, named as a place
)

// Kind is a kind with all that a person needs to use it.
type Kind struct {
	Name     string            `json:"name"`
	Seam     Seam              `json:"seam"`
	Title    dubbelkrona.Label `json:"title"`
	Profile  string            `json:"profile,omitempty"` // mapping that fits what it reads
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

// settings are the keys that a settings struct takes.
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

// spoken is a field's comment, which begins with the field's name, as one about
// its key.
func spoken(comment, field, key string) string {
	if rest, ok := strings.CutPrefix(comment, field+" "); ok {
		return key + " " + rest
	}
	return comment
}

func fieldKey(t reflect.Type, field string) string {
	return strings.TrimPrefix(t.PkgPath(), "dubbelkrona/") + "." + t.Name() + "." + field
}

// typeName says in words what a value of a type is, and gives the struct behind
// a section or a list of them.
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
