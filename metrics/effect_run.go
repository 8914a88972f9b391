package metrics

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"dubbelkrona/metrics/effect/evaluate"
	"dubbelkrona/metrics/effect/record"
	"dubbelkrona/metrics/effect/study"
	"dubbelkrona/metrics/effect/wording"
)

// sampleTable has the rows of the effect that is being evaluated.
const sampleTable = "effect.sample"

// effect evaluates an effect for each of its scopes and fills the tables of schema
// effect. After an error they have no row of it.
func (r *run) effect(ctx context.Context, d *Definition) (err error) {
	s := &d.Study
	defer func() {
		_, dropErr := r.db.Exec(context.WithoutCancel(ctx), "DROP TABLE IF EXISTS "+sampleTable)
		if err = errors.Join(err, dropErr); err != nil {
			err = errors.Join(err, deleteEffect(context.WithoutCancel(ctx), r.db, d.Name))
		}
	}()
	settings, err := r.effectSettings(ctx)
	if err != nil {
		return err
	}
	e := &evaluation{run: r, definition: d, settings: settings, reader: s.Reader(), known: r.snapshot.Effects[d.Name],
		evaluated: Evaluated{Name: d.Name, Hash: versionHash(d, settings), Values: make(map[string]float64), Detectable: make(map[string]float64), Verdicts: make(map[string]string)}}
	// The memory limit is for SQL. What is estimated from its rows is this program's own:
	// at the kernel's limit it would end.
	var scopes []studyScope
	err = r.snapshot.Limits.within(func() (err error) {
		if err = r.collectSample(ctx, d, s.Columns()); err == nil {
			scopes, err = e.scopes(ctx)
		}
		return err
	})
	if err != nil {
		return err
	}
	for _, scope := range scopes {
		if err := e.scope(ctx, scope); err != nil {
			return err
		}
	}
	return e.finish(ctx)
}

// deleteEffect deletes the rows of an effect.
func deleteEffect(ctx context.Context, db Engine, name string) error {
	for _, t := range record.Tables() {
		if _, err := db.Exec(ctx, "DELETE FROM "+t.Name+" WHERE effect = ?", name); err != nil {
			return err
		}
	}
	return nil
}

// evaluation is the evaluation of one effect.
type evaluation struct {
	*run
	definition *Definition
	settings   study.Settings
	reader     *study.Reader
	known      []Version
	evaluated  Evaluated
}

// studyScope is a value of scope with a treated person whose primary block is over.
type studyScope struct {
	name string
	// follows is the first start month, as 2022-06.
	follows string
	// wage is the mean wage of a year in work; NaN if unknown.
	wage float64
}

// scopes returns the scopes that can be evaluated. In the others nobody has been
// followed to the end of the primary block yet, or nobody has started.
func (e *evaluation) scopes(ctx context.Context) (all []studyScope, err error) {
	s := &e.definition.Study
	wage := "NULL"
	if s.YearlyWage != "" {
		wage = s.YearlyWage
	}
	rows, err := e.db.Collect(ctx, fmt.Sprintf(`SELECT scope, strftime(min(CASE WHEN treated THEN start_month END), '%%Y-%%m'), CAST((%s) AS DOUBLE)
		FROM %s GROUP BY scope HAVING count(CASE WHEN treated AND due_%d THEN 1 END) > 0 ORDER BY scope`, wage, sampleTable, s.PrimaryBlock))
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		all = append(all, studyScope{row[0].(string), row[1].(string), study.Number(row[2])})
	}
	return all, nil
}

// scope evaluates the effect for one scope and stores the result.
func (e *evaluation) scope(ctx context.Context, scope studyScope) error {
	var rows []evaluate.Row
	for cells, err := range e.db.Query(ctx, "SELECT * FROM "+sampleTable+" WHERE scope = ? ORDER BY start_month, person", scope.name) {
		if err != nil {
			return err
		}
		rows = append(rows, e.reader.Row(cells))
	}
	s := &e.definition.Study
	version, versions := versioned(e.known, e.evaluated.Hash)
	result := &record.Result{Result: evaluate.Scope(s.Plan(e.settings, scope.wage), rows), Effect: e.definition.Name, Scope: scope.name,
		Outcomes: s.Measured(), Version: version.Number, Versions: versions,
		Registered: version.Registered, Preregistered: version.preregistered(scope.follows), Substitutes: s.Substitutes}
	present := e.note(result)
	if low, high, ok := spread(e.known, e.evaluated.Hash, scope.name, present); ok {
		result.Low, result.High = &low, &high
	}
	result.Text = wording.Council(s.Facts(result))
	for _, t := range record.Tables() {
		if t.Name == record.Definition || t.Name == record.Outcome {
			continue
		}
		if err := e.store(ctx, t.Name, result.Rows(t.Name)); err != nil {
			return err
		}
	}
	return nil
}

// note adds a result to what is reported of the effect, and returns the estimate of
// the primary outcome, nil if there is none.
func (e *evaluation) note(r *record.Result) (primary *float64) {
	e.evaluated.Verdicts[r.Scope] = record.VerdictOf(r.Verdict)
	if r.MDE != nil {
		e.evaluated.Detectable[r.Scope] = *r.MDE
	}
	if estimate := r.Primary(); estimate != nil && estimate.Figures != nil {
		e.evaluated.Values[r.Scope] = estimate.ATT
		return &estimate.ATT
	}
	return nil
}

// finish stores what an effect has once, and reports it.
func (e *evaluation) finish(ctx context.Context) error {
	d := e.definition
	s := &d.Study
	row := []any{d.Name, d.Title.SV, d.Title.EN, d.Doc.SV, d.Doc.EN, s.DesignName(), s.Treatment.SV, s.Treatment.EN, s.Pool.SV, s.Pool.EN, s.ComparisonSource.SV, s.ComparisonSource.EN, int64(s.Anticipation),
		s.Primary, int64(s.PrimaryBlock), d.SQL, e.evaluated.Hash, d.BuiltIn}
	if err := e.store(ctx, record.Definition, [][]any{row}); err != nil {
		return err
	}
	var outcomes [][]any
	for i, o := range s.Outcomes {
		outcomes = append(outcomes, []any{d.Name, int64(i + 1), o.Name, o.Title.SV, o.Title.EN, o.Unit})
	}
	if err := e.store(ctx, record.Outcome, outcomes); err != nil {
		return err
	}
	months, err := e.db.Collect(ctx, "SELECT coalesce(strftime(max(month), '%Y-%m'), '') FROM core.outcome")
	if err != nil {
		return err
	}
	e.evaluated.Through, _ = months[0][0].(string)
	e.report.Effects = append(e.report.Effects, e.evaluated)
	return nil
}

func (e *evaluation) store(ctx context.Context, name string, rows [][]any) error {
	tables := record.Tables()
	i := slices.IndexFunc(tables, func(t record.Table) bool { return t.Name == name })
	return recordTable(tables[i]).insert(ctx, e.db, rows)
}
