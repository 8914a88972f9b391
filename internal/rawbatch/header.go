package rawbatch

import (
	"fmt"
	"slices"
	"strings"
)

// FindHeader returns the index of the header among the first rows of a table
// that may have a title, a date and blank lines above it: the first row with as
// many non-empty cells as the rows of the body. If that row has numbers, and a
// row above it has none and at least two thirds as many cells, the latter is
// the header, with a name or two missing. It returns -1 if no row has a
// non-empty cell.
func FindHeader(rows [][]string) int {
	counts := make([]int, 0, len(rows))
	for _, row := range rows {
		if n := filled(row); n > 0 {
			counts = append(counts, n)
		}
	}
	if len(counts) == 0 {
		return -1
	}
	// Most rows belong to the body, so the median of the sample is that of the
	// body: the upper one, in case a short table has as many rows above it.
	slices.Sort(counts)
	body := counts[len(counts)/2]
	at := slices.IndexFunc(rows, func(row []string) bool { return filled(row) >= body })
	if !hasNumber(rows[at]) {
		return at
	}
	for i, row := range rows[:at] {
		if 3*filled(row) >= 2*body && !hasNumber(row) {
			return i
		}
	}
	return at
}

// hasNumber reports whether a cell of the row begins with a digit.
func hasNumber(row []string) bool {
	return slices.ContainsFunc(row, func(cell string) bool {
		cell = strings.TrimLeft(strings.TrimSpace(cell), "+-\u2212")
		return cell != "" && cell[0] >= '0' && cell[0] <= '9'
	})
}

func filled(row []string) (n int) {
	for _, cell := range row {
		if strings.TrimSpace(cell) != "" {
			n++
		}
	}
	return n
}

// ColumnNames returns column names for the cells of a header: white space is
// trimmed and collapsed, and invisible characters such as U+FEFF are removed. A
// column with an empty or duplicate name, as under a merged header, is named by
// its position: kolumn_3 is the third.
func ColumnNames(cells []string) []string {
	names := make([]string, len(cells))
	taken := make(map[string]bool, len(cells))
	for i, cell := range cells {
		if name := CleanName(cell); name != "" && name != FaultColumn && !taken[name] {
			names[i], taken[name] = name, true
		}
	}
	for i := range names {
		if names[i] == "" {
			names[i] = PlaceName(i)
			for taken[names[i]] {
				names[i] += "_"
			}
			taken[names[i]] = true
		}
	}
	return names
}

// PlaceName returns the name of an unnamed column at index i, from 0.
func PlaceName(i int) string { return fmt.Sprintf("kolumn_%d", i+1) }

// CleanName returns a column's name as ColumnNames cleans it.
func CleanName(s string) string {
	if strings.ContainsFunc(s, invisible) {
		s = strings.Map(func(r rune) rune {
			if invisible(r) {
				return -1
			}
			return r
		}, s)
	}
	return strings.Join(strings.Fields(s), " ")
}

// invisible reports whether r has no width: zero-width characters, byte order
// marks inside text, soft hyphens.
func invisible(r rune) bool {
	switch r {
	case '\ufeff', '\u200b', '\u200c', '\u200d', '\u2060', '\u00ad', '\u200e', '\u200f':
		return true
	}
	return false
}
