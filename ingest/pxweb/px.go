package pxweb

import (
	"bytes"
	"context"
	"io"
	"path"
	"strings"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/charset"
	"dubbelkrona/internal/rawbatch"
)

// PXSettings are the settings of the format px.
type PXSettings struct {
	// Charset is one of those of csv. Default: detected, which is right for files
	// that declare ANSI, iso-8859-1 or utf-8. A file from before 2000 may need
	// cp437.
	Charset string `yaml:"charset"`
}

// PX is the format of PX files (PC-Axis), as described in Statistics Sweden's
// "PX file format": keywords with values, each ended by a semicolon; the last
// one, DATA, has the cells. Rows of zeros that a file with KEYS omits are
// emitted.
type PX struct{ charset charset.Charset }

// PXKind describes the format for the registry.
func PXKind() ingest.FormatKind {
	return ingest.FormatKind{
		Name:     "px",
		Version:  1,
		Title:    dubbelkrona.Label{SV: "PX-filer (PC-Axis)", EN: "PX files (PC-Axis)"},
		Settings: PXSettings{},
		Example: `  - {name: utslapp, files: "data/*.px", format: px, profile: scb}
`,
		New: ingest.FormatNew(func(s PXSettings) (*PX, error) {
			cs, err := charset.Parse(s.Charset)
			return &PX{cs}, err
		}),
		Match: func(name string, head []byte) bool {
			begins := bytes.TrimSpace(head)
			return strings.EqualFold(path.Ext(name), ".px") && bytes.Contains(head, []byte("=")) ||
				bytes.HasPrefix(begins, []byte("CHARSET=")) || bytes.HasPrefix(begins, []byte("AXIS-VERSION="))
		},
	}
}

// Charset implements ingest.Format.
func (f *PX) Charset() charset.Charset { return f.charset }

// Decode implements ingest.Format. The keywords are kept in memory, the cells
// are streamed.
func (f *PX) Decode(_ context.Context, in ingest.Input, b *rawbatch.Batcher) error {
	r, err := in.Open()
	if err != nil {
		return err
	}
	s := newPXScanner(r, int(in.Limits.Record))
	k := keywords{most: in.Limits.Memory}
	if err := k.read(s); err != nil {
		return err
	}
	c, keys, err := k.cube()
	if err != nil {
		return err
	}
	cells, err := c.cells()
	if err != nil {
		return err
	}
	out, err := newRows(b)
	if err != nil {
		return err
	}
	if err := out.begin(c); err != nil {
		return err
	}
	s.apart = true
	data := pxData{s: s, rows: out, cells: cells}
	if len(keys) > 0 {
		return data.sparse(keys)
	}
	return data.dense()
}

func (r *rows) pxCell(n int, text string) error {
	if missing(text) {
		return r.cell(n, "", text)
	}
	return r.cell(n, text, "")
}

// pxEnd returns the error for a file that ends too early.
func pxEnd(err error) error {
	if err == io.EOF {
		return dubbelkrona.Invalidf("it is incomplete; it is cut off or still being written")
	}
	return err
}
