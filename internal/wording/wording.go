// Package wording writes numbers, counts and states in the language of a project,
// Swedish or English.
package wording

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"dubbelkrona"
)

// Language is a project's language, sv or en; any other is Swedish.
type Language string

// Pick returns the text in the language.
func (l Language) Pick(sv, en string) string {
	if l == "en" {
		return en
	}
	return sv
}

// Count writes a number of things: "1 rad", "1 234 rader".
func (l Language) Count(n int64, one, more dubbelkrona.Label) string {
	return dubbelkrona.FormatCount(n, string(l), one, more)
}

// Number writes a whole number.
func (l Language) Number(n int64) string {
	return dubbelkrona.FormatNumber(strconv.FormatInt(n, 10), string(l))
}

// Rows writes a number of rows.
func (l Language) Rows(n int64) string {
	return l.Count(n, dubbelkrona.Label{SV: "rad", EN: "row"}, dubbelkrona.Label{SV: "rader", EN: "rows"})
}

// Objects writes a number of objects.
func (l Language) Objects(n int64) string {
	return l.Count(n, dubbelkrona.Label{SV: "objekt", EN: "object"}, dubbelkrona.Label{SV: "objekt", EN: "objects"})
}

// Kronor writes hundredths as whole kronor.
func (l Language) Kronor(hundredths *big.Int) string {
	const half, whole = 50, 100
	rounded := new(big.Int).Add(hundredths, big.NewInt(half))
	return dubbelkrona.FormatNumber(rounded.Div(rounded, big.NewInt(whole)).String(), string(l)) + l.Pick(" kr", " SEK")
}

// Some writes the first 3 of many names and how many more there are.
func (l Language) Some(names []string) string {
	const shown = 3
	text := strings.Join(names[:min(len(names), shown)], ", ")
	if more := len(names) - shown; more > 0 {
		text += fmt.Sprintf(l.Pick(" och %s till", " and %s more"), l.Number(int64(more)))
	}
	return text
}
