package metrics

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/strictyaml"
)

// Source is a folder with models/, effects/, checks/ and metrics/ in it.
type Source struct {
	FS fs.FS
	// Prefix is prepended to file names in faults, such as "queries/".
	Prefix string
	// BuiltIn definitions may be replaced by those of other sources.
	BuiltIn bool
}

// Catalogue is a set of definitions. It is not safe for concurrent use while
// it is being resolved.
type Catalogue struct {
	definitions []*Definition // by kind, then name; after Resolve models and effects are in dependency order
	lost        map[string]bool
}

// Load reads the definitions of the sources, which must have the built-in ones
// first, and returns all faults of all files. The catalogue has the definitions
// without faults.
func Load(sources ...Source) (*Catalogue, []Fault) {
	c := &Catalogue{lost: make(map[string]bool)}
	var faults []Fault
	for _, source := range sources {
		for _, kind := range kinds {
			faults = append(faults, c.loadFolder(source, kind)...)
		}
	}
	strictyaml.Sort(faults)
	return c, faults
}

// Of returns the definitions of a kind; models in dependency order once resolved.
func (c *Catalogue) Of(kind Kind) []*Definition {
	var of []*Definition
	for _, d := range c.definitions {
		if d.Kind == kind {
			of = append(of, d)
		}
	}
	return of
}

// Models returns a resolved catalogue of the models with these names and of those that
// they read. It has no effects, so that their tables are empty.
func (c *Catalogue) Models(names ...string) *Catalogue {
	var read []string
	for _, name := range names {
		read = append(read, "metric."+name)
		if d := c.find(Model, name); d != nil {
			read = append(read, d.closure...)
		}
	}
	some := &Catalogue{lost: c.lost}
	for _, d := range c.Of(Model) {
		if slices.Contains(read, "metric."+d.Name) {
			some.definitions = append(some.definitions, d)
		}
	}
	return some
}

// Find returns a definition, or a NotFound error that lists those there are.
func (c *Catalogue) Find(kind Kind, name string) (*Definition, error) {
	if d := c.find(kind, name); d != nil {
		return d, nil
	}
	var names []string
	for _, d := range c.Of(kind) {
		names = append(names, d.Name)
	}
	return nil, dubbelkrona.Errorf(dubbelkrona.NotFound, "%s %q: there is no such definition; the names are: %s", strings.TrimSuffix(string(kind), "s"), name, cmp.Or(strings.Join(names, ", "), "none"))
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
	// Reading a pipe or device may never end.
	info, err := fs.Stat(source.FS, file)
	if err == nil && !info.Mode().IsRegular() {
		return []Fault{{File: shown, Message: "it is not a regular file"}}
	}
	text, err := fs.ReadFile(source.FS, file)
	if err != nil {
		return []Fault{{File: shown, Message: "cannot be read"}}
	}
	d := &Definition{Kind: kind, Name: name, File: shown, BuiltIn: source.BuiltIn}
	replaces, faults := d.parse(string(text))
	if !identifier.MatchString(name) || slices.Contains(reserved, "metric."+name) {
		faults = append(faults, Fault{File: shown, Line: 1, Column: 1, Message: "the file name of a definition must have lower-case letters, digits and _ only, and must not be result, part or definition"})
	}
	former := c.find(kind, name)
	switch {
	case former == nil && replaces && len(faults) == 0:
		faults = append(faults, d.at("replaces", fmt.Sprintf("there is no built-in definition %q to replace", name)))
	case former != nil && (!replaces || !former.BuiltIn):
		fault := Fault{File: shown, Line: 1, Column: 1, Message: fmt.Sprintf("%s already defines %q; choose another name, or write replaces: true to replace a built-in definition", former.File, name)}
		return append(faults, fault)
	}
	if len(faults) > 0 {
		// Definitions that depend on a rejected model are rejected too, unless it
		// was to replace a built-in one, which is then used.
		c.lost["metric."+name] = kind == Model && former == nil
		return faults
	}
	c.definitions = slices.DeleteFunc(c.definitions, func(o *Definition) bool { return o == former })
	c.definitions = append(c.definitions, d)
	return nil
}

// parse reads the header from the file's first comment and sets d.SQL.
func (d *Definition) parse(text string) (replaces bool, faults []Fault) {
	text = strings.TrimPrefix(strings.ReplaceAll(text, "\r\n", "\n"), "\ufeff")
	before, rest, opened := strings.Cut(text, "/*")
	if !opened || strings.TrimSpace(before) != "" {
		return false, []Fault{{File: d.File, Line: 1, Column: 1, Message: "the file must begin with a comment /* … */ with its header"}}
	}
	above := strings.Count(before, "\n")
	header, rest, closed := strings.Cut(rest, "*/")
	if !closed {
		return false, []Fault{{File: d.File, Line: 1 + above, Column: 1, Message: "the header's comment is not closed with */"}}
	}
	// Spaces replace the opening characters, so that columns in faults are right.
	d.doc, faults = strictyaml.ParseAt(d.File, above, []byte("  "+header))
	if len(faults) > 0 {
		return false, faults
	}
	body := cmp.Or(strings.TrimLeft(rest, " \t\n"), rest)
	d.sqlLine = 1 + strings.Count(text[:len(text)-len(body)], "\n")
	d.SQL = strings.TrimRight(text, "; \n\t")
	replaces, faults = d.header()
	if strings.TrimSpace(body) == "" {
		faults = append(faults, Fault{File: d.File, Line: d.sqlLine, Column: 1, Message: "there is no SELECT after the header"})
	}
	return replaces, faults
}

// Parse reads the text of one definition, such as metric.definition has it, without
// resolving what it reads.
func Parse(kind Kind, name, text string) (*Definition, []Fault) {
	d := &Definition{Kind: kind, Name: name, File: name + ".sql"}
	_, faults := d.parse(text)
	return d, faults
}
