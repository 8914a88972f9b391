package metrics_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// monthly is a row of the tax agency's monthly table: the number of the table, the
// upper end of a range of incomes, and the tax of a month by column. The columns
// are 1 (earned, under 66 at the start of the year), 2 (pension, 66 and over), 3
// (earned, 66 and over) and 5 (other pensionable income, under 66).
type monthly struct {
	table, upTo int
	tax         [4]int
}

// ofTheTable are rows of the official table of 2026, one or more of each bracket
// of the basic allowance and of the tax credit, at either age, and above the
// threshold of state tax.
var ofTheTable = []monthly{
	{30, 2100, [4]int{150, 0, 150, 150}},
	{32, 2200, [4]int{152, 0, 150, 152}},
	{33, 2600, [4]int{194, 0, 183, 194}},
	{35, 3600, [4]int{282, 0, 250, 542}},
	{30, 4600, [4]int{379, 0, 325, 777}},
	{32, 5000, [4]int{412, 0, 350, 951}},
	{33, 5300, [4]int{442, 0, 375, 1062}},
	{35, 5600, [4]int{464, 29, 393, 1211}},
	{30, 7500, [4]int{630, 464, 557, 1502}},
	{32, 8700, [4]int{903, 789, 659, 1911}},
	{33, 9800, [4]int{1155, 1079, 751, 2261}},
	{35, 11500, [4]int{1592, 1505, 899, 2874}},
	{30, 13500, [4]int{1753, 1661, 1058, 2959}},
	{32, 14900, [4]int{2136, 2043, 1176, 3592}},
	{33, 15500, [4]int{2319, 2227, 1226, 3902}},
	{35, 16100, [4]int{2586, 2492, 1276, 4362}},
	{30, 19800, [4]int{3045, 2976, 1594, 4932}},
	{33, 22000, [4]int{3877, 3797, 1772, 6208}},
	{32, 24800, [4]int{4435, 4334, 1988, 6994}},
	{33, 26000, [4]int{4873, 4764, 2082, 7651}},
	{35, 29800, [4]int{6176, 6043, 2938, 9578}},
	{30, 39000, [4]int{7411, 7261, 4156, 11238}},
	{32, 40000, [4]int{8151, 7997, 4893, 12309}},
	{33, 49400, [4]int{11504, 11350, 8245, 15797}},
	{35, 55200, [4]int{14256, 14101, 10997, 18819}},
	{30, 56800, [4]int{13043, 12861, 9756, 16931}},
	{32, 63600, [4]int{17416, 17237, 14132, 21574}},
	{33, 66800, [4]int{19599, 19471, 16366, 23892}},
}

// officialTables has the tables of 2026 as the tax agency publishes them.
const officialTables = "../../shared/fixtures/tax/manadstabell_2026_tabell_30_32_33_35.txt"

func TestTaxIsThatOfTheMonthlyTable(t *testing.T) {
	t.Run("sample", func(t *testing.T) { ofMonthlyTable(t, ofTheTable) })
	t.Run("official", func(t *testing.T) {
		text, err := os.ReadFile(officialTables)
		if err != nil {
			t.Skip("the official tables are not here")
		}
		rows := officialRows(t, string(text))
		if len(rows) != 1924 {
			t.Fatalf("%d rows, want 1924", len(rows))
		}
		for _, row := range ofTheTable {
			if !slices.Contains(rows, row) {
				t.Errorf("the table has no row %v", row)
			}
		}
		ofMonthlyTable(t, rows)
	})
}

// officialRows reads lines of fixed width: 30B, the table, from, to, and six
// columns of five characters. Other lines are percentages of very high incomes.
func officialRows(t *testing.T, text string) (rows []monthly) {
	t.Helper()
	number := func(s string) int {
		n, err := strconv.Atoi(strings.TrimSpace(s))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "30B") {
			continue
		}
		column := func(n int) int { return number(line[14+5*n : 19+5*n]) }
		rows = append(rows, monthly{number(line[3:5]), number(line[12:19]), [4]int{column(1), column(2), column(3), column(5)}})
	}
	return rows
}

// ofMonthlyTable compares the model with rows of the table. The number of a table
// is the rate with 1.16 per cent for the burial fee and the fee to a religious
// community in it. The tax of a month is a twelfth of that on twelve times the
// upper end of the range.
func ofMonthlyTable(t *testing.T, rows []monthly) {
	underLaw(t, func(l law) {
		var values []string
		for _, r := range rows {
			for i, tax := range r.tax {
				values = append(values, fmt.Sprintf("(%d, %d, %d, %d)", r.table, r.upTo, [4]int{1, 2, 3, 5}[i], tax))
			}
		}
		must(t, l.db, `CREATE TABLE official AS
			SELECT
				CAST((number - 1.16) / 100 AS DECIMAL(9, 8)) AS rate, number, up_to, col, tax,
				CASE WHEN col IN (2, 3) THEN 66 ELSE 0 END AS age, col IN (1, 3) AS work, CAST(up_to * 12 // 100 * 100 AS DECIMAL(18, 2)) AS income
			FROM (VALUES `+strings.Join(values, ", ")+`) AS v (number, up_to, col, tax)`)
		l.evaluate(t, "income_tax", map[string]string{"taxed_income": `SELECT DISTINCT
			rate AS kommunalskatt, 0 AS regionskatt, 0 AS regionreduktion, age,
			CASE WHEN work THEN income ELSE 0 END AS earned, CASE WHEN work THEN 0 ELSE income END AS other, col <> 2 AS pensionable FROM official`})
		const compared = `FROM official AS o
			LEFT JOIN metric.income_tax AS i ON i.kommunalskatt = o.rate AND i.age = o.age AND i.pensionable = (o.col <> 2)
				AND i.earned = CASE WHEN work THEN o.income ELSE 0 END AND i.earned + i.other = o.income`
		if got := l.number(t, "SELECT count(i.tax) "+compared); got != int64(4*len(rows)) {
			t.Errorf("%d taxes, want %d", got, 4*len(rows))
		}
		l.none(t, "table, up to, column, tax, tax of the table", `SELECT o.number, o.up_to, o.col, m.month, o.tax FROM (
			SELECT o.*, CAST(i.tax + floor(i.taxable * 0.0116) AS BIGINT) // 12 AS month `+compared+`) AS m
			INNER JOIN official AS o USING (number, up_to, col) WHERE coalesce(m.month <> o.tax, TRUE)`)
	})
}
