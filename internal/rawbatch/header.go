package rawbatch

import (
	"fmt"
	"slices"
	"strings"

	"dubbelkrona/ingest"
)

// FindHeader finds the row of the column names among the first rows of a
// table that may have a title, a date and blank lines above it: the first row
// that has as many filled cells as the rows of the body. If that row has
// numbers and one above it has none and two thirds of the cells, this one is
// the header, which lacks a name or two. It is -1 where no row has a filled
// cell.
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
	// The body is most of the rows: its median is that of the sample, and the
	// upper one where a short table has as many rows above it.
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

// hasNumber says whether a cell of the row is a number, a date or the like.
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

// ColumnNames makes the names of columns from the cells of a header: white
// space trimmed and runs of it one space, invisible characters such as U+FEFF
// removed. A column whose name is empty or that of a column before it, as
// under a merged header, is named by its place: kolumn_3 is the third.
func ColumnNames(cells []string) []string {
	names := make([]string, len(cells))
	taken := make(map[string]bool, len(cells))
	for i, cell := range cells {
		if name := CleanName(cell); name != "" && name != ingest.FaultColumn && !taken[name] {
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

// PlaceName is the name of the column at index i, from 0, that has none of its own.
func PlaceName(i int) string { return fmt.Sprintf("kolumn_%d", i+1) }

// CleanName is a column's name as ColumnNames cleans it.
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

// invisible says whether r shows nothing and takes no place: zero-width
// characters, byte order marks inside text, soft hyphens.
func invisible(r rune) bool {
	switch r {
	case '\ufeff', '\u200b', '\u200c', '\u200d', '\u2060', '\u00ad', '\u200e', '\u200f':
		return true
	}
	return false
}
