package record

import "fmt"

// minPersons is the number of persons from which numbers about them are released.
const minPersons = 5

// Released returns the SELECT of a table of schema effect as it may be released; from
// is the name by which the SELECT reads the table, and verdicts that of effect.verdict.
// Estimates that are not shown, also those of earlier versions, and numbers about fewer
// than five treated or comparison persons are left out. counted is a SELECT of effect and
// scope: of the others no number of persons is released, and nobody's of an estimate.
func Released(table, from, verdicts, counted string) string {
	switch table {
	case Definition, Outcome, Draw:
		return "SELECT * FROM " + from
	case Verdict:
		few := fmt.Sprintf("treated < %d OR comparison < %[1]d OR (effect, scope) NOT IN (%s)", minPersons, counted)
		return fmt.Sprintf("SELECT * REPLACE (%s, %s) FROM %s", blanked(few, "text_sv", "text_en", "treated", "comparison", "suppliers", "ess", "contamination", "preliminary", "mde"),
			blanked(few+" OR verdict <> 'skattad'", "version_low", "version_high"), from)
	}
	shown := "verdict <> 'for_fa'"
	if table == Estimate || table == Covariance || table == Sensitivity {
		shown = "verdict = 'skattad'"
	}
	columns := "*"
	if table == Estimate || table == Overlap {
		columns = "* REPLACE (CAST(NULL AS BIGINT) AS treated, CAST(NULL AS BIGINT) AS comparison)"
	}
	if table == Finding { // the size is the number of treated persons
		columns = fmt.Sprintf("* REPLACE (CASE WHEN check_name <> 'size' OR (effect, scope) IN (%s) THEN value END AS value)", counted)
	}
	return fmt.Sprintf("SELECT %s FROM %s SEMI JOIN (SELECT effect, scope FROM %s WHERE %s AND treated >= %d AND comparison >= %[5]d) AS shown USING (effect, scope)",
		columns, from, verdicts, shown, minPersons)
}

// blanked returns columns that are NULL where a condition holds.
func blanked(condition string, columns ...string) (list string) {
	for i, c := range columns {
		if i > 0 {
			list += ", "
		}
		list += fmt.Sprintf("CASE WHEN NOT (%s) THEN %s END AS %[2]s", condition, c)
	}
	return list
}
