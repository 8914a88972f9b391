package published

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/session"
	"dubbelkrona/metrics"
)

// Question is what `dubbelkrona explain` is asked.
type Question struct {
	Metric, Part string
	Conditions   []string // see FindCell
	Persons      bool     // whether to list the rows about persons too
}

// ExplainProject answers a question from what is released of the published snapshot.
// Rows about persons, of the whole snapshot, are refused unless the project publishes
// them and the figure is not suppressed. Catalogue has the project's definitions.
func ExplainProject(ctx context.Context, project *session.Project, catalogue *metrics.Catalogue, q Question) (x dubbelkrona.Explanation, err error) {
	if q.Persons && !project.Config.WithPersons() {
		return x, dubbelkrona.Invalidf("rows about persons are shown only in a project that publishes them to those who may see them: publish: {persons: true}")
	}
	released, err := OpenReleased(ctx, project)
	if err != nil {
		return x, err
	}
	defer func() { err = errors.Join(err, released.Close()) }()
	cell, err := FindCell(ctx, released, q.Metric, q.Part, q.Conditions)
	if err != nil {
		return x, err
	}
	if x, err = Explain(ctx, released, cell); err != nil || !q.Persons {
		return x, err
	}
	// The rows are those of the same snapshot, also if another one is published meanwhile.
	header, err := released.Header(ctx)
	if err != nil {
		return x, err
	}
	x.Persons, err = personsOf(ctx, project, header.Snapshot, catalogue, x)
	return x, err
}

// personsOf returns the rows about persons behind a figure of a snapshot.
func personsOf(ctx context.Context, project *session.Project, id string, catalogue *metrics.Catalogue, x dubbelkrona.Explanation) (all []dubbelkrona.ExplainedPerson, err error) {
	if x.Result.Status == dubbelkrona.Suppressed {
		return nil, dubbelkrona.Invalidf("the figure is suppressed, so the rows about persons behind it are not shown")
	}
	d, err := catalogue.Find(metrics.Metric, x.Cell.Metric)
	if err != nil {
		return nil, err
	}
	if d.Hash != x.Result.Definition {
		return nil, dubbelkrona.Errorf(dubbelkrona.Conflict, "the definition of %s has changed since the snapshot was published; `dubbelkrona run` publishes what it gives now", d.Name)
	}
	members, counted := d.Memberships(), d.Figure.Contributors(x.Cell.Part)
	if members == "" || counted == "" {
		return nil, dubbelkrona.Invalidf("this figure of %s is not about persons", d.Name)
	}
	whole, err := openWhole(ctx, project, id)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, whole.Close()) }()
	return whole.personRows(ctx, members, counted, x.Cell)
}

// personRows returns the rows of the tables of persons about the members of a cell that
// are counted under a name.
func (s *Snapshot) personRows(ctx context.Context, members, counted string, cell dubbelkrona.Cell) ([]dubbelkrona.ExplainedPerson, error) {
	var municipality any
	if cell.Municipality != "" {
		municipality = cell.Municipality
	}
	var tables []string
	for _, table := range []string{"participant", "placement"} {
		tables = append(tables, fmt.Sprintf("SELECT 'core.%s' AS table_name, person, _source, _segment, _row FROM core.%[1]s", table))
	}
	return collect(ctx, s, func(p *dubbelkrona.ExplainedPerson) []any {
		return []any{&p.Person, &p.Table, &p.Source, &p.Object, &p.Row}
	}, fmt.Sprintf(`WITH _member AS (SELECT person FROM (
%s
) AS _all WHERE period_grain = ? AND period = ? AND "grouping" = ? AND municipality IS NOT DISTINCT FROM ? AND dimensions = ? AND counted = ?)
SELECT lower(hex(_member.person)), r.table_name, r._source, g.object, r._row
FROM _member JOIN (%s) AS r ON r.person = _member.person LEFT JOIN meta.segment AS g ON g.segment = r._segment
ORDER BY ALL`, members, strings.Join(tables, " UNION ALL ")), cell.PeriodGrain, cell.Period, cell.Grouping, municipality, cell.Dimensions.String(), counted)
}
