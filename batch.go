package dubbelkrona

import (
	"time"

	"github.com/apache/arrow/go/v15/arrow"
)

// Origin says where rows came from. Object has had any identity number in it
// masked, so that an Origin may be stored and printed.
type Origin struct {
	Source   string    // name of the source in the project's configuration
	Object   string    // file, member of an archive, page or address
	SHA256   string    // of the object's bytes as stored, 64 lower-case hexadecimal digits
	Bytes    int64     // length of the object as stored
	Modified time.Time // as told by the place it came from; zero where that does not know
	Version  string    // the place's own mark of this version, such as an ETag; empty where it has none
	Format   string    // the kind of its format and the version of that, "csv 1"; empty where the source decodes by itself
}

// Sheet is one of several tables of an object, as the sheets of a workbook are.
type Sheet struct {
	Name string
	// Number is its place among those of the object that hold something, from 1.
	// The position of its row n is (Number - 1) * SheetRows + n.
	Number int
	// Hidden sheets are named, and none of their rows are read.
	Hidden bool
}

// SheetRows is more than the rows of any sheet. It is a power of ten, so that
// the position 20000017 reads as row 17 of the third sheet.
const SheetRows = 10_000_000

// HeaderKey is the key under which a field of a raw batch keeps the name that
// the object gives its column, where another column has that name already.
const HeaderKey = "header"

// RawBatch is a run of rows as a format decoded them: every column is text. An
// object without rows is one batch of none, which carries the object's columns;
// one that has not even columns, such as an empty list of JSON, carries none.
//
// The batch belongs to its maker. A receiver that keeps Record after its
// callback has returned calls Record.Retain, and Record.Release when done.
type RawBatch struct {
	Origin Origin
	// Record has only String columns. NULL is a cell that is absent, such as a
	// missing JSON key; an empty cell is the empty string.
	Record arrow.Record
	// Rows are the positions of the rows in the object as a person finds
	// them: the line where a CSV record begins, the row of a sheet, the number
	// of a JSON element; from 1, ascending. Same length as Record.
	Rows []int64
	// Sheet is the table that the rows are of, nil where the object is one
	// table. The columns of each sheet are its own, and the batches of one
	// follow each other.
	Sheet *Sheet
}

// TypedBatch is a run of valid rows of one domain table, pseudonymised, in the
// schema Table.Schema. Ownership is that of RawBatch.
type TypedBatch struct {
	Table  *Table
	Record arrow.Record
}
