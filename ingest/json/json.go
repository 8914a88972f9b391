// Package json reads JSON and JSON Lines as rows: an array of objects, an
// object with one array of objects in it, or one object per line.
//
// A nested object's members become columns named with dots, as in
// buyer.address.city. An array of texts, numbers and booleans becomes one cell,
// joined with "; "; an array with other elements, or with a text containing ";
// ", is kept as JSON text. null is NULL. A number becomes its plain digits (see
// package numeral). A duplicate key is an error, since one of the values would
// be lost.
//
// It uses package jsontext, whose documentation gives the reasons.
// FuzzAgainstEncodingJSON compares the rows with those of encoding/json, and
// BenchmarkDecode the times.
package json

import (
	"bytes"
	"context"
	"path"
	"strings"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/charset"
	"dubbelkrona/internal/jsontext"
	"dubbelkrona/internal/rawbatch"
)

// Settings are the settings of the format json.
type Settings struct {
	// Charset is one of those of csv. Default: detected.
	Charset string `yaml:"charset"`
	// Path is the path of keys that leads to the array of rows, such as
	// result.items. Default: the document itself, or the only array of objects in
	// it.
	Path string `yaml:"path"`
	// Lines says that each line is an object. Default: true if the name ends with
	// .jsonl or .ndjson, or if a second object follows a short first one.
	Lines bool `yaml:"lines"`
}

// Format reads JSON. The zero value detects everything.
type Format struct {
	charset charset.Charset
	path    []string
	lines   bool
}

// Kind describes the format for the registry.
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

// New makes the format. Invalid settings are Invalid errors.
func New(s Settings) (*Format, error) {
	cs, err := charset.Parse(s.Charset)
	if err != nil {
		return nil, err
	}
	f := &Format{charset: cs, lines: s.Lines}
	if s.Path != "" {
		f.path = strings.Split(s.Path, ".")
		if s.Lines {
			return nil, dubbelkrona.Invalidf("path and lines cannot be set together: with lines, each line is a row")
		}
	}
	return f, nil
}

// match looks at the content. A name is not enough, since empty and failed
// exports are named .json too. A value that is neither an array nor an object
// also matches, so that Decode rejects it instead of csv reading it as text.
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
func (f *Format) Charset() charset.Charset { return f.charset }

// Decode implements ingest.Format. A row's number is that of the element, from
// 1.
func (f *Format) Decode(_ context.Context, in ingest.Input, b *rawbatch.Batcher) error {
	r, err := in.Open()
	if err != nil {
		return err
	}
	d := &document{r: jsontext.NewReader(r, in.Limits.JSON()), rows: newRows(b, in.Limits)}
	return d.read(f, in.Name)
}
