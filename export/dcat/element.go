package dcat

import (
	"encoding/xml"
	"strings"

	"dubbelkrona"
)

// element is an element of RDF/XML: a thing or one of its properties.
type element struct {
	name     string
	text     string
	attrs    [][2]string
	language string
	children []element
}

// write writes the element and what it contains.
func (e element) write(b *strings.Builder, indent string) {
	b.WriteString(indent + "<" + e.name)
	for _, a := range e.attrs {
		b.WriteString(" " + a[0] + `="` + escaped(a[1]) + `"`)
	}
	if e.language != "" {
		b.WriteString(` xml:lang="` + e.language + `"`)
	}
	switch {
	case len(e.children) > 0:
		b.WriteString(">\n")
		for _, c := range e.children {
			c.write(b, indent+"  ")
		}
		b.WriteString(indent + "</" + e.name + ">\n")
	case e.text == "":
		b.WriteString("/>\n")
	default:
		b.WriteString(">" + escaped(e.text) + "</" + e.name + ">\n")
	}
}

func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a Builder does not fail
	return b.String()
}

// thing is a resource of a class with an address.
func thing(class, about string, properties ...element) element {
	return element{name: class, attrs: [][2]string{{"rdf:about", about}}, children: properties}
}

// link is a property whose value is a resource.
func link(property, address string) element {
	return element{name: property, attrs: [][2]string{{"rdf:resource", address}}}
}

// text is a property whose value is a text without a language.
func text(property, value string) element { return element{name: property, text: value} }

// typed is a property whose value is a literal of a type of XML Schema.
func typed(property, kind, value string) element {
	return element{name: property, text: value, attrs: [][2]string{{"rdf:datatype", "http://www.w3.org/2001/XMLSchema#" + kind}}}
}

// inBoth is a property with a text in Swedish and one in English.
func inBoth(property string, l dubbelkrona.Label) []element {
	return []element{{name: property, text: l.SV, language: "sv"}, {name: property, text: l.EN, language: "en"}}
}

// namespaces are the attributes of the root.
func namespaces() [][2]string {
	return [][2]string{
		{"xmlns:rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
		{"xmlns:dcterms", "http://purl.org/dc/terms/"},
		{"xmlns:dcat", "http://www.w3.org/ns/dcat#"},
		{"xmlns:foaf", "http://xmlns.com/foaf/0.1/"},
		{"xmlns:vcard", "http://www.w3.org/2006/vcard/ns#"},
		{"xmlns:dcatap", "http://data.europa.eu/r5r/"},
	}
}
