package dubbelkrona

import (
	"time"

	"github.com/apache/arrow/go/v15/arrow"
)

// Origin identifies where rows came from. Identity numbers in Object are
// masked, so an Origin may be stored and printed.
type Origin struct {
	Source   string    // name of the source in the project's configuration
	Object   string    // file, member of an archive, page or address
	SHA256   string    // of the object's bytes as stored, 64 lower-case hexadecimal digits
	Bytes    int64     // length of the object as stored
	Modified time.Time // according to the place; zero if unknown
	Version  string    // the place's own version identifier, such as an ETag; empty if it has none
	Format   string    // kind and version of the format, "csv 1"; empty if the source decodes objects itself
}

// Sheet is one of several tables of an object, such as a sheet of a workbook.
type Sheet struct {
	Name string
	// Number is its position, from 1, among the sheets that are not empty. The
	// position of its row n is (Number - 1) * SheetRows + n.
	Number int
	// Hidden sheets are listed, but their rows are not read.
	Hidden bool
}

// SheetRows is larger than the number of rows of any sheet. It is a power of
// ten, so that position 20000017 can be read as row 17 of the third sheet.
const SheetRows = 10_000_000

// HeaderKey is the metadata key with the object's own name of a column if an
// earlier column already has that name.
const HeaderKey = "header"

// RawBatch is a sequence of rows decoded by a format: every column is text. An
// object without rows is one batch of zero rows with the object's columns, or
// without columns if it has none (such as an empty JSON list).
//
// The batch belongs to its producer. A receiver that keeps Record after its
// callback has returned calls Record.Retain, and later Record.Release.
type RawBatch struct {
	Origin Origin
	// Record has only String columns. NULL is an absent cell, such as a
	// missing JSON key; an empty cell is the empty string.
	Record arrow.Record
	// Rows are the positions of the rows in the object, as a person would
	// count them: the line on which a CSV record begins, the row of a sheet,
	// the index of a JSON element; from 1, ascending. Same length as Record.
	Rows []int64
	// Sheet is the table of the rows; nil if the object is a single table.
	// Each sheet has its own columns, and the batches of a sheet are
	// consecutive.
	Sheet *Sheet
}

// TypedBatch is a sequence of valid rows of one domain table, pseudonymised,
// with the schema Table.Schema. It is owned like a RawBatch.
type TypedBatch struct {
	Table  *Table
	Record arrow.Record
}
