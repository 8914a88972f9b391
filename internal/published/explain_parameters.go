package published

import (
	"context"
	"slices"

	"dubbelkrona"
)

// parameter is a row of metric.parameter_current with the series it belongs to.
type parameter struct {
	dubbelkrona.ExplainedParameter
	series string
	common bool
}

// commonReaders are the models by which a metric reads a parameter that is common to all
// contracts.
var commonReaders = map[string]string{"base_year": "metric.base_year", "kpi": "metric.price_factor", "exchange_rate": "metric.exchange_rate"}

// parameters returns the parameters that a metric reads for contracts, by name and
// scope: those of the most specific scope of each contract.
func (e *explainer) parameters(ctx context.Context, m *explained, contracts []dubbelkrona.ExplainedContract) ([]dubbelkrona.ExplainedParameter, error) {
	all := []dubbelkrona.ExplainedParameter{}
	if !m.reads("metric.parameter_current") && !m.reads("metric.base_year") && !m.reads("metric.exchange_rate") {
		return all, nil
	}
	current, err := e.current(ctx)
	if err != nil {
		return nil, err
	}
	used := usedScopes(current, contracts)
	for _, p := range current {
		switch reader, common := commonReaders[p.series]; {
		case common || p.common:
			if m.reads(reader) {
				all = append(all, p.ExplainedParameter)
			}
		case m.reads("metric.parameter_in_force") && used[[2]string{p.series, p.Scope}]:
			all = append(all, p.ExplainedParameter)
		}
	}
	return all, nil
}

// current returns the parameters in force, by name and scope.
func (e *explainer) current(ctx context.Context) (_ []parameter, err error) {
	if e.inForce != nil {
		return e.inForce, nil
	}
	e.inForce, err = collect(ctx, e.Snapshot, func(p *parameter) []any {
		return []any{&p.series, &p.common, &p.Name, &p.Scope, &p.Value, &p.Low, &p.High, &p.Unit, &p.Grade, &p.Origin, &p.Evidence}
	}, `SELECT coalesce(d.prefix, c.name), coalesce(d.common, FALSE), c.name, c.scope, c.value, c.low, c.high, c.unit, c.grade, c.origin, c.evidence
		FROM metric.parameter_current AS c LEFT JOIN metric.parameter_definition AS d ON d.name = c.name OR d.prefix = substr(c.name, 1, length(d.prefix))
		WHERE d.name IS NOT NULL ORDER BY c.name, c.scope`)
	return e.inForce, err
}

// usedScopes returns the scope that each series is taken from for each contract, by
// series and scope. Which municipality the participants live in is not released, so
// taxes and benefits are those of the buyer's.
func usedScopes(current []parameter, contracts []dubbelkrona.ExplainedContract) map[[2]string]bool {
	has := make(map[[2]string]bool)
	var series []string
	for _, p := range current {
		has[[2]string{p.series, p.Scope}] = true
		series = append(series, p.series)
	}
	slices.Sort(series)
	series = slices.Compact(series)
	used := make(map[[2]string]bool)
	for _, c := range contracts {
		scopes := []string{"contract:" + c.Contract, "municipality:" + c.Municipality, "region:" + c.Municipality[:min(2, len(c.Municipality))], "all"}
		for _, name := range series {
			at := slices.IndexFunc(scopes, func(scope string) bool { return has[[2]string{name, scope}] })
			if at >= 0 {
				used[[2]string{name, scopes[at]}] = true
			}
		}
	}
	return used
}
