package pipeline

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/ledger"
)

// words write what people are told, in the language of their project.
type words string

func wordsOf(p *config.Project) words { return words(p.Language) }

func (w words) pick(sv, en string) string {
	if w == "en" {
		return en
	}
	return sv
}

// count writes a number of things: "1 rad", "1 234 rader".
func (w words) count(n int64, one, more dubbelkrona.Label) string {
	return dubbelkrona.FormatCount(n, string(w), one, more)
}

func (w words) number(n int64) string {
	return dubbelkrona.FormatNumber(strconv.FormatInt(n, 10), string(w))
}

func (w words) rows(n int64) string {
	return w.count(n, dubbelkrona.Label{SV: "rad", EN: "row"}, dubbelkrona.Label{SV: "rader", EN: "rows"})
}

func (w words) objects(n int64) string {
	return w.count(n, dubbelkrona.Label{SV: "objekt", EN: "object"}, dubbelkrona.Label{SV: "objekt", EN: "objects"})
}

func (w words) refused(n int64) string {
	return w.count(n, dubbelkrona.Label{SV: "objekt eller källa nekades", EN: "object or source refused"},
		dubbelkrona.Label{SV: "objekt eller källor nekades", EN: "objects or sources refused"})
}

// nothing says that a source found nothing where it looks.
func (w words) nothing(where string) string {
	return fmt.Sprintf(w.pick("inget finns där källan letar (%s); rätta mönstret eller fråga den som levererar",
		"nothing is there where the source looks (%s); correct the pattern, or ask who delivers"), where)
}

// kronor writes hundredths as whole kronor.
func (w words) kronor(hundredths *big.Int) string {
	const half, whole = 50, 100
	rounded := new(big.Int).Add(hundredths, big.NewInt(half))
	return dubbelkrona.FormatNumber(rounded.Div(rounded, big.NewInt(whole)).String(), string(w)) + w.pick(" kr", " SEK")
}

// change writes how much there is of a table and how much there was.
func (w words) change(c ledger.Remark) string {
	text := fmt.Sprintf("%s: %s → %s", c.Table, w.number(*c.Before), w.rows(*c.Rows))
	if c.Amount != nil && c.AmountBefore != nil {
		text += fmt.Sprintf(", %s → %s", w.kronor(c.AmountBefore), w.kronor(c.Amount))
	}
	return text
}

// some names the first few of many.
func (w words) some(names []string) string {
	const shown = 3
	text := strings.Join(names[:min(len(names), shown)], ", ")
	if more := len(names) - shown; more > 0 {
		text += fmt.Sprintf(w.pick(" och %s till", " and %s more"), w.number(int64(more)))
	}
	return text
}
