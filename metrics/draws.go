package metrics

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dubbelkrona/metrics/effect/draw"
	"dubbelkrona/metrics/effect/record"
)

// fillDraws writes the draws if any definition reads them.
func (r *run) fillDraws(ctx context.Context) error {
	if !slices.ContainsFunc(r.definitions, func(d *Definition) bool { return d.Reads(record.Draw) }) {
		return nil
	}
	u, z := make(map[string][]string), make(map[string][]string)
	for _, row := range draw.Rows() {
		u[row.Input] = append(u[row.Input], strconv.FormatFloat(row.U, 'f', 9, 64))
		z[row.Input] = append(z[row.Input], strconv.FormatFloat(row.Z, 'f', 6, 64))
	}
	for _, input := range draw.Inputs() {
		// A list in one text is a hundred times faster than rows of parameters.
		if _, err := r.db.Exec(ctx, "INSERT INTO "+record.Draw+` SELECT CAST(d.position AS INTEGER), ?, CAST(d.u AS DOUBLE), CAST(d.z AS DOUBLE)
			FROM (SELECT unnest(range(1, ? + 1)) AS position, unnest(string_split(?, ' ')) AS u, unnest(string_split(?, ' ')) AS z) AS d`,
			input, draw.Count, strings.Join(u[input], " "), strings.Join(z[input], " ")); err != nil {
			return fmt.Errorf("table "+record.Draw+" fill: %w", err)
		}
	}
	return nil
}
