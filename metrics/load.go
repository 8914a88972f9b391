package metrics

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/strictyaml"
)

// Source is a folder with models/, checks/ and metrics/ in it.
type Source struct {
	FS fs.FS
	// Prefix goes before file names in faults, such as "queries/".
	Prefix string
	// BuiltIn definitions may be replaced by those of other sources.
	BuiltIn bool
}

// Catalogue is a set of definitions. It is not safe for concurrent use while
// it is being resolved.
type Catalogue struct {
	definitions []*Definition // by kind, then name; after Resolve models stand in dependency order
	lost        map[string]bool
}

// Load reads every definition of the sources, the built-in ones first, and
// reports every fault of every file. The catalogue holds those that are sound.
func Load(sources ...Source) (*Catalogue, []Fault) {
	c := &Catalogue{lost: make(map[string]bool)}
	var faults []Fault
	for _, source := range sources {
		for _, kind := range []Kind{Model, Check, Metric} {
			faults = append(faults, c.loadFolder(source, kind)...)
		}
	}
	strictyaml.Sort(faults)
	return c, faults
}

// Of lists the definitions of a kind; models in dependency order once resolved.
func (c *Catalogue) Of(kind Kind) []*Definition {
	var of []*Definition
	for _, d := range c.definitions {
		if d.Kind == kind {
			of = append(of, d)
		}
	}
	return of
}

// Find gives a definition; the error's kind is dubbelkrona.NotFound.
func (c *Catalogue) Find(kind Kind, name string) (*Definition, error) {
	if d := c.find(kind, name); d != nil {
		return d, nil
	}
	return nil, dubbelkrona.Errorf(dubbelkrona.NotFound, "%s %q: there is no such definition; list them with the command metrics", strings.TrimSuffix(string(kind), "s"), name)
}

func (c *Catalogue) find(kind Kind, name string) *Definition {
	for _, d := range c.definitions {
		if d.Kind == kind && d.Name == name {
			return d
		}
	}
	return nil
}

func (c *Catalogue) loadFolder(source Source, kind Kind) (faults []Fault) {
	files, err := fs.Glob(source.FS, string(kind)+"/*.sql")
	if err != nil {
		return []Fault{{File: source.Prefix + string(kind), Message: err.Error()}}
	}
	for _, file := range files {
		faults = append(faults, c.loadFile(source, kind, file)...)
	}
	return faults
}

func (c *Catalogue) loadFile(source Source, kind Kind, file string) []Fault {
	shown := source.Prefix + file
	name := strings.TrimSuffix(path.Base(file), ".sql")
	// What is no file may never end.
	info, err := fs.Stat(source.FS, file)
	if err == nil && !info.Mode().IsRegular() {
		return []Fault{{File: shown, Message: "it is no regular file"}}
	}
	text, err := fs.ReadFile(source.FS, file)
	if err != nil {
		return []Fault{{File: shown, Message: "cannot be read"}}
	}
	d := &Definition{Kind: kind, Name: name, File: shown, BuiltIn: source.BuiltIn}
	replaces, faults := d.parse(string(text))
	if !identifier.MatchString(name) || slices.Contains(reserved, "metric."+name) {
		faults = append(faults, Fault{File: shown, Line: 1, Column: 1, Message: "a definition's file name is lower-case letters, digits and _, and not result, part or definition"})
	}
	former := c.find(kind, name)
	switch {
	case former == nil && replaces && len(faults) == 0:
		faults = append(faults, d.at("replaces", fmt.Sprintf("there is no built-in definition %q to replace", name)))
	case former != nil && (!replaces || !former.BuiltIn):
		fault := Fault{File: shown, Line: 1, Column: 1, Message: fmt.Sprintf("%s defines %q already; choose another name, or write replaces: true to take the place of a built-in definition", former.File, name)}
		return append(faults, fault)
	}
	if len(faults) > 0 {
		// What depends on a refused model is refused too, unless the built-in
		// one that it meant to replace is there to fall back on.
		c.lost["metric."+name] = kind == Model && former == nil
		return faults
	}
	c.definitions = slices.DeleteFunc(c.definitions, func(o *Definition) bool { return o == former })
	c.definitions = append(c.definitions, d)
	return nil
}

// parse takes the header out of the file's first comment.
func (d *Definition) parse(text string) (replaces bool, faults []Fault) {
	text = strings.TrimPrefix(strings.ReplaceAll(text, "\r\n", "\n"), "\ufeff")
	start := strings.Index(text, "/*")
	if start < 0 || strings.TrimSpace(text[:max(start, 0)]) != "" {
		return false, []Fault{{File: d.File, Line: 1, Column: 1, Message: "the file must begin with a comment /* … */ that holds its header"}}
	}
	length := strings.Index(text[start:], "*/")
	if length < 0 {
		return false, []Fault{{File: d.File, Line: 1 + strings.Count(text[:start], "\n"), Column: 1, Message: "the header's comment is not closed with */"}}
	}
	above := strings.Count(text[:start], "\n")
	// The opening characters become spaces so that columns stay true.
	d.doc, faults = strictyaml.ParseAt(d.File, above, []byte("  "+text[start+2:start+length]))
	if len(faults) > 0 {
		return false, faults
	}
	header := start + length + len("*/")
	body := strings.TrimLeft(text[header:], " \t\n")
	if body == "" {
		body = text[header:]
	}
	d.sqlLine = 1 + strings.Count(text[:len(text)-len(body)], "\n")
	d.SQL = strings.TrimRight(text, "; \n\t")
	replaces, faults = d.header()
	if strings.TrimSpace(body) == "" {
		faults = append(faults, Fault{File: d.File, Line: d.sqlLine, Column: 1, Message: "there is no SELECT after the header"})
	}
	return replaces, faults
}
