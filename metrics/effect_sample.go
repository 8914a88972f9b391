package metrics

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dubbelkrona/metrics/effect/study"
)

// settingModel has the parameters of effects.
const settingModel = "effect_setting"

// effectSettings returns the parameters of effects; none if there is no model of them.
func (r *run) effectSettings(ctx context.Context) (study.Settings, error) {
	model := r.find(Model, settingModel)
	if model == nil || r.failed[model] {
		return nil, nil
	}
	rows, err := r.db.Collect(ctx, "SELECT name, value FROM metric."+settingModel+" ORDER BY name")
	return rows, err
}

// collectSample stores the rows of an effect's SELECT. A column that the SELECT lacks,
// or that has a NULL where a number is needed, is an error at the header's key.
func (r *run) collectSample(ctx context.Context, d *Definition, columns []study.Column) error {
	described, err := r.db.Collect(ctx, "DESCRIBE "+d.SQL)
	if err != nil {
		return err
	}
	var casts, blanks []string
	for _, c := range columns {
		if !slices.ContainsFunc(described, func(row []any) bool { return row[0] == c.Name }) {
			return &misplaced{c.Path, fmt.Sprintf("the SELECT has no column %q", c.Name)}
		}
		casts = append(casts, fmt.Sprintf("CAST(%s AS %s) AS %[1]s", quote(c.Name), c.Type))
		blanks = append(blanks, fmt.Sprintf("count(*) - count(%s)", quote(c.Name)))
	}
	if err := r.fill(ctx, d, sampleTable, fmt.Sprintf("SELECT %s FROM (\n%s\n) AS _rows", strings.Join(casts, ", "), d.SQL), pseudonymColumn(described)); err != nil {
		return err
	}
	counts, err := r.db.Collect(ctx, "SELECT "+strings.Join(blanks, ", ")+" FROM "+sampleTable)
	if err != nil {
		return err
	}
	for i, c := range columns {
		if n, _ := counts[0][i].(int64); c.Required && n > 0 {
			return &misplaced{c.Path, fmt.Sprintf("column %q is NULL in %d rows; it must be known in every row, for instance by a category of its own for what is unknown", c.Name, n)}
		}
	}
	return nil
}

// pseudonymColumn returns the column by whose ranges the rows of a described SELECT can be
// made in parts; empty if its persons are not pseudonyms.
func pseudonymColumn(described [][]any) string {
	for _, row := range described {
		if row[0] == "person" && row[1] == "BLOB" {
			return "person"
		}
	}
	return ""
}
