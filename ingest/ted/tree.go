package ted

import (
	"strings"

	"encoding/xml"
)

// element is an element of a notice, by local names: what is read has no two
// names that only their namespaces tell apart.
type element struct {
	name     string
	attrs    []xml.Attr
	text     string // of its own, white space around it trimmed
	children []*element
	firsts   map[string]*element // of many children, made when first asked
}

// attr is the value of an attribute, empty where there is none. It may be
// asked of nil, as all methods may.
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

// all are the children of a name.
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

// at is the first element at a path of names, nil where there is none.
func (e *element) at(path ...string) *element {
	for _, name := range path {
		if e == nil {
			return nil
		}
		e = e.first(name)
	}
	return e
}

// manyChildren is from how many children on an element keeps an index of them:
// what is asked of each of a hundred thousand lots may not walk past all.
const manyChildren = 32

// first is the first child of a name, nil where there is none.
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

// has says whether there is an element at a path.
func (e *element) has(path ...string) bool { return e.at(path...) != nil }

// value is the text of the first element at a path.
func (e *element) value(path ...string) string {
	if found := e.at(path...); found != nil {
		return found.text
	}
	return ""
}

// find is the first element of a name in document order, itself included.
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

// paragraphs is the text of an element that holds it in paragraphs, or its own.
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
