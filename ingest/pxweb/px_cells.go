package pxweb

import (
	"io"
	"slices"

	"dubbelkrona"
)

// pxData reads the cells of DATA. They are separated by any mixture of comma,
// semicolon, space and tab.
type pxData struct {
	s     *pxScanner
	rows  *rows
	cells int // of the whole table
	seen  int // cells read so far
}

// dense reads a table with all its cells.
func (d *pxData) dense() error {
	for n := range d.cells {
		text, err := d.cell(n > 0)
		if err != nil {
			return err
		}
		if err := d.rows.pxCell(n, text); err != nil {
			return err
		}
	}
	for {
		t, err := d.s.next()
		switch {
		case err == io.EOF && d.s.open:
			return dubbelkrona.Invalidf("the file ends in its last cell, without a semicolon or white space after it; the cell may be cut off")
		case err == io.EOF:
			return nil // the last semicolon is often missing
		case err != nil:
			return err
		case t.kind != pxSemicolon && t.kind != pxComma:
			return dubbelkrona.Invalidf("DATA has more cells than its dimensions give")
		}
	}
}

// cell reads one cell and the optional separator before it.
func (d *pxData) cell(separated bool) (string, error) {
	t, err := d.s.next()
	if err == nil && separated && (t.kind == pxComma || t.kind == pxSemicolon) {
		t, err = d.s.next()
	}
	switch {
	case err == io.EOF:
		return "", dubbelkrona.Invalidf("DATA ends after %d of %d cells; the file is incomplete", d.seen, d.cells)
	case err != nil:
		return "", err
	case t.kind != pxWord && t.kind != pxText:
		return "", dubbelkrona.Invalidf("DATA: cell %d of %d is empty, or DATA ends there; a missing value is written as dots", d.seen+1, d.cells)
	}
	d.seen++
	return t.text, nil
}

// sparse reads a table in which each row begins with its keys (KEYS). Omitted
// rows are zeros, so the file must prove that it is complete: by a semicolon at
// its end.
func (d *pxData) sparse(keys []pxKeys) error {
	lines := 1
	for _, k := range keys {
		lines *= k.size
	}
	width := d.cells / lines
	listed := make([]bool, lines)
	for {
		line, done, err := d.line(keys)
		switch {
		case err != nil:
			return err
		case done:
			return d.zeros(listed, width)
		case listed[line]:
			return dubbelkrona.Invalidf("DATA: two rows have the same keys; it is unknown which is right")
		}
		listed[line] = true
		for n := line * width; n < (line+1)*width; n++ {
			text, err := d.cell(true)
			if err != nil {
				return err
			}
			if err := d.rows.pxCell(n, text); err != nil {
				return err
			}
		}
	}
}

// zeros writes the omitted rows.
func (d *pxData) zeros(listed []bool, width int) error {
	for line := slices.Index(listed, false); line >= 0 && line < len(listed); line++ {
		if listed[line] {
			continue
		}
		for n := line * width; n < (line+1)*width; n++ {
			if err := d.rows.cell(n, "0", ""); err != nil {
				return err
			}
		}
	}
	return nil
}

// line reads the keys of a row and returns its number; done reports the end of
// the rows.
func (d *pxData) line(keys []pxKeys) (line int, done bool, err error) {
	for i, k := range keys {
		t, err := d.s.next()
		if err == nil && t.kind == pxComma && (i > 0 || d.seen > 0) {
			t, err = d.s.next()
		}
		switch {
		case err != nil:
			return 0, false, pxEnd(err)
		case t.kind == pxSemicolon && i == 0:
			return 0, true, d.end()
		case t.kind != pxText && t.kind != pxWord:
			return 0, false, dubbelkrona.Invalidf("DATA: a punctuation mark was found instead of a key of the variable %q", k.variable)
		}
		at, known := k.at[t.text]
		if !known {
			return 0, false, dubbelkrona.Invalidf("DATA: a key is not among the values of the variable %q in the form that KEYS states", k.variable)
		}
		line = line*k.size + at
	}
	return line, false, nil
}

// end reads the end of a sparse table, after its semicolon.
func (d *pxData) end() error {
	switch _, err := d.s.next(); err {
	case io.EOF:
		return nil
	case nil:
		return dubbelkrona.Invalidf("DATA continues after its semicolon; in a file with KEYS a semicolon after a row ends the table")
	default:
		return err
	}
}

// pxKeys are the texts that identify the values of a STUB variable in the rows
// of a sparse table.
type pxKeys struct {
	variable string
	size     int
	at       map[string]int
}

// keysOf returns the keys of a dimension: KEYS states whether they are its
// codes or its texts.
func keysOf(d dimension, kind string) (pxKeys, error) {
	k := pxKeys{variable: d.text, size: len(d.values), at: make(map[string]int, len(d.values))}
	for i, p := range d.values {
		key := p.code
		if kind == "VALUES" {
			key = p.text
		}
		if _, twice := k.at[key]; twice {
			return k, dubbelkrona.Invalidf("the variable %q has a duplicate key, so that its rows are ambiguous", d.text)
		}
		k.at[key] = i
	}
	return k, nil
}
