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

// QueryError describes a statement that failed in DuckDB, without data. The
// errors that DB's methods return wrap it.
//
// Texts of errors about the statement (parser, binder, catalog) or the machine
// (files, memory, permissions) are passed on. Texts of errors that occur while
// rows are processed may quote personal data and are dropped; only their class
// and position are kept.
type QueryError struct {
	Class string // DuckDB's own: "Parser", "Binder", "Conversion", …
	Text  string // DuckDB's explanation, or a substitute without data
	// Line and Column are the position in the statement, in lines and
	// characters from 1; 0 if unknown.
	Line, Column int
}

// Error implements error: "line 2, column 8: Binder: …".
func (e *QueryError) Error() string {
	if e.Line == 0 {
		return e.Class + ": " + e.Text
	}
	return fmt.Sprintf("line %d, column %d: %s: %s", e.Line, e.Column, e.Class, e.Text)
}

// passedOn has the classes whose texts never quote rows, and the kind of an
// error of that class.
var passedOn = map[string]dubbelkrona.Kind{
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
	"Conversion":    "a value cannot be converted to the requested type; use TRY_CAST to get NULL instead",
	"Constraint":    "a row violates a constraint of the table",
	"Out of Range":  "a value is outside the range of its type",
	"Invalid Input": "a value or an argument is not valid for the function",
}

// wrapQuery turns an error of the driver about a statement into one without
// data. nil stays nil.
func wrapQuery(ctx context.Context, err error, sql string) error {
	return wrapPart(ctx, err, sql, 0, len(sql))
}

// wrapPart is wrapQuery for a statement of which a user wrote length bytes from
// offset on; positions are relative to the user's part.
func wrapPart(ctx context.Context, err error, seen string, offset, length int) error {
	if err == nil {
		return nil
	}
	if cause := ctx.Err(); cause != nil {
		return dubbelkrona.Errorf(dubbelkrona.Transient, "query stopped: %w", cause)
	}
	var e *duckdb.Error
	if !errors.As(err, &e) {
		// The driver's own errors may include DuckDB's text.
		return &QueryError{Class: "Driver", Text: "the statement could not be run"}
	}
	class, message, ok := strings.Cut(e.Msg, " Error: ")
	if !ok || strings.ContainsFunc(class, func(r rune) bool { return r != ' ' && !unicode.IsLetter(r) }) {
		class, message = "Unknown", ""
	}
	message, pointer, _ := strings.Cut(message, "\n\nLINE ")
	q := &QueryError{Class: class}
	kind, ok := passedOn[class]
	if ok {
		message, _, _ = strings.Cut(message, "\nPossible solutions")
		q.Text = strings.ReplaceAll(strings.TrimSpace(message), "\n", " ")
	} else if q.Text, ok = substitutes[class]; ok {
		kind = dubbelkrona.Invalid
	} else if noSpace(e.Msg) {
		q.Text = "no space left on device: the disk is full"
	} else {
		q.Text = "the statement failed; the text of the error is withheld because it may quote data"
	}
	q.Line, q.Column = errorPosition(pointer, seen, offset, length)
	return &dubbelkrona.Error{Kind: kind, Err: q}
}

// noSpace reports whether an error of any class is the operating system's for a
// full disk. At a checkpoint that is a FATAL error, whose text is withheld.
func noSpace(message string) bool {
	return strings.Contains(strings.ToLower(message), syscall.ENOSPC.Error())
}

// errorPosition reads the position from DuckDB's message: the line number, a colon, an
// excerpt of the line, with dots at either end if the line is long, and below
// it a caret. The setting that gives the position as a number is per
// connection, and a locked DuckDB takes no settings from new connections.
func errorPosition(pointer, seen string, offset, length int) (line, column int) {
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

// position returns the line and column, from 1, of a byte offset in a text, or
// 0, 0 if the offset is outside it.
func position(text string, at int) (line, column int) {
	if at < 0 || at > len(text) {
		return 0, 0
	}
	before := text[:at]
	line = strings.Count(before, "\n") + 1
	last := before[strings.LastIndexByte(before, '\n')+1:]
	return line, len([]rune(last)) + 1
}
