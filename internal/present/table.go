package present

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"dubbelkrona"
)

// Table is a plain-text table: the first column left-aligned, the others
// right-aligned unless Left names them.
type Table struct {
	Head []string
	Rows [][]string
	// Left holds the indexes of further left-aligned columns.
	Left []int
}

// Add appends a row. What a terminal would act on is escaped.
func (t *Table) Add(cells ...string) {
	row := make([]string, len(cells))
	for i, cell := range cells {
		row[i] = dubbelkrona.Printable(cell)
	}
	t.Rows = append(t.Rows, row)
}

// WriteTo writes the table with two spaces between columns and a rule under
// the head. Column widths count characters, not bytes.
func (t *Table) WriteTo(w io.Writer) (int64, error) {
	widths := t.widths()
	var b strings.Builder
	if len(t.Head) > 0 {
		t.line(&b, t.Head, widths)
		rule := make([]string, len(widths))
		for i, width := range widths {
			rule[i] = strings.Repeat("─", width)
		}
		t.line(&b, rule, widths)
	}
	for _, row := range t.Rows {
		t.line(&b, row, widths)
	}
	n, err := io.WriteString(w, b.String())
	if err != nil {
		return int64(n), fmt.Errorf("table write: %w", err)
	}
	return int64(n), nil
}

func (t *Table) widths() []int {
	var widths []int
	for _, row := range append([][]string{t.Head}, t.Rows...) {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	return widths
}

func (t *Table) line(b *strings.Builder, row []string, widths []int) {
	var line strings.Builder
	for i, cell := range row {
		if i > 0 {
			line.WriteString("  ")
		}
		pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
		if t.left(i) {
			line.WriteString(cell + pad)
		} else {
			line.WriteString(pad + cell)
		}
	}
	b.WriteString(strings.TrimRight(line.String(), " "))
	b.WriteByte('\n')
}

func (t *Table) left(column int) bool {
	if column == 0 {
		return true
	}
	for _, l := range t.Left {
		if l == column {
			return true
		}
	}
	return false
}
