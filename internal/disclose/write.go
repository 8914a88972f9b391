package disclose

import (
	"context"
	"fmt"
	"strings"

	"dubbelkrona"
)

// writeMarks stores the marks, and the rows of the cells that stay as they were.
func (c *control) writeMarks(ctx context.Context, cells []*cell) error {
	byMark := make(map[string][]string)
	for _, one := range cells {
		byMark[one.mark] = append(byMark[one.mark], one.key)
	}
	for _, mark := range []string{Released, Suppressed, Frozen} {
		if len(byMark[mark]) == 0 {
			continue
		}
		// JSON has no line breaks, so they separate keys.
		_, err := c.db.Exec(ctx, "UPDATE disclosure.cell SET mark = ? WHERE cell IN (SELECT unnest(string_split(?, chr(10))))", mark, strings.Join(byMark[mark], "\n"))
		if err != nil {
			return fmt.Errorf("disclosure marks store: %w", err)
		}
	}
	for _, one := range cells {
		if one.mark == Frozen {
			if err := c.writeFrozen(ctx, one); err != nil {
				return fmt.Errorf("earlier release of %s restore: %w", one.key, err)
			}
		}
	}
	return nil
}

// writeFrozen stores the last released rows of a cell, and the cell itself if this build
// has no rows of it.
func (c *control) writeFrozen(ctx context.Context, o *cell) error {
	var shape, columns []string
	for _, column := range dubbelkrona.ResultColumns() {
		shape = append(shape, fmt.Sprintf(`"%s":"VARCHAR"`, column.Name))
		columns = append(columns, fmt.Sprintf(`CAST(r."%s" AS %s) AS "%s"`, column.Name, column.SQL(), column.Name))
	}
	_, err := c.db.Exec(ctx, fmt.Sprintf("INSERT INTO disclosure.frozen BY NAME SELECT %s FROM (SELECT unnest(from_json(?, '[{%s}]')) AS r)",
		strings.Join(columns, ", "), strings.Join(shape, ",")), o.last.Rows)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(ctx, fmt.Sprintf(`INSERT INTO disclosure.cell SELECT DISTINCT ?, %s, %s FROM disclosure.frozen AS f
		WHERE %s = ? AND NOT EXISTS (SELECT 1 FROM disclosure.cell AS d WHERE d.cell = ?)`, keys, literal(Frozen), cellKey("metric")), o.key, o.key, o.key)
	return err
}
