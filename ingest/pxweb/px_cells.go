package pxweb

import (
	"io"
	"slices"

	"dubbelkrona"
)

// pxData reads the cells behind DATA. Comma, semicolon, space and tabulator
// separate them, mixed as a file likes.
type pxData struct {
	s     *pxScanner
	rows  *rows
	cells int // of the whole table
	seen  int // cells read so far
}

// dense reads a table with all its cells, one behind the other.
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
			return dubbelkrona.Invalidf("the file ends in its last cell, without a semicolon or white space behind it; the cell may be cut off")
		case err == io.EOF:
			return nil // the last semicolon is often forgotten
		case err != nil:
			return err
		case t.kind != pxSemicolon && t.kind != pxComma:
			return dubbelkrona.Invalidf("DATA has more cells than its dimensions make")
		}
	}
}

// cell reads one cell, and before it the sign that may separate it from another.
func (d *pxData) cell(separated bool) (string, error) {
	t, err := d.s.next()
	if err == nil && separated && (t.kind == pxComma || t.kind == pxSemicolon) {
		t, err = d.s.next()
	}
	switch {
	case err == io.EOF:
		return "", dubbelkrona.Invalidf("DATA ends after %d of %d cells; the file is not whole", d.seen, d.cells)
	case err != nil:
		return "", err
	case t.kind != pxWord && t.kind != pxText:
		return "", dubbelkrona.Invalidf("DATA: cell %d of %d is empty, or DATA ends there; a missing value is written as dots", d.seen+1, d.cells)
	}
	d.seen++
	return t.text, nil
}

// sparse reads a table of which each row begins with its keys (KEYS). Rows that
// are not listed hold nothing but zeros, so that the file must show that it is
// whole: a semicolon ends it.
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
			return dubbelkrona.Invalidf("DATA: two rows have the same keys; which of them is right is unknown")
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

// zeros writes the rows that are not listed.
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

// line reads the keys of a row and says which row it is, or that there are no
// more.
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
			return 0, false, dubbelkrona.Invalidf("DATA: a sign stands where the key of the variable %q is expected", k.variable)
		}
		at, known := k.at[t.text]
		if !known {
			return 0, false, dubbelkrona.Invalidf("DATA: a key that the variable %q does not have, as KEYS says that it is written", k.variable)
		}
		line = line*k.size + at
	}
	return line, false, nil
}

// end reads the end of a sparse table, behind its semicolon.
func (d *pxData) end() error {
	switch _, err := d.s.next(); err {
	case io.EOF:
		return nil
	case nil:
		return dubbelkrona.Invalidf("DATA goes on behind its semicolon; in a file with KEYS a semicolon behind a row ends the table")
	default:
		return err
	}
}

// pxKeys are the texts by which the rows of a sparse table name the values of a
// variable in STUB.
type pxKeys struct {
	variable string
	size     int
	at       map[string]int
}

// keysOf are the keys of a dimension: KEYS says whether they are its codes or
// the texts of its values.
func keysOf(d dimension, kind string) (pxKeys, error) {
	k := pxKeys{variable: d.text, size: len(d.values), at: make(map[string]int, len(d.values))}
	for i, p := range d.values {
		key := p.code
		if kind == "VALUES" {
			key = p.text
		}
		if _, twice := k.at[key]; twice {
			return k, dubbelkrona.Invalidf("the variable %q has a key twice, so that rows cannot be told apart", d.text)
		}
		k.at[key] = i
	}
	return k, nil
}
