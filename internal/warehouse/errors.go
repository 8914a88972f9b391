package warehouse

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"syscall"
	"unicode"

	"dubbelkrona"

	"github.com/marcboeker/go-duckdb/v2"
)

// QueryError is what may be told about a statement that DuckDB refused. It
// stands in the chain of the errors that DB's methods return.
//
// Texts of errors that speak of the statement (parser, binder, catalog) or of
// the machine (files, memory, permissions) are passed on. Those of errors that
// happen while rows are worked on may quote a person's data, and are dropped:
// their class and place have to do.
type QueryError struct {
	Class string // DuckDB's own: "Parser", "Binder", "Conversion", …
	Text  string // DuckDB's explanation, or a substitute that holds no data
	// Line and Column are where in the statement, in lines and characters
	// from 1; 0 where DuckDB does not say.
	Line, Column int
}

// Error implements error: "line 2, column 8: Binder: …".
func (e *QueryError) Error() string {
	if e.Line == 0 {
		return e.Class + ": " + e.Text
	}
	return fmt.Sprintf("line %d, column %d: %s: %s", e.Line, e.Column, e.Class, e.Text)
}

// tellable are the classes whose texts never quote rows, with the kind that
// an error of that class is.
var tellable = map[string]dubbelkrona.Kind{
	"Parser":        dubbelkrona.Invalid,
	"Syntax":        dubbelkrona.Invalid,
	"Binder":        dubbelkrona.Invalid,
	"Catalog":       dubbelkrona.Invalid,
	"Permission":    dubbelkrona.Invalid,
	"IO":            dubbelkrona.Internal,
	"Out of Memory": dubbelkrona.Internal,
}

// substitutes explain the classes whose texts may quote rows.
var substitutes = map[string]string{
	"Conversion":    "a value cannot be converted to the type asked for; TRY_CAST gives NULL instead",
	"Constraint":    "a row breaks a constraint of the table",
	"Out of Range":  "a value is outside the range of its type",
	"Invalid Input": "a value or an argument is not one that the function takes",
}

// wrapQuery turns an error of the driver about a statement into one that may
// be printed.
func wrapQuery(ctx context.Context, err error, sql string) error {
	return wrapPart(ctx, err, sql, 0, len(sql))
}

// wrapPart is wrapQuery for a statement of which a user wrote length bytes from
// offset on: positions are told as he counts.
func wrapPart(ctx context.Context, err error, seen string, offset, length int) error {
	if err == nil {
		return nil
	}
	if cause := ctx.Err(); cause != nil {
		return dubbelkrona.Errorf(dubbelkrona.Transient, "query stopped: %w", cause)
	}
	var e *duckdb.Error
	if !errors.As(err, &e) {
		// The driver's own errors quote nothing but, at times, DuckDB's text.
		return &QueryError{Class: "Driver", Text: "the statement could not be run"}
	}
	class, message, ok := strings.Cut(e.Msg, " Error: ")
	if !ok || strings.ContainsFunc(class, func(r rune) bool { return r != ' ' && !unicode.IsLetter(r) }) {
		class, message = "Unknown", ""
	}
	message, pointer, _ := strings.Cut(message, "\n\nLINE ")
	q := &QueryError{Class: class}
	kind, ok := tellable[class]
	if ok {
		message, _, _ = strings.Cut(message, "\nPossible solutions")
		q.Text = strings.ReplaceAll(strings.TrimSpace(message), "\n", " ")
	} else if q.Text, ok = substitutes[class]; ok {
		kind = dubbelkrona.Invalid
	} else if noSpace(e.Msg) {
		q.Text = "no space left on device: the disk is full"
	} else {
		q.Text = "the statement failed; the text of the error is withheld, for it may quote data"
	}
	q.Line, q.Column = place(pointer, seen, offset, length)
	return &dubbelkrona.Error{Kind: kind, Err: q}
}

// noSpace finds the operating system's words in an error of any class: a full
// disk at a checkpoint is a FATAL one, whose text is withheld otherwise.
func noSpace(message string) bool {
	return strings.Contains(strings.ToLower(message), syscall.ENOSPC.Error())
}

// place reads where DuckDB points: the number of the line, a colon, an excerpt
// of the line, cut with dots at either end where the line is long, and below
// it a caret. The setting that would give the position as a number belongs to
// a connection, and a locked DuckDB takes no settings from new connections.
func place(pointer, seen string, offset, length int) (line, column int) {
	head, rest, ok := strings.Cut(pointer, ": ")
	number, err := strconv.Atoi(head)
	if !ok || err != nil || number < 1 {
		return 0, 0
	}
	excerpt, caret, ok := strings.Cut(rest, "\n")
	width := strings.IndexByte(caret, '^') - len("LINE : ") - len(head)
	lines := strings.SplitAfter(seen, "\n")
	if !ok || width < 0 || number > len(lines) {
		return 0, 0
	}
	if cut, ok := strings.CutPrefix(excerpt, "..."); ok && !strings.HasPrefix(lines[number-1], "...") {
		excerpt, width = cut, width-len("...")
	}
	start := strings.Index(lines[number-1], strings.TrimSuffix(excerpt, "..."))
	runes := []rune(excerpt)
	if start < 0 || width < 0 || width > len(runes) {
		return 0, 0
	}
	at := len(strings.Join(lines[:number-1], "")) + start + len(string(runes[:width])) - offset
	if at > length {
		return 0, 0
	}
	return position(seen[offset:], at)
}

// position is the line and the column, from 1, of a byte in a text; 0, 0 where
// the byte is outside it.
func position(text string, at int) (line, column int) {
	if at < 0 || at > len(text) {
		return 0, 0
	}
	before := text[:at]
	line = strings.Count(before, "\n") + 1
	last := before[strings.LastIndexByte(before, '\n')+1:]
	return line, len([]rune(last)) + 1
}
