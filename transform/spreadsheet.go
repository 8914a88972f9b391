package transform

import (
	"slices"
	"strings"

	"dubbelkrona"
)

// The rules for what spreadsheets store in place of a value.
const (
	// ruleCellError is the rule for cells with a spreadsheet error.
	ruleCellError rule = "cell.error"
	// ruleScientific is the rule for texts in scientific notation, which is
	// how a spreadsheet exports long numbers, losing their last digits.
	// Formats that know which cells are numbers write them as plain digits.
	ruleScientific rule = "number.scientific"
)

// cellErrors are Excel's error values in English and Swedish.
var cellErrors = [...]string{
	"#REF!", "#VALUE!", "#NAME?", "#N/A", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!",
	"#UNKNOWN!", "#BUSY!", "#EXTERNAL!", "#PYTHON!", "#GETTING_DATA",
	"#REFERENS!", "#VÄRDEFEL!", "#NAMN?", "#SAKNAS!", "#DIVISION/0!", "#SKÄRNING!", "#OGILTIGT!", "#TAL!", "#SPILLD!", "#KALKYL!",
}

// isCellError reports whether a cleaned cell is a spreadsheet error: one of
// cellErrors, LibreOffice's Err:502, or the hashes of a column that is too
// narrow.
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

// isScientific reports whether a cleaned cell is a number in scientific
// notation, such as 1,23457E+06.
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

// mustBeWhole reports whether scientific notation is an error in a text
// column: an identifier or code is wrong if digits are missing.
func mustBeWhole(col *dubbelkrona.Column) bool { return col.Content != dubbelkrona.FreeText }
