// Package json reads JSON and JSON Lines as rows: an array of objects, an
// object that holds one array of objects, or one object a line.
//
// A nested object's members become columns named with dots, as in
// buyer.address.city. An array of texts, numbers and booleans becomes one cell
// joined with "; "; one that holds anything else, or a text with "; " in it,
// is kept as JSON text. null is NULL. A number is its plain digits (see package numeral).
// A key written twice is an error, since one of the values would be lost.
//
// It has a reader of its own, since encoding/json bounds neither the length of
// a value nor memory, lets the last of two equal keys win and puts U+FFFD in
// the place of half a surrogate pair. FuzzAgainstEncodingJSON holds it to
// encoding/json on everything else; BenchmarkDecode tells the ratio.
package json

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path"
	"strings"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/jsontext"
)

// Settings are the settings of the format json.
type Settings struct {
	// Charset is as for csv; absent: found.
	Charset string `yaml:"charset"`
	// Path leads to the array of rows through objects, such as result.items.
	// Absent: the document itself, or the one array of objects in it.
	Path string `yaml:"path"`
	// Lines says that the file has one object a line. Absent: found by the
	// ending .jsonl or .ndjson, or by a second object behind a short first one.
	Lines bool `yaml:"lines"`
}

// Format reads JSON. The zero value finds everything out itself.
type Format struct {
	charset ingest.Charset
	path    []string
	lines   bool
}

// Kind is the format as the registry knows it.
func Kind() ingest.FormatKind {
	return ingest.FormatKind{
		Name:     "json",
		Version:  1,
		Title:    dubbelkrona.Label{SV: "JSON och JSON Lines", EN: "JSON and JSON Lines"},
		Settings: Settings{},
		Example: `  - name: avtal
    files: "data/*.json"
    format: {kind: json, path: result.items}
    profile: contract
`,
		New:   ingest.FormatNew(New),
		Match: match,
	}
}

// New makes the format. Faulty settings are Invalid errors.
func New(s Settings) (*Format, error) {
	charset, err := ingest.ParseCharset(s.Charset)
	if err != nil {
		return nil, err
	}
	f := &Format{charset: charset, lines: s.Lines}
	if s.Path != "" {
		f.path = strings.Split(s.Path, ".")
		if s.Lines {
			return nil, dubbelkrona.Errorf(dubbelkrona.Invalid, "path and lines exclude each other: a line is a row")
		}
	}
	return f, nil
}

// match looks at the content; a name alone is not enough, since exports that
// are empty or something else are named .json too. A value that is no list or
// object matches as well, since it would be text to csv: Decode refuses it.
func match(name string, head []byte) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".json", ".jsonl", ".ndjson":
		if len(bytes.TrimSpace(head)) == 0 {
			return true
		}
	}
	return ingest.IsJSON(head)
}

// Charset implements ingest.Format.
func (f *Format) Charset() ingest.Charset { return f.charset }

// Decode implements ingest.Format. Rows are numbers of elements, from 1.
func (f *Format) Decode(ctx context.Context, in ingest.Input, emit func(*dubbelkrona.RawBatch) error) error {
	r, err := in.Open()
	if err != nil {
		return err
	}
	b := ingest.NewBatcher(ctx, in, emit)
	defer b.Close()
	d := &document{w: newWindow(r, in.Limits), rows: newRows(b, in.Limits)}
	if err := d.read(f, in.Name); err != nil {
		return err
	}
	return b.Flush()
}

// document is one object that is read.
type document struct {
	w    *window
	rows *rows
	// fault is the key by which the document says that something went wrong,
	// empty where it does not.
	fault jsontext.Fault
}

func (d *document) read(f *Format, name string) error {
	c, err := d.w.peek()
	switch {
	case err == io.EOF:
		return ingest.ErrNoHeader()
	case err != nil:
		return err
	case f.lines || isLines(name) || c == '{' && f.path == nil && d.w.hasSecondObject():
		return d.lines()
	}
	if f.path == nil && c == '{' {
		err = d.wrapped()
	} else {
		err = d.at(f.path)
	}
	if err != nil {
		return err
	}
	if _, err = d.w.peek(); err == nil {
		return invalid("there is more behind the end of the document; if each line is a row, set lines: true")
	} else if err != io.EOF {
		return err
	}
	return d.fault.Verdict(d.rows.n)
}

// other passes over a member of an object around the rows.
func (d *document) other(key string) error {
	if !jsontext.MayBeFault(key) {
		return d.w.skip()
	}
	value, err := d.w.value()
	d.fault.See(key, value)
	return err
}

func isLines(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".jsonl" || ext == ".ndjson"
}

// lines reads one object after the other.
func (d *document) lines() error {
	for {
		if _, err := d.w.peek(); err == io.EOF {
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
	value, err := d.w.value()
	if err != nil {
		return fmt.Errorf("element %d: %w", d.rows.n+1, err)
	}
	return d.rows.add(value)
}

// elements reads the rows of the array that begins here.
func (d *document) elements() error {
	return d.w.array(func(byte) error { return d.row() })
}

// at reads the rows at a path below the value that begins here.
func (d *document) at(path []string) error {
	c, err := d.w.peek()
	if err != nil {
		return unexpectedEnd(err)
	}
	if len(path) == 0 {
		switch c {
		case '[':
			return d.elements()
		case '{':
			return d.row()
		}
		return invalid("there is neither an array nor an object of rows")
	}
	if c != '{' {
		return invalid("path: %s lies below something that is no object", strings.Join(path, "."))
	}
	found := false
	err = d.w.object(func(key string, _ byte) error {
		if key == path[0] {
			found = true
			return d.at(path[1:])
		}
		return d.other(key)
	})
	if err == nil && !found {
		return invalid("path: there is no key %s", strings.Join(path, "."))
	}
	return err
}

// wrapped reads an object: the one array of objects in it, or itself as a row.
func (d *document) wrapped() error {
	whole := d.w.whole()
	arrays, empty, others := 0, 0, 0
	err := d.w.object(func(key string, first byte) error {
		if first != '[' || jsontext.MayBeFault(key) {
			if first == '{' {
				others++
			}
			return d.other(key)
		}
		elements := 0
		ofObjects := false
		err := d.w.array(func(c byte) error {
			if elements++; elements == 1 && c == '{' {
				ofObjects = true
				arrays++
			}
			if arrays > 1 && ofObjects {
				return invalid("it holds more than one array of objects; set path to the one of the rows")
			}
			if !ofObjects {
				return d.w.skip()
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
		return nil // an answer with no rows
	case whole == nil:
		return invalid("it is one large object that holds no array of objects; set path")
	}
	return d.rows.add(whole)
}

func invalid(format string, args ...any) error {
	return dubbelkrona.Errorf(dubbelkrona.Invalid, format, args...)
}

func unexpectedEnd(err error) error {
	if err == io.EOF {
		return invalid("it ends in the middle of a value; it is cut off or still being written")
	}
	return err
}
