package disclose

import (
	"context"
	"fmt"
	"strings"

	"dubbelkrona"
)

// keys are the columns of metric.result that a cell has.
const keys = `metric, period_grain, period, "grouping", municipality, dimensions`

// cellKey is the expression of a cell's key; metric is an expression of its metric.
func cellKey(metric string) string {
	return fmt.Sprintf(`CAST(json_array(%s, period_grain, period, "grouping", municipality, dimensions) AS VARCHAR)`, metric)
}

func literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// prepare creates the empty tables of schema disclosure, with comments.
func (c *control) prepare(ctx context.Context) error {
	statements := []string{
		"DROP SCHEMA IF EXISTS disclosure CASCADE",
		"CREATE SCHEMA disclosure",
		`CREATE TABLE disclosure.cell (cell VARCHAR, metric VARCHAR, period_grain VARCHAR, period VARCHAR, "grouping" VARCHAR, municipality VARCHAR, dimensions VARCHAR, mark VARCHAR)`,
		"COMMENT ON TABLE disclosure.cell IS 'What is done with each cell, the figures of one metric for one group. Vad som görs med varje cell.'",
		"CREATE TABLE disclosure.frozen AS SELECT * FROM metric.result LIMIT 0",
		"COMMENT ON TABLE disclosure.frozen IS 'Rows of an earlier release, for the cells that stay as they were. Rader ur en tidigare publicering.'",
		"CREATE TABLE disclosure.counted (no BIGINT, cell VARCHAR, counted VARCHAR, persons BIGINT)",
		"COMMENT ON TABLE disclosure.counted IS 'The sets of persons that each cell counts. De mängder av personer som varje cell räknar.'",
		"CREATE TABLE disclosure.class (class BIGINT, sets BIGINT[])",
		"COMMENT ON TABLE disclosure.class IS 'The sets that each class of persons is in. De mängder som varje klass av personer ingår i.'",
		"CREATE TABLE disclosure.potential (sets BIGINT[])",
		"COMMENT ON TABLE disclosure.potential IS 'The sets of classes that nobody is in, but somebody could be. De mängder som ingen klass har, men kunde ha.'",
		`CREATE TABLE disclosure.person (person BLOB, class BIGINT, print VARCHAR, before BIGINT, changed BIGINT, differs BOOLEAN)`,
		"COMMENT ON TABLE disclosure.person IS 'The class of each person, and what the ledger knew of them. Klassen för varje person.'",
		fmt.Sprintf("CREATE TABLE disclosure.basis AS SELECT CAST(%d AS BIGINT) AS release, CAST(%d AS BIGINT) AS threshold", c.known.Last, c.Threshold),
		"COMMENT ON TABLE disclosure.basis IS 'The release that the marks are based on, and the threshold. Den publicering som märkningen utgår från, och tröskeln.'",
	}
	return c.exec(ctx, statements...)
}

func (c *control) exec(ctx context.Context, statements ...string) error {
	for _, statement := range statements {
		if _, err := c.db.Exec(ctx, statement); err != nil {
			return fmt.Errorf("disclosure control: %w", err)
		}
	}
	return nil
}

// fillCells lists the cells of every metric about persons, and of any other those whose
// grouping is not published. The mark of the others is NULL until it is decided.
func (c *control) fillCells(ctx context.Context) error {
	for _, d := range c.metrics {
		published := d.PublishedGroupings()
		if published == "" {
			published = "TRUE"
		}
		of := "metric = " + literal(d.Name)
		if d.Memberships() == "" {
			of += " AND NOT (" + published + ")"
		}
		err := c.exec(ctx, fmt.Sprintf(`INSERT INTO disclosure.cell SELECT DISTINCT %s, %s, CASE WHEN NOT (%s) THEN %s END FROM metric.result WHERE %s`,
			cellKey("metric"), keys, published, literal(Withheld), of))
		if err != nil {
			return err
		}
	}
	return nil
}

// fillMembers fills disclosure.member, which has each person of each set until
// fillPersons has divided them into classes.
func (c *control) fillMembers(ctx context.Context) error {
	if err := c.exec(ctx, "CREATE TABLE disclosure.member (cell VARCHAR, counted VARCHAR, person BLOB)"); err != nil {
		return err
	}
	for _, d := range c.metrics {
		members := d.Memberships()
		if members == "" {
			continue
		}
		err := c.exec(ctx, fmt.Sprintf("INSERT INTO disclosure.member SELECT DISTINCT %s, counted, person FROM (%s) WHERE person IS NOT NULL", cellKey(literal(d.Name)), members))
		if err != nil {
			return fmt.Errorf("persons of %s: %w", d.Name, err)
		}
	}
	return nil
}

// count numbers the sets.
func (c *control) count(ctx context.Context) error {
	return c.exec(ctx, `INSERT INTO disclosure.counted SELECT row_number() OVER (ORDER BY cell, counted), cell, counted, count(*)
		FROM disclosure.member GROUP BY cell, counted`)
}

// fillPersons fills the classes and the persons, with what the ledger knew of them.
func (c *control) fillPersons(ctx context.Context) error {
	if err := c.loadBefore(ctx); err != nil {
		return err
	}
	return c.exec(ctx,
		`CREATE TABLE disclosure.signature AS SELECT m.person, list(s.no ORDER BY s.no) AS sets
			FROM disclosure.member AS m JOIN disclosure.counted AS s ON s.cell = m.cell AND s.counted = m.counted GROUP BY m.person`,
		"DROP TABLE disclosure.member",
		"INSERT INTO disclosure.class SELECT row_number() OVER (ORDER BY sets), sets FROM (SELECT DISTINCT sets FROM disclosure.signature)",
		"CREATE TABLE disclosure.print AS "+prints(),
		`INSERT INTO disclosure.person
			SELECT coalesce(n.person, b.person), n.class, p.print, b.class, b.changed, b.person IS NULL OR p.print IS DISTINCT FROM b.print
			FROM (SELECT s.person, c.class FROM disclosure.signature AS s JOIN disclosure.class AS c ON c.sets = s.sets) AS n
			FULL JOIN disclosure.before AS b ON b.person = n.person
			LEFT JOIN disclosure.print AS p ON p.person = coalesce(n.person, b.person)
			ORDER BY 1`,
		"DROP TABLE disclosure.signature", "DROP TABLE disclosure.print", "DROP TABLE disclosure.before")
}

// prints returns the SELECT of a hash of all rows about each person. A person without
// rows has none.
func prints() string {
	var tables []string
	for _, t := range dubbelkrona.Tables() {
		if !t.Person {
			continue
		}
		var columns []string
		for _, column := range t.Columns {
			if !strings.HasPrefix(column.Name, "_") && column.Name != "person" {
				columns = append(columns, fmt.Sprintf(`coalesce(CAST("%s" AS VARCHAR), chr(30))`, column.Name))
			}
		}
		tables = append(tables, fmt.Sprintf("SELECT person, md5_number_lower(concat_ws(chr(31), %s, %s)) AS row_hash FROM core.%s", literal(t.Name), strings.Join(columns, ", "), t.Name))
	}
	return "SELECT person, CAST(sum(CAST(row_hash AS HUGEINT)) AS VARCHAR) AS print FROM (" + strings.Join(tables, " UNION ALL ") + ") GROUP BY person"
}
