package ocds

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/jsontext"
)

// element is a release or a record as bytes.
type element struct {
	raw []byte
	n   int64 // its number among them, from 1
}

// documents iterates over the concatenated documents of an object.
type documents struct {
	r    *jsontext.Reader
	each func(element) error
	n    int64
	any  bool // a document was read
	// fault is an error message in a package.
	fault jsontext.Fault
}

// readElements calls each for every release and record, whose bytes are valid
// until it returns.
func readElements(in ingest.Input, each func(element) error) error {
	r, err := in.Open()
	if err != nil {
		return err
	}
	d := documents{each: each, r: jsontext.NewReader(r, in.Limits.JSON())}
	for {
		first, err := d.r.Peek()
		if err == io.EOF && !d.any {
			return ingest.ErrNoHeader()
		}
		if err == io.EOF {
			return d.fault.Verdict(d.n)
		}
		d.any = true
		if err == nil {
			err = d.document(first)
		}
		if err != nil {
			return err
		}
	}
}

func (d *documents) document(first byte) error {
	switch first {
	case '[':
		return d.r.Array(d.document)
	case '{':
		return d.object()
	}
	return dubbelkrona.Invalidf("a release, record or package is expected, but there is neither an object nor an array")
}

// errElement stops reading an object whose keys show that it is a release or
// record, not a package.
var errElement = errors.New("an element")

// object reads a package, or a single release or record. The first of the keys
// ocid, releases and records decides which; what comes before it is kept, so
// that a package can have any length.
func (d *documents) object() error {
	d.r.Mark()
	isPackage := false
	err := d.r.Object(func(key string, first byte) error {
		switch key {
		case "ocid":
			if isPackage {
				return dubbelkrona.Invalidf("an object has its ocid after its releases; a record outside of a package must begin with its ocid")
			}
			return errElement
		case "releases", "records":
			isPackage = true
			d.r.Unmark()
			return d.elements(key, first)
		}
		if !jsontext.MayBeFault(key) {
			return d.r.Skip()
		}
		value, err := d.r.Value()
		d.fault.See(key, value)
		return err
	})
	switch {
	case err == errElement:
		d.r.Reset()
		return d.element()
	case err == nil && !isPackage:
		return dubbelkrona.Invalidf("an object has none of ocid, releases and records: it is not a release, record or package")
	}
	return err
}

// elements reads the array of a package.
func (d *documents) elements(key string, first byte) error {
	switch first {
	case '[':
		return d.r.Array(func(byte) error { return d.element() })
	case '{':
		return d.element() // a single one, without an array
	}
	return dubbelkrona.Invalidf("%s is not an array", key)
}

func (d *documents) element() error {
	d.n++
	raw, err := d.r.Value()
	if err != nil {
		return fmt.Errorf("element %d: %w", d.n, err)
	}
	return d.each(element{raw, d.n})
}

// kept returns the element with a copy of its bytes.
func (e element) kept() element { return element{bytes.Clone(e.raw), e.n} }
