package transform

import (
	"slices"
	"strings"

	"dubbelkrona"
)

// The rules of what spreadsheets leave in the place of a value.
const (
	// ruleCellError is the rule of cells in which a spreadsheet shows an error.
	ruleCellError rule = "cell.error"
	// ruleScientific is the rule of numbers in scientific notation, in which a
	// spreadsheet shows a number whose last digits it leaves out. Formats that
	// know which cells are numbers write them as plain digits.
	ruleScientific rule = "number.scientific"
)

// cellErrors are the errors of Excel in English and in Swedish.
var cellErrors = [...]string{
	"#REF!", "#VALUE!", "#NAME?", "#N/A", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!",
	"#UNKNOWN!", "#BUSY!", "#EXTERNAL!", "#PYTHON!", "#GETTING_DATA",
	"#REFERENS!", "#VÄRDEFEL!", "#NAMN?", "#SAKNAS!", "#DIVISION/0!", "#SKÄRNING!", "#OGILTIGT!", "#TAL!", "#SPILLD!", "#KALKYL!",
}

// isCellError says whether a clean cell is an error of a spreadsheet: one of
// its words, Err:502 of LibreOffice, or the hashes of a column too narrow.
func isCellError(s string) bool {
	switch {
	case len(s) < 3:
		return false
	case s[0] == '#':
		return slices.Contains(cellErrors[:], s) || strings.Trim(s, "#") == ""
	case s[0] == 'E' || s[0] == 'F':
		code, ok := strings.CutPrefix(s, "Err:")
		if !ok {
			code, ok = strings.CutPrefix(s, "Fel:")
		}
		return ok && len(code) == 3 && isDigits(code)
	}
	return false
}

// isScientific says whether a clean cell is a number as spreadsheets show one
// in few digits: 1,23457E+06.
func isScientific(s string) bool {
	const shortest = len("1E+06")
	if len(s) < shortest || s[len(s)-1]-'0' > 9 {
		return false
	}
	at := len(s) - len("E+06")
	if s[at] == '+' || s[at] == '-' {
		at-- // E+106
	}
	if s[at] != 'E' && s[at] != 'e' || s[at+1] != '+' && s[at+1] != '-' || !isDigits(s[at+2:]) {
		return false
	}
	whole, fraction, marked := strings.Cut(strings.Replace(strings.TrimPrefix(s[:at], "-"), ",", ".", 1), ".")
	return isDigits(whole) && (!marked || isDigits(fraction))
}

// mustBeWhole says of a text column whether a number in scientific notation is
// no text of it: what names something is bent when its digits are gone.
func mustBeWhole(col *dubbelkrona.Column) bool { return col.Content != dubbelkrona.FreeText }
