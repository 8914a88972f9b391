package report_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"dubbelkrona/report"
)

// node is an element of a page, or a text.
type node struct {
	name   string
	attr   map[string]string
	text   string
	below  []*node
	parent *node
}

var scripts = regexp.MustCompile(`(?s)<(script|style)\b[^>]*>.*?</(script|style)>`)

// file returns a report as one file.
func file(t testing.TB, d report.Data) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.File(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// parse reads a page without its script and style. A page that is not well formed fails
// the test.
func parse(t testing.TB, page string) *node {
	t.Helper()
	reader := xml.NewDecoder(strings.NewReader(scripts.ReplaceAllString(strings.TrimPrefix(page, "<!DOCTYPE html>"), "")))
	reader.Strict, reader.AutoClose, reader.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	root := &node{name: "root"}
	at := root
	for {
		token, err := reader.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			one := &node{name: token.Name.Local, attr: make(map[string]string), parent: at}
			for _, a := range token.Attr {
				one.attr[a.Name.Local] = a.Value
			}
			at.below = append(at.below, one)
			at = one
		case xml.EndElement:
			if at.name != token.Name.Local {
				t.Fatalf("</%s> closes <%s>", token.Name.Local, at.name)
			}
			at = at.parent
		case xml.CharData:
			at.below = append(at.below, &node{text: string(token), parent: at})
		}
	}
	if at != root {
		t.Fatalf("<%s> is not closed", at.name)
	}
	return root
}

// all returns the elements below that satisfy a condition.
func (n *node) all(is func(*node) bool) (found []*node) {
	for _, b := range n.below {
		if is(b) {
			found = append(found, b)
		}
		found = append(found, b.all(is)...)
	}
	return found
}

func named(name string) func(*node) bool { return func(n *node) bool { return n.name == name } }

func (n *node) byID(id string) *node {
	for _, one := range n.all(func(n *node) bool { return n.attr["id"] == id }) {
		return one
	}
	return nil
}

// words is the text of an element.
func (n *node) words() string {
	var b strings.Builder
	b.WriteString(n.text)
	for _, one := range n.below {
		b.WriteString(one.words())
	}
	return b.String()
}
