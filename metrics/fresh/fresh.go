// Package fresh says how old the data behind a figure is.
package fresh

import (
	"context"
	"fmt"
	"strings"
	"time"

	"dubbelkrona"
)

// Deliveries finds the latest deliveries in a snapshot, once for each table.
type Deliveries struct {
	collect func(ctx context.Context, query string, args ...any) ([][]any, error)
	known   map[string]dubbelkrona.Day
}

// New returns the deliveries of the snapshot that collect queries. Its table
// meta.source has the columns name and last_delivery.
func New(collect func(ctx context.Context, query string, args ...any) ([][]any, error)) *Deliveries {
	return &Deliveries{collect, make(map[string]dubbelkrona.Day)}
}

// Oldest returns the oldest of the latest deliveries of the sources that have rows in
// one of the tables, NULL if none is known. Assumptions do not become stale, and other
// schemas than core have no sources.
func (d *Deliveries) Oldest(ctx context.Context, tables []string) (oldest dubbelkrona.Day, err error) {
	for _, table := range tables {
		if !strings.HasPrefix(table, "core.") || table == "core.parameter" {
			continue
		}
		day, err := d.of(ctx, table)
		if err != nil {
			return "", fmt.Errorf("deliveries of %s find: %w", table, err)
		}
		if day != "" && (oldest == "" || day < oldest) {
			oldest = day
		}
	}
	return oldest, nil
}

// of is Oldest for one table.
func (d *Deliveries) of(ctx context.Context, table string) (dubbelkrona.Day, error) {
	if day, asked := d.known[table]; asked {
		return day, nil
	}
	rows, err := d.collect(ctx, fmt.Sprintf("SELECT min(last_delivery) FROM meta.source WHERE name IN (SELECT DISTINCT _source FROM %s)", table))
	if err != nil {
		return "", err
	}
	oldest, _ := rows[0][0].(time.Time)
	d.known[table] = dubbelkrona.NewDay(oldest)
	return d.known[table], nil
}

// Literal returns a day as an expression of SQL.
func Literal(d dubbelkrona.Day) string {
	if d == "" {
		return "CAST(NULL AS DATE)"
	}
	return "DATE '" + d.String() + "'"
}
