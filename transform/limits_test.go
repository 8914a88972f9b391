package transform

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"dubbelkrona"
)

// trial is a cell that a column accepts or refuses.
type trial struct {
	cell string
	fits bool
	with map[string]string // cells of other columns of the row
}

// samples are texts of the patterns that the tables use.
var samples = map[string]string{
	`[0-9]{2}`: "21", `[0-9]{4}`: "2182", `[A-Z]{3}`: "EUR", `[0-9]{8}(-[0-9])?`: "90910000-9",
	`[0-9]{10}|p-[0-9a-f]{32}`: "5560160680", `[1-5]( ?; ?[1-5])*`: "1;2; 5",
	`all|region:[0-9]{2}|municipality:[0-9]{4}|contract:.+|currency:[A-Z]{3}`: "municipality:2182",
	`all|[a-z][a-z0-9_]*:[^,:]+(,[a-z][a-z0-9_]*:[^,:]+)*`:                    "all", `all|[0-9]{4}(-[0-9]{2})?`: "2026-06",
}

// Cells at the bounds of every column of every table are accepted. Cells just outside
// reject their row, and the issue names the column; with invalid: warn only the cell is
// unknown. Other rows are kept.
func TestRangesOfEveryColumn(t *testing.T) {
	for _, table := range dubbelkrona.Tables() {
		for i := range table.Columns {
			col := &table.Columns[i]
			if table.Name == spendTable && col.Name == objectColumn {
				continue // filled by the program with the object's name
			}
			t.Run(table.Name+"/"+col.Name, func(t *testing.T) {
				trials := trialsOf(t, col)
				if len(trials) < 2 || trials[0].fits == trials[len(trials)-1].fits {
					t.Fatal("the column has neither a range nor a set of values")
				}
				tryColumn(t, table, col, trials, "")
				if mayBeUnknown(table, col) {
					tryColumn(t, table, col, trials, invalidWarn)
				}
			})
		}
	}
}

// mayBeUnknown reports whether an invalid cell of a column may be left empty and is not
// derived from another column.
func mayBeUnknown(table *dubbelkrona.Table, col *dubbelkrona.Column) bool {
	amount := strings.TrimPrefix(col.Name, originalPrefix) == amountColumn && mustHaveAmount(table)
	return !col.Required && !amount && !isDerived(table, col.Name) && col.Content != dubbelkrona.OrgNo && col.Name != currencyColumn
}

// tryColumn transforms a row for each trial, with a mapping of the table's own column
// names.
func tryColumn(t *testing.T, table *dubbelkrona.Table, col *dubbelkrona.Column, trials []trial, invalid string) {
	t.Helper()
	header := make([]string, len(table.Columns))
	spec := TableSpec{Table: table.Name, Columns: canonical(table)}
	for i, c := range table.Columns {
		header[i] = c.Name
	}
	own := spec.Columns[col.Name]
	own.Invalid = invalid
	spec.Columns[col.Name] = own
	rows := [][]string{header}
	for _, trial := range trials {
		row := make([]string, len(header))
		for i := range table.Columns {
			row[i] = neutral(&table.Columns[i])
			if cell, ok := trial.with[header[i]]; ok {
				row[i] = cell
			}
			if header[i] == col.Name {
				row[i] = trial.cell
			}
		}
		rows = append(rows, row)
	}
	got := run(t, Spec{Tables: []TableSpec{spec}, Layouts: List{"yyyy-mm-dd"}}, "x.csv", rows)
	for k, trial := range trials {
		where := fmt.Sprintf(" _row=%d", k+2)
		at := slices.IndexFunc(got.rows, func(row string) bool { return strings.HasSuffix(row, where) })
		told := slices.ContainsFunc(got.issues, func(i dubbelkrona.Issue) bool {
			return i.Column == col.Name && (i.Row == int64(k+2) || i.Severity == dubbelkrona.Warn)
		})
		switch filled := at >= 0 && strings.Contains(got.rows[at], " "+col.Name+"="); {
		case trial.fits && !filled:
			t.Errorf("%.40q %v is lost: %v", trial.cell, trial.with, got.rules())
		case trial.fits:
		case filled:
			t.Errorf("%.40q %v is kept: %.300s", trial.cell, trial.with, got.rows[at])
		case !told:
			t.Errorf("%.40q %v: there is no issue: %v", trial.cell, trial.with, got.rules())
		case invalid == invalidWarn && at < 0:
			t.Errorf("%.40q %v: the row was rejected although its cell may be unknown", trial.cell, trial.with)
		}
	}
}

// neutral returns a valid cell for a column, empty if the row needs none.
func neutral(col *dubbelkrona.Column) string {
	switch {
	case col.Name == amountColumn:
		return "1"
	case !col.Required:
		return ""
	case col.Type == dubbelkrona.Pseudonym:
		return person(1970, 1, 1)
	case col.Type == dubbelkrona.Date:
		return "2024-01-01"
	case col.Type == dubbelkrona.Boolean:
		return "ja"
	case len(col.Values) > 0:
		return col.Values[0]
	case col.Range.Pattern != "":
		return samples[col.Range.Pattern]
	}
	return "x"
}

// person returns a made-up identity number with a valid check digit.
func person(year, month, day int) string {
	digits := fmt.Sprintf("%02d%02d%02d001", year%100, month, day)
	sum := 0
	for i, c := range digits {
		d := int(c-'0') * (2 - i%2)
		sum += d/10 + d%10
	}
	return fmt.Sprintf("%d%s%d", year/100, digits, (10-sum%10)%10)
}

// trialsOf returns cells at the bounds of a column, then cells outside them.
func trialsOf(t *testing.T, col *dubbelkrona.Column) (all []trial) {
	t.Helper()
	with := map[string]string{}
	if strings.HasPrefix(col.Name, originalPrefix) {
		with[currencyColumn], with[amountColumn] = "EUR", ""
	}
	add := func(fits bool, cells ...string) {
		for _, cell := range cells {
			all = append(all, trial{cell, fits, with})
		}
	}
	switch {
	case len(col.Values) > 0:
		add(true, col.Values...)
		add(false, "§")
	case col.Type == dubbelkrona.Boolean:
		add(true, "ja", "nej")
		add(false, "kanske", "2")
	case col.Type == dubbelkrona.Pseudonym:
		add(true, person(1980, 2, 3))
		add(false, "ingen")
	case col.Type == dubbelkrona.Date:
		add(true, col.Range.Min, col.Range.Max)
		add(false, dayPlus(t, col.Range.Min, -1), dayPlus(t, col.Range.Max, 1))
	case col.Type == dubbelkrona.Text:
		in, out := textTrials(col)
		add(true, in...)
		add(false, out...)
	default:
		all = append(numberTrials(col.Type, col.Range, with), caseTrials(col)...)
		slices.SortStableFunc(all, func(a, b trial) int {
			if a.fits == b.fits {
				return 0
			} else if a.fits {
				return -1
			}
			return 1
		})
	}
	return all
}

func textTrials(col *dubbelkrona.Column) (in, out []string) {
	if p := col.Range.Pattern; p != "" {
		return []string{samples[p]}, []string{"§", samples[p] + "9§"}
	}
	if col.Range.Length == 0 {
		return nil, nil
	}
	longest := strings.Repeat("å", col.Range.Length)
	return []string{longest}, []string{longest + "ä"}
}

// numberTrials returns the bounds, and the numbers one unit of the last decimal outside
// them.
func numberTrials(typ dubbelkrona.Type, r dubbelkrona.Range, with map[string]string) []trial {
	unit := decimal.New(1, -int32(storedNumber(typ).scale))
	highest := r.Max
	if highest == dubbelkrona.ThisYear {
		highest = fmt.Sprint(today.Year())
	}
	least, greatest := decimal.RequireFromString(r.Min), decimal.RequireFromString(highest)
	return []trial{{r.Min, true, with}, {highest, true, with},
		{least.Sub(unit).String(), false, with}, {greatest.Add(unit).String(), false, with}}
}

func caseTrials(col *dubbelkrona.Column) (all []trial) {
	for _, c := range col.Cases {
		for _, is := range c.Is {
			all = append(all, numberTrials(col.Type, c.Range, map[string]string{c.Column: strings.Replace(is, "*", "7", 1)})...)
		}
	}
	return all
}

// dayPlus returns the day that is by days later.
func dayPlus(t *testing.T, day string, by int) string {
	t.Helper()
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	return d.AddDate(0, 0, by).Format(time.DateOnly)
}

// A date that means until further notice is an unknown end. In other columns it is
// unknown, with a warning.
func TestOpenEnds(t *testing.T) {
	header := []string{"person", "contract_ref", "start", "end"}
	got := run(t, Spec{Profile: "placement"}, "x.csv", [][]string{header,
		{person(1980, 2, 3), "A", "2024-01-01", "9999-12-31"},
		{person(1980, 2, 3), "B", "2024-01-01", "infinity"},
		{person(1980, 2, 3), "C", "9999-12-31", ""},
		{person(1980, 2, 3), "D", "2024-01-01", "2300-01-01"},
	})
	equalLists(t, "issues", got.rules(), []string{"5 end value.range", "4 start required", "4 start date.open_end"})
	if len(got.rows) != 2 || strings.Contains(strings.Join(got.rows, ""), " end=") {
		t.Errorf("rows %q; want those of A and B without an end", got.rows)
	}
}
