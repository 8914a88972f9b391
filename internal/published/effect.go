package published

import (
	"context"
	"fmt"

	"dubbelkrona"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/wording"
	"dubbelkrona/metrics"
)

// Effects returns what the snapshot says of one effect, or of every effect for the
// empty name, by name, with texts in a language. A snapshot without the tables, which
// an earlier version made, is a NotFound error.
func (s *Snapshot) Effects(ctx context.Context, l wording.Language, effect string) ([]dubbelkrona.EffectResult, error) {
	if err := s.hasEffects(ctx); err != nil {
		return nil, err
	}
	header, err := s.Header(ctx)
	if err != nil {
		return nil, err
	}
	all, err := collect(ctx, s, func(e *dubbelkrona.EffectResult) []any {
		return []any{&e.Name, &e.Title, &e.Doc, &e.Design, &e.Primary, &e.PrimaryTitle, &e.PrimaryUnit, &e.PrimaryBlock, &e.BuiltIn, &e.Hash}
	}, fmt.Sprintf(`SELECT d.effect, d.title_%s, d.doc_%[1]s, d.design, d.primary_outcome, o.title_%[1]s, o.unit, d.primary_block, d.built_in, d.hash
		FROM effect.definition AS d LEFT JOIN effect.outcome AS o ON o.effect = d.effect AND o.outcome = d.primary_outcome
		WHERE ? IN ('', d.effect) ORDER BY d.effect`, l.Pick("sv", "en")), effect)
	for i := range all {
		all[i].Snapshot = header.Snapshot
		if all[i].Scopes, err = s.effectScopes(ctx, l, all[i].Name); err != nil {
			return nil, err
		}
	}
	return all, err
}

// hasEffects returns a NotFound error for a snapshot of an earlier version.
func (s *Snapshot) hasEffects(ctx context.Context) error {
	rows, err := s.db.Collect(ctx, "SELECT 1 FROM information_schema.tables WHERE table_schema = 'effect' LIMIT 1")
	if err == nil && len(rows) == 0 {
		err = dubbelkrona.Errorf(dubbelkrona.NotFound, "the published snapshot has no effects, since an earlier version made it; the next run adds them")
	}
	return err
}

func (s *Snapshot) effectScopes(ctx context.Context, l wording.Language, effect string) ([]dubbelkrona.EffectScope, error) {
	scopes, err := collect(ctx, s, func(v *dubbelkrona.EffectScope) []any {
		return []any{&v.Scope, &v.Name, &v.Verdict, &v.ClosedCheck, &v.State, &v.EarlierStart, &v.Text, &v.Treated, &v.Comparison, &v.Suppliers,
			&v.ESS, &v.Preliminary, &v.MDE, &v.Version, &v.Versions, &v.VersionLow, &v.VersionHigh, &v.Registered, &v.Preregistered}
	}, fmt.Sprintf(`SELECT v.scope, m.name, v.verdict, v.closed_check, v.state, v.earlier_start, v.text_%s, v.treated, v.comparison, v.suppliers,
			v.ess, v.preliminary, v.mde, v.version, v.versions, v.version_low, v.version_high, v.registered, v.preregistered
		FROM effect.verdict AS v LEFT JOIN (SELECT code, min(name) AS name FROM core.municipality GROUP BY code) AS m ON m.code = v.scope
		WHERE v.effect = ? ORDER BY v.scope`, l.Pick("sv", "en")), effect)
	if err != nil {
		return nil, err
	}
	estimates, err := s.effectEstimates(ctx, l, effect)
	if err != nil {
		return nil, err
	}
	findings, err := byScope(ctx, s, func(f *dubbelkrona.EffectFinding) []any {
		return []any{&f.Check, &f.State, &f.Value, &f.Limit, &f.Substitute}
	}, fmt.Sprintf("SELECT scope, check_name, state, value, limit_value, substitute_%s FROM effect.finding WHERE effect = ? ORDER BY scope, position", l.Pick("sv", "en")), effect)
	if err != nil {
		return nil, err
	}
	flags, err := byScope(ctx, s, func(flag *string) []any { return []any{flag} }, "SELECT scope, flag FROM effect.flag WHERE effect = ? ORDER BY scope, flag", effect)
	for i := range scopes {
		v := &scopes[i]
		v.Estimates, v.Findings, v.Flags = estimates.of(v.Scope), findings.of(v.Scope), flags.of(v.Scope)
	}
	return scopes, err
}

func (s *Snapshot) effectEstimates(ctx context.Context, l wording.Language, effect string) (scoped[dubbelkrona.EffectEstimate], error) {
	return byScope(ctx, s, func(e *dubbelkrona.EffectEstimate) []any {
		return []any{&e.Outcome, &e.Title, &e.Unit, &e.Block, &e.Primary, &e.Verdict, &e.Value, &e.Low, &e.High,
			&e.LowPublished, &e.HighPublished, &e.LowNext, &e.HighNext, &e.Treated, &e.Comparison}
	}, fmt.Sprintf(`SELECT e.scope, e.outcome, o.title_%s, e.unit, e.block, e.is_primary, e.verdict, e.att, e.low, e.high,
			e.low_published, e.high_published, e.low_next, e.high_next, e.treated, e.comparison
		FROM effect.estimate AS e LEFT JOIN effect.outcome AS o ON o.effect = e.effect AND o.outcome = e.outcome
		WHERE e.effect = ? ORDER BY e.scope, o.position, e.outcome, e.block`, l.Pick("sv", "en")), effect)
}

// Evaluations returns the evaluated effects of the snapshot: those of which a scope has
// a verdict. It is empty for a snapshot of an earlier version.
func (s *Snapshot) Evaluations(ctx context.Context) (all []ledger.EffectEvaluation, err error) {
	if err := s.hasEffects(ctx); err != nil {
		if dubbelkrona.KindOf(err) == dubbelkrona.NotFound {
			return nil, nil
		}
		return nil, err
	}
	type evaluated struct {
		effect, hash, scope string
		value               *float64
	}
	rows, err := collect(ctx, s, func(v *evaluated) []any { return []any{&v.effect, &v.hash, &v.scope, &v.value} }, `SELECT v.effect, d.hash, v.scope, e.att
		FROM effect.verdict AS v JOIN effect.definition AS d ON d.effect = v.effect
		LEFT JOIN effect.estimate AS e ON e.effect = v.effect AND e.scope = v.scope AND e.outcome = d.primary_outcome AND e.block = d.primary_block
		ORDER BY v.effect, v.scope`)
	for _, r := range rows {
		if len(all) == 0 || all[len(all)-1].Effect != r.effect {
			all = append(all, ledger.EffectEvaluation{Effect: r.effect, Hash: r.hash, Values: make(map[string]float64)})
		}
		if r.value != nil {
			all[len(all)-1].Values[r.scope] = *r.value
		}
	}
	return all, err
}

// FirstStarts returns the scopes of an effect in which somebody has started, with the
// first month of follow-up of each.
func (s *Snapshot) FirstStarts(ctx context.Context, d *metrics.Definition) ([]dubbelkrona.RegisteredScope, error) {
	return collect(ctx, s, func(v *dubbelkrona.RegisteredScope) []any { return []any{&v.Scope, &v.Name, &v.Follows} }, fmt.Sprintf(`SELECT r.scope, m.name, strftime(r.month, '%%Y-%%m')
		FROM (SELECT CAST(scope AS VARCHAR) AS scope, min(start_month) AS month FROM (
%s
) AS _rows WHERE treated GROUP BY 1) AS r LEFT JOIN (SELECT code, min(name) AS name FROM core.municipality GROUP BY code) AS m ON m.code = r.scope
		ORDER BY r.scope`, d.SQL))
}
