package pxweb

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/charset"
	"dubbelkrona/internal/jsontext"
	"dubbelkrona/internal/rawbatch"
)

// JSONStat is the format of JSON-stat 2.0 documents: one or several in a row.
type JSONStat struct{}

// JSONStatKind describes the format for the registry.
func JSONStatKind() ingest.FormatKind {
	return ingest.FormatKind{
		Name:    "json-stat",
		Version: 1,
		Title:   dubbelkrona.Label{SV: "JSON-stat 2.0, statistiktabeller", EN: "JSON-stat 2.0, statistical tables"},
		Example: `  - {name: befolkning, files: "data/*.json", format: json-stat, profile: scb}
`,
		New: ingest.FormatNew(func(struct{}) (JSONStat, error) { return JSONStat{}, nil }),
		Match: func(_ string, head []byte) bool {
			return bytes.HasPrefix(bytes.TrimSpace(head), []byte("{")) && bytes.Contains(head, []byte(`"dataset"`)) &&
				bytes.Contains(head, []byte(`"version"`)) && bytes.Contains(head, []byte(`"class"`))
		},
	}
}

// Charset implements ingest.Format.
func (JSONStat) Charset() charset.Charset { return charset.Detect }

// Decode implements ingest.Format. A document is kept in memory; PxWeb's limits
// make it small, and Limits.Memory is the max.
func (JSONStat) Decode(_ context.Context, in ingest.Input, b *rawbatch.Batcher) error {
	r, err := in.Open()
	if err != nil {
		return err
	}
	out, err := newRows(b)
	if err != nil {
		return err
	}
	bounded := &allowance{r: bufio.NewReaderSize(r, 64<<10), most: in.Limits.Memory, left: in.Limits.Memory}
	documents := json.NewDecoder(bounded)
	for number := 1; ; number++ {
		var text json.RawMessage
		bounded.left = bounded.most
		err := documents.Decode(&text)
		switch {
		case err == io.EOF && number == 1:
			return ingest.ErrNoHeader()
		case err == io.EOF:
			return nil
		case bounded.left < 0:
			return dubbelkrona.Invalidf("document %d is longer than the limit of %d bytes", number, bounded.most)
		case errors.As(err, new(*json.SyntaxError)), errors.Is(err, io.ErrUnexpectedEOF):
			return dubbelkrona.Invalidf("document %d: it is not JSON, or is cut off", number)
		case err != nil:
			return err
		}
		if err := out.document(text); err != nil {
			return err
		}
	}
}

func (r *rows) document(text []byte) error {
	keys := jsontext.NewReader(bytes.NewReader(text), jsontext.Limits{Value: len(text), Depth: maxDepth, Keys: maxCells})
	if err := distinctKeys(keys); err != nil {
		return err
	}
	d, c, err := parseDataset(text)
	if err != nil {
		return err
	}
	cells, err := c.cells()
	if err != nil {
		return err
	}
	if err := r.begin(c); err != nil {
		return err
	}
	return d.each(cells, r.cell)
}

// maxDepth is the max nesting of a document.
const maxDepth = 64

// distinctKeys returns an error if an object has a duplicate key, such as a
// cell, since it is unknown which value is right.
func distinctKeys(r *jsontext.Reader) error {
	first, err := r.Peek()
	switch {
	case err != nil:
		return err
	case first == '{':
		return r.Object(func(string, byte) error { return distinctKeys(r) })
	case first == '[':
		return r.Array(func(byte) error { return distinctKeys(r) })
	}
	return r.Skip()
}

// allowance reads until its byte limit is reached.
type allowance struct {
	r          io.Reader
	most, left int64
}

// Read implements io.Reader.
func (a *allowance) Read(p []byte) (int, error) {
	if a.left < 0 {
		return 0, io.ErrShortBuffer
	}
	n, err := a.r.Read(p)
	a.left -= int64(n)
	return n, err
}
