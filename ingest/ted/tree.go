package ted

import (
	"strings"

	"encoding/xml"
)

// element is an element of a notice, by local name: no two names that are read
// differ only in their namespaces.
type element struct {
	name     string
	attrs    []xml.Attr
	text     string // of its own, white space around it trimmed
	children []*element
	firsts   map[string]*element // index of many children, built on first use
}

// attr returns the value of an attribute, empty if there is none. As all
// methods, it may be called on nil.
func (e *element) attr(name string) string {
	if e != nil {
		for _, a := range e.attrs {
			if a.Name.Local == name {
				return strings.TrimSpace(a.Value)
			}
		}
	}
	return ""
}

// all returns the children with a name.
func (e *element) all(name string) (found []*element) {
	if e != nil {
		for _, c := range e.children {
			if c.name == name {
				found = append(found, c)
			}
		}
	}
	return found
}

// at returns the first element at a path of names, nil if there is none.
func (e *element) at(path ...string) *element {
	for _, name := range path {
		if e == nil {
			return nil
		}
		e = e.first(name)
	}
	return e
}

// manyChildren is the number of children from which an index is built: looking
// up each of a hundred thousand lots must not be quadratic.
const manyChildren = 32

// first returns the first child with a name, nil if there is none.
func (e *element) first(name string) *element {
	if len(e.children) < manyChildren {
		for _, c := range e.children {
			if c.name == name {
				return c
			}
		}
		return nil
	}
	if e.firsts == nil {
		e.firsts = make(map[string]*element)
		for _, c := range e.children {
			if e.firsts[c.name] == nil {
				e.firsts[c.name] = c
			}
		}
	}
	return e.firsts[name]
}

// has reports whether there is an element at a path.
func (e *element) has(path ...string) bool { return e.at(path...) != nil }

// value returns the text of the first element at a path.
func (e *element) value(path ...string) string {
	if found := e.at(path...); found != nil {
		return found.text
	}
	return ""
}

// find returns the first element with a name in document order, including e.
func (e *element) find(name string) *element {
	if e == nil || e.name == name {
		return e
	}
	for _, c := range e.children {
		if found := c.find(name); found != nil {
			return found
		}
	}
	return nil
}

// paragraphs returns the text of an element's paragraphs, or its own text.
func (e *element) paragraphs() string {
	if e == nil {
		return ""
	}
	parts := make([]string, 0, 1)
	for _, p := range e.all("P") {
		if p.text != "" {
			parts = append(parts, p.text)
		}
	}
	if len(parts) == 0 {
		return e.text
	}
	return strings.Join(parts, " ")
}
