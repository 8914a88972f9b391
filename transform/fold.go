package transform

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold makes the names of columns comparable: letters and digits in lower
// case, without accents, white space, punctuation and U+FEFF. A name without
// letters and digits is itself.
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

// foldCell makes cells comparable: lower case, composed, single spaces.
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

// SameName says whether a column's name is another one as a mapping compares
// them: without regard to case, white space, accents and punctuation.
func SameName(a, b string) bool { return fold(a) == fold(b) }
