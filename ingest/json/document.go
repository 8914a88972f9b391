package json

import (
	"fmt"
	"io"
	"path"
	"strings"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/jsontext"
	"dubbelkrona/internal/rawbatch"
)

// document is the state of reading one object.
type document struct {
	r     *jsontext.Reader
	rows  *rows
	fault jsontext.Fault // an error message in the document beside its rows
}

// wholeBytes is the max length of a document that may be read as one row.
// Longer ones are expected to contain an array of rows, which needs less
// memory.
const wholeBytes = 2 << 20

func (d *document) read(f *Format, name string) error {
	c, err := d.r.Peek()
	switch {
	case err == io.EOF:
		return ingest.ErrNoHeader()
	case err != nil:
		return err
	case f.lines || isLines(name) || c == '{' && f.path == nil && d.r.Behind() == '{':
		return d.lines()
	}
	if f.path == nil && c == '{' {
		err = d.wrapped()
	} else {
		err = d.at(f.path, c)
	}
	if err != nil {
		return err
	}
	if _, err = d.r.Peek(); err == nil {
		return dubbelkrona.Invalidf("there is content after the end of the document; if each line is a row, set lines: true")
	} else if err != io.EOF {
		return err
	}
	return d.fault.Verdict(d.rows.n)
}

// other skips a member of an object that contains the rows.
func (d *document) other(key string) error {
	if !jsontext.MayBeFault(key) {
		return d.r.Skip()
	}
	value, err := d.r.Value()
	d.fault.See(key, value)
	return err
}

func isLines(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".jsonl" || ext == ".ndjson"
}

// members calls member for each member of the current object, with its cleaned
// key and the first byte of its value.
func (d *document) members(member func(name string, first byte) error) error {
	seen := make(map[string]bool)
	return d.r.Object(func(key string, first byte) error {
		name := rawbatch.CleanName(key)
		if seen[name] {
			return jsontext.ErrTwice()
		}
		seen[name] = true
		return member(name, first)
	})
}

// lines reads consecutive objects.
func (d *document) lines() error {
	for {
		if _, err := d.r.Peek(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if err := d.row(); err != nil {
			return err
		}
	}
}

// row reads the next value as a row.
func (d *document) row() error {
	value, err := d.r.Value()
	if err != nil {
		return fmt.Errorf("element %d: %w", d.rows.n+1, err)
	}
	return d.rows.add(value)
}

// at reads the rows at a path below the current value, whose first byte is
// first.
func (d *document) at(path []string, first byte) error {
	if len(path) == 0 {
		switch first {
		case '[':
			return d.r.Array(func(byte) error { return d.row() })
		case '{':
			return d.row()
		}
		return dubbelkrona.Invalidf("it is neither an array of rows nor an object")
	}
	if first != '{' {
		return dubbelkrona.Invalidf("path: %s is below a value that is not an object", strings.Join(path, "."))
	}
	found := false
	err := d.members(func(key string, c byte) error {
		if key == path[0] {
			found = true
			return d.at(path[1:], c)
		}
		return d.other(key)
	})
	if err == nil && !found {
		return dubbelkrona.Invalidf("path: there is no key %s", strings.Join(path, "."))
	}
	return err
}

// wrapped reads an object: the only array of objects in it, otherwise the
// object itself as a row.
func (d *document) wrapped() error {
	whole := d.r.Ahead(wholeBytes)
	arrays, empty, others := 0, 0, 0
	err := d.members(func(key string, first byte) error {
		if first != '[' || jsontext.MayBeFault(key) {
			if first == '{' {
				others++
			}
			return d.other(key)
		}
		elements := 0
		ofObjects := false
		err := d.r.Array(func(c byte) error {
			if elements++; elements == 1 && c == '{' {
				ofObjects = true
				arrays++
			}
			if arrays > 1 && ofObjects {
				return dubbelkrona.Invalidf("it has more than one array of objects; set path to that of the rows")
			}
			if !ofObjects {
				return d.r.Skip()
			}
			return d.row()
		})
		if elements == 0 {
			empty++
		}
		return err
	})
	switch {
	case err != nil || arrays == 1:
		return err
	case empty == 1 && others == 0:
		return nil // a response without rows
	case whole == nil:
		return dubbelkrona.Invalidf("it is a large object without an array of objects; set path")
	}
	return d.rows.add(whole)
}
