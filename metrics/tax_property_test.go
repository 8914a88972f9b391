package metrics_test

import (
	"fmt"
	"os"
	"testing"
)

// long reports whether the tests compute every combination; it takes minutes.
func long() bool { return os.Getenv("DUBBELKRONA_LONG") != "" }

// rates are the tax rates of every municipality and year with parameters.
const rates = `SELECT
		substr(k.scope, 14) AS municipality, extract(year FROM k.valid_from) AS year,
		CAST(k.value * 0.01 AS DECIMAL(9, 8)) AS kommunalskatt, CAST(r.value * 0.01 AS DECIMAL(9, 8)) AS regionskatt
	FROM core.parameter AS k
	INNER JOIN core.parameter AS r ON r.scope = k.scope AND r.valid_from = k.valid_from AND r.name = 'regionskatt'
	WHERE k.name = 'kommunalskatt'`

// The calculations that the tax agency's service gives, and a credit that the tax
// left after the pension fee limits.
func TestTaxIsThatOfTheAgencysService(t *testing.T) {
	underLaw(t, func(l law) {
		l.evaluate(t, "income_tax", map[string]string{"taxed_income": `SELECT
			rate AS kommunalskatt, 0 AS regionskatt, 0 AS regionreduktion, 0 AS age, earned, 0 AS other, TRUE AS pensionable
			FROM (VALUES (0.3055, 360000), (0.3260, 180000), (0.3317, 60000)) AS v (rate, earned)`})
		for _, c := range []struct {
			earned, want int64
			of           string
		}{
			{360000, 37594, "floor(municipal_tax + regional_tax) - pension_reduction - credit - income_reduction"},
			{180000, 11881, "floor(municipal_tax + regional_tax) - pension_reduction - credit - income_reduction"},
			{60000, 7276, "credit"}, // 10,231 without the limit
		} {
			if got := l.number(t, fmt.Sprintf("SELECT %s FROM metric.income_tax WHERE earned = %d", c.of, c.earned)); got != c.want {
				t.Errorf("%d: %s is %d, want %d", c.earned, c.of, got, c.want)
			}
		}
	})
}

// taxes evaluates the tax on earned incomes of 0 to 1,200,000 kronor a year in
// steps, at every different pair of rates, under 66 and at 66. A condition chooses
// among the municipalities.
func (l law) taxes(t *testing.T, step int, where string) {
	t.Helper()
	l.evaluate(t, "income_tax", map[string]string{"taxed_income": fmt.Sprintf(`SELECT
			kommunalskatt, regionskatt, 0 AS regionreduktion, age, wage AS earned, 0 AS other, TRUE AS pensionable
		FROM (SELECT DISTINCT kommunalskatt, regionskatt FROM (%s) AS r WHERE %s) AS pairs
		CROSS JOIN (VALUES (0), (66)) AS a (age)
		CROSS JOIN range(0, 1200001, %d) AS w (wage)`, rates, where, step)})
}

// some are the municipality of the worked example, those with the lowest and the
// highest rates, one without a regional tax, and two others.
const some = "municipality IN ('2182', '0117', '2425', '0980', '2303', '0123')"

// The recipients' amounts are not rounded, the tax is: between the two lie the
// fraction of the municipal and regional taxes and that of the state tax.
func TestRoundedTaxDiffersByLessThanTwoKronor(t *testing.T) {
	check := func(t *testing.T, l law) {
		l.none(t, "tax and the sum", `SELECT kommunalskatt, regionskatt, age, earned, tax, municipal_tax + regional_tax + state_part FROM metric.income_tax
			WHERE coalesce(municipal_tax + regional_tax + state_part - tax < 0 OR municipal_tax + regional_tax + state_part - tax >= 2, TRUE)`)
		l.none(t, "income and its parts", `SELECT kommunalskatt, regionskatt, age, earned, net FROM metric.income_tax
			WHERE net + municipal_tax + regional_tax + state_part <> earned`)
		l.none(t, "negative", `SELECT kommunalskatt, regionskatt, age, earned, tax FROM metric.income_tax
			WHERE tax < 0 OR municipal_tax < 0 OR regional_tax < 0 OR credit < 0 OR income_reduction < 0 OR pension_reduction > pension_fee`)
	}
	underLaw(t, func(l law) {
		const monthly = 12 * 100
		if l.taxes(t, 40*monthly, "TRUE"); l.number(t, "SELECT count(DISTINCT (kommunalskatt, regionskatt)) FROM metric.income_tax") < 300 {
			t.Error("less than 300 different pairs of rates")
		}
		check(t, l)
		l.taxes(t, monthly, some)
		check(t, l)
		if long() {
			l.taxes(t, monthly, "TRUE")
			check(t, l)
		}
	})
}
