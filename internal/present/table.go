package present

import (
	"io"
	"slices"
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

// Write writes the table with two spaces between columns and a rule under the
// head. Column widths count characters, not bytes.
func (t *Table) Write(w io.Writer) error {
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
	_, err := io.WriteString(w, b.String())
	return err
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
		if i == 0 || slices.Contains(t.Left, i) {
			line.WriteString(cell + pad)
		} else {
			line.WriteString(pad + cell)
		}
	}
	b.WriteString(strings.TrimRight(line.String(), " "))
	b.WriteByte('\n')
}
