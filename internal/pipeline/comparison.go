package pipeline

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/session"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// Unneeded returns the persons of the comparison group whom no effect uses, and whose
// last outcome is before a day, as the newest kept snapshot has them. Without a
// snapshot there are none. If a definition has a fault, an effect may be missing, so it
// is an Invalid error.
func (p *Pipeline) Unneeded(ctx context.Context, s *session.Session, before time.Time) (persons [][dubbelkrona.PseudonymBytes]byte, err error) {
	path, err := newestKept(s.Project)
	if err != nil || path == "" {
		return nil, err
	}
	if faults := p.plan.DefinitionFaults; len(faults) > 0 {
		return nil, dubbelkrona.Invalidf("whom no effect uses cannot be said while a definition has a fault: %s", faults[0])
	}
	db, err := warehouse.OpenReadOnly(ctx, path, s.Limits())
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	for row, err := range db.Query(ctx, unneededSQL(p.plan.Catalogue.Of(metrics.Effect)), before) {
		if err != nil {
			return nil, fmt.Errorf("comparison group read: %w", err)
		}
		persons = append(persons, [dubbelkrona.PseudonymBytes]byte(row[0].([]byte)))
	}
	return persons, nil
}

// unneededSQL returns the query of persons that are not treated according to any source,
// and in the rows of no effect; its argument is the day.
func unneededSQL(effects []*metrics.Definition) string {
	var b strings.Builder
	b.WriteString(`SELECT p.person FROM core.participant AS p LEFT JOIN core.outcome AS o ON o.person = p.person
		GROUP BY p.person HAVING NOT bool_or(p.treated) AND coalesce(max(o.month) < ?, FALSE)`)
	for _, d := range effects {
		fmt.Fprintf(&b, "\nEXCEPT SELECT person FROM (\n%s\n) AS used", d.SQL)
	}
	return b.String()
}
