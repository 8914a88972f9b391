package transform

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold normalises a column name for comparison: letters and digits in lower
// case, without accents, white space, punctuation and U+FEFF. A name without
// letters and digits is returned unchanged.
func fold(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(name) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	if b.Len() == 0 {
		return clean(name)
	}
	return b.String()
}

// foldCell normalises a cell for comparison: lower case, Unicode NFC, single
// spaces.
func foldCell(cell string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(norm.NFC.String(cell)), blank), " ")
}

func foldedSet(texts List) map[string]bool {
	if len(texts) == 0 {
		return nil
	}
	set := make(map[string]bool, len(texts))
	for _, t := range texts {
		set[foldCell(t)] = true
	}
	return set
}

// SameName reports whether two column names are equal to a mapping, which
// ignores case, white space, accents and punctuation.
func SameName(a, b string) bool { return fold(a) == fold(b) }
