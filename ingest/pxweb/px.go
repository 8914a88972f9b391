package pxweb

import (
	"bytes"
	"context"
	"io"
	"path"
	"strings"

	"dubbelkrona"
	"dubbelkrona/ingest"
)

// PXSettings are the settings of the format px.
type PXSettings struct {
	// Charset as for csv. Absent: found, which is right for files that say ANSI,
	// iso-8859-1 or utf-8; a file of before 2000 may need cp437.
	Charset string `yaml:"charset"`
}

// PX is the format of PX files (PC-Axis), as described in Statistics Sweden's
// "PX file format": keywords with values, each ended by a semicolon, the last
// of them DATA with the cells.
type PX struct{ charset ingest.Charset }

// PXKind is the format as the registry knows it.
func PXKind() ingest.FormatKind {
	return ingest.FormatKind{
		Name:     "px",
		Title:    dubbelkrona.Label{SV: "PX-filer (PC-Axis)", EN: "PX files (PC-Axis)"},
		Settings: PXSettings{},
		Example: `  - {name: utslapp, files: "data/*.px", format: px, profile: scb}
`,
		New: func(decode ingest.Settings) (ingest.Format, error) {
			var s PXSettings
			if err := decode.Decode(&s); err != nil {
				return nil, err
			}
			charset, err := ingest.ParseCharset(s.Charset)
			return &PX{charset}, err
		},
		Match: func(name string, head []byte) bool {
			begins := bytes.TrimSpace(head)
			return strings.EqualFold(path.Ext(name), ".px") && bytes.Contains(head, []byte("=")) ||
				bytes.HasPrefix(begins, []byte("CHARSET=")) || bytes.HasPrefix(begins, []byte("AXIS-VERSION="))
		},
	}
}

// Charset implements ingest.Format.
func (f *PX) Charset() ingest.Charset { return f.charset }

// Decode implements ingest.Format. The keywords are held, the cells stream.
func (f *PX) Decode(ctx context.Context, in ingest.Input, emit func(*dubbelkrona.RawBatch) error) error {
	r, err := in.Open()
	if err != nil {
		return err
	}
	b := ingest.NewBatcher(ctx, in, emit)
	defer b.Close()
	s := newPXScanner(r, int(in.Limits.Record))
	k := keywords{most: in.Limits.Memory}
	if err := k.read(s); err != nil {
		return err
	}
	c, sparse, err := k.cube()
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
	if err := out.pxCells(s, sparse); err != nil {
		return err
	}
	return b.Flush()
}

// pxCells reads the cells behind DATA. sparse is how many dimensions have their
// codes written out at the beginning of each line (KEYS); 0 is a dense table.
func (r *rows) pxCells(s *pxScanner, sparse int) error {
	cells, err := r.cube.cells()
	if err != nil {
		return err
	}
	width := cells
	for _, d := range r.cube.dimensions[:sparse] {
		width /= len(d.values)
	}
	for n := 0; ; {
		if sparse > 0 {
			line, done, err := r.key(s, sparse)
			if err != nil || done {
				return err
			}
			n = line * width
		}
		for end := n + width; n < end; n++ {
			t, err := s.next()
			if err != nil {
				return pxEnd(err)
			}
			if t.kind == pxSemicolon {
				return invalid("DATA ends after %d of %d cells; the file is not whole", n, cells)
			}
			if err := r.pxCell(n, t.text); err != nil {
				return err
			}
		}
		if sparse == 0 {
			return pxTail(s)
		}
	}
}

func (r *rows) pxCell(n int, text string) error {
	if missing(text) {
		return r.cell(n, "", text)
	}
	return r.cell(n, text, "")
}

// key reads the codes that begin a line of a sparse table.
func (r *rows) key(s *pxScanner, sparse int) (line int, done bool, err error) {
	for i, d := range r.cube.dimensions[:sparse] {
		t, err := s.next()
		switch {
		case err != nil:
			return 0, false, pxEnd(err)
		case t.kind == pxSemicolon && i == 0:
			return 0, true, nil
		case t.kind == pxComma:
			return 0, false, invalid("DATA: a comma where a key is expected")
		}
		at := -1
		for n, p := range d.values {
			if p.code == t.text || p.text == t.text {
				at = n
				break
			}
		}
		if at < 0 {
			return 0, false, invalid("DATA: a key that the dimension %q does not have", d.code)
		}
		line = line*len(d.values) + at
	}
	return line, false, nil
}

// pxTail is the end of a dense table.
func pxTail(s *pxScanner) error {
	t, err := s.next()
	switch {
	case err == io.EOF:
		return nil // the last semicolon is often forgotten
	case err != nil:
		return err
	case t.kind != pxSemicolon:
		return invalid("DATA has more cells than its dimensions make")
	}
	return nil
}

// pxEnd is the error of a file that ends too early.
func pxEnd(err error) error {
	if err == io.EOF {
		return invalid("it ends in the middle; it is cut off or still being written")
	}
	return err
}
