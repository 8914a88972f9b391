package transform

import (
	"slices"
	"strings"
	"unicode"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"dubbelkrona"
)

// sumLabel classifies the first filled cell of a row.
type sumLabel uint8

// The labels. A row with one is a row of sums only if its identifying columns
// are empty.
const (
	noLabel    sumLabel = iota
	looseLabel          // a word for a sum and others behind it: "Summa Fastighetskontoret"
	bareLabel           // "Total" or "Sum" alone, which a supplier may be called too
	fullLabel           // "Summa", "TOTALT inkl moms", "Total:"
)

// sumWords are the first words of a label; true means that the word is never
// part of a name.
var sumWords = map[string]bool{"summa": true, "totalt": true, "totalsumma": true, "totalbelopp": true, "delsumma": true, "deltotal": true,
	"slutsumma": true, "sluttotal": true, "subtotal": true, "total": false, "sum": false, "moms": false}

// sumQualifiers may accompany the word in a label.
var sumQualifiers = wordSet(`inkl inklusive exkl exklusive ex in incl excl including excluding varav grand sub av för per i the of all and och alla samtliga hela
	moms mervärdesskatt vat tax kr sek tkr mkr kronor öre belopp netto brutto nettobelopp kostnad kostnader inköp antal rader poster st amount
	år året year perioden period månad månaden month kvartal quarter summa total totalt sum
	januari februari mars april maj juni juli augusti september oktober november december january february march may june july august october`)

// vatWords indicate that a sum may include VAT, unlike the amounts of the
// rows.
var vatWords = wordSet("moms mervärdesskatt vat inkl inklusive incl including skatt tax")

func wordSet(text string) map[string]bool {
	set := make(map[string]bool)
	for word := range strings.FieldsSeq(text) {
		set[word] = true
	}
	return set
}

// wordsOf splits a cell into words in lower case.
func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// labelOf returns the label of a cleaned cell.
func labelOf(text string) sumLabel {
	const longest = 100
	if len(text) > longest {
		return noLabel
	}
	words := wordsOf(text)
	if len(words) > 1 && (words[0] == "grand" || words[0] == "sub" || words[0] == "varav") {
		words = words[1:]
		text += ":" // "Grand Total" is no name
	}
	if len(words) == 0 {
		return noLabel
	}
	sure, known := sumWords[words[0]]
	if !known {
		return noLabel
	}
	for _, word := range words[1:] {
		if _, again := sumWords[word]; !again && !sumQualifiers[word] && strings.Trim(word, "0123456789") != "" {
			if sure {
				return looseLabel
			}
			return noLabel
		}
	}
	if !sure && len(words) == 1 && !strings.HasSuffix(text, ":") {
		return bareLabel
	}
	return fullLabel
}

// sumRow is a row that may be a row of sums, judging by its first filled cell.
type sumRow struct {
	row    int // of the raw batch
	column int // of the record, with the label
	label  sumLabel
}

// mayBeLabel marks the first bytes that a label can have.
var mayBeLabel = func() (may [256]bool) {
	for _, c := range []byte("sStTdDgGmMvV*=:-_.#'\"( \t\u00a0\u2211") {
		may[c] = true
	}
	return may
}()

// findSums appends the rows of a batch that may be rows of sums. Most rows are
// ruled out by the first byte of their first cell.
func findSums(record arrow.Record, found []sumRow) []sumRow {
	found = found[:0]
	columns := make([]*array.String, 0, record.NumCols())
	for i, field := range record.Schema().Fields() {
		if field.Name == FaultColumn {
			continue
		}
		columns = append(columns, record.Column(i).(*array.String))
	}
	for row := range int(record.NumRows()) {
		for at, cells := range columns {
			if cells.IsNull(row) {
				continue
			}
			cell := cells.Value(row)
			if cell == "" {
				continue
			}
			if !mayBeLabel[cell[0]] && !isNull(cell) {
				break
			}
			text := clean(cell)
			if isNull(text) {
				continue
			}
			if label := labelOf(text); label != noLabel {
				found = append(found, sumRow{row: row, column: at, label: label})
			}
			break
		}
	}
	return found
}

// isSum reports whether a row that may be a row of sums is one for this entry,
// that is, its identifying columns are empty.
func (e *boundEntry) isSum(s sumRow, record arrow.Record) bool {
	if e.table.Name == indicatorTable {
		return false
	}
	empty := 0
	for i := range e.table.Columns {
		src := &e.columns[i].baseOf().src
		if src.cells == nil || src.cells == record.Column(s.column) || !identifies(e.table, &e.table.Columns[i]) {
			continue
		}
		if cell, known := src.cell(s.row); known && !isNull(clean(cell)) {
			return false
		}
		empty++
	}
	switch s.label {
	case looseLabel:
		return empty >= 2
	case bareLabel:
		return empty >= 1
	}
	return true
}

// identifies reports whether a column identifies rows of the table.
func identifies(table *dubbelkrona.Table, c *dubbelkrona.Column) bool {
	if c.Required || c.Type == dubbelkrona.Date || c.Type == dubbelkrona.Pseudonym {
		return true
	}
	if c.Type == dubbelkrona.Text && (c.Content == dubbelkrona.Identifier || c.Content == dubbelkrona.OrgNo) {
		return true
	}
	return slices.Contains(table.Key, c.Name)
}

// ofVAT reports whether a cell of the row mentions VAT, so that its sums may
// differ from those of the rows.
func ofVAT(record arrow.Record, row int) bool {
	for i := range int(record.NumCols()) {
		cells := record.Column(i).(*array.String)
		if cells.IsNull(row) {
			continue
		}
		if slices.ContainsFunc(wordsOf(cells.Value(row)), func(word string) bool { return vatWords[word] }) {
			return true
		}
	}
	return false
}
