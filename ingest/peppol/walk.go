package peppol

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/xmltoken"
)

// element is an element at its end tag. It is valid during the call.
type element struct {
	// path is the names of the elements below the document's root down to this
	// one, separated by slashes.
	path     []byte
	text     string // its own, white space trimmed; empty where it holds elements
	scheme   string // attribute schemeID
	currency string // attribute currencyID
	unit     string // attribute unitCode
}

// visitor receives the elements of one document.
type visitor interface {
	// root is called first, with the name of the root element.
	root(name xml.Name) error
	// end is called for each element below the root when it ends.
	end(element) error
}

// walker reads one file.
type walker struct {
	limits  ingest.Limits
	visitor visitor
	depth   int // of elements that are open
	inside  int // depth at which the document's root is open, 0 outside
	found   bool
	path    []byte
	starts  []int // lengths of path before each open element below the root
	text    strings.Builder
	leaf    element // the element that began last
}

// walk reads the document in r and calls v for its elements.
func walk(r io.Reader, limits ingest.Limits, v visitor) error {
	in := xmltoken.NewReader(r, limits.Memory, func(string, io.Reader) (io.Reader, error) {
		return nil, dubbelkrona.Invalidf("its declaration states that it is not UTF-8, which Peppol BIS Billing 3 requires")
	})
	w := &walker{limits: limits, visitor: v}
	for {
		token, err := in.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		err = w.token(token)
		if dubbelkrona.KindOf(err) == dubbelkrona.Invalid { // not an error of emit
			err = fmt.Errorf("line %d: %w", in.Line(), err)
		}
		if err != nil {
			return err
		}
	}
	if !w.found {
		return dubbelkrona.Invalidf("it has neither an Invoice nor a CreditNote of UBL 2")
	}
	return nil
}

func (w *walker) token(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		return w.start(t)
	case xml.EndElement:
		return w.end()
	case xml.CharData:
		if len(w.starts) > 0 && w.leaf.path != nil {
			w.text.Write(t)
		}
	}
	return nil
}

func (w *walker) start(t xml.StartElement) error {
	w.depth++
	if w.depth > w.limits.Depth {
		return dubbelkrona.Invalidf("its elements are nested more than %d deep", w.limits.Depth)
	}
	if w.inside == 0 {
		return w.outside(t)
	}
	w.starts = append(w.starts, len(w.path))
	if len(w.path) > 0 {
		w.path = append(w.path, '/')
	}
	w.path = append(w.path, t.Name.Local...)
	w.text.Reset()
	w.leaf = element{path: w.path}
	for _, a := range t.Attr {
		switch a.Name.Local {
		case "schemeID":
			w.leaf.scheme = a.Value
		case "currencyID":
			w.leaf.currency = a.Value
		case "unitCode":
			w.leaf.unit = a.Value
		}
	}
	return nil
}

// outside processes an element that is not inside a document.
func (w *walker) outside(t xml.StartElement) error {
	if t.Name.Space != invoiceSpace && t.Name.Space != creditNoteSpace {
		return nil // of the envelope
	}
	if w.found {
		return dubbelkrona.Invalidf("it has more than one document; deliver each in a separate file")
	}
	w.found, w.inside = true, w.depth
	return w.visitor.root(t.Name)
}

func (w *walker) end() error {
	w.depth--
	if w.inside == 0 {
		return nil
	}
	if w.depth < w.inside {
		w.inside = 0
		return nil
	}
	e := element{path: w.path}
	if w.leaf.path != nil { // it held no other element
		e = w.leaf
		e.text = strings.TrimSpace(w.text.String())
	}
	w.leaf = element{}
	last := len(w.starts) - 1
	err := w.visitor.end(e)
	w.path, w.starts = w.path[:w.starts[last]], w.starts[:last]
	return err
}
