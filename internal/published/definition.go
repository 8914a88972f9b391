package published

import (
	"context"
	"strings"
	"time"

	"dubbelkrona"
)

// Definitions returns the metrics of a snapshot by name, with their parts in order.
func Definitions(ctx context.Context, s *Snapshot) ([]dubbelkrona.MetricDefinition, error) {
	parts, err := byScope(ctx, s, func(p *dubbelkrona.MetricPart) []any {
		return []any{&p.Name, &p.Title.SV, &p.Title.EN, &p.Unit, &p.Expression}
	}, "SELECT metric, part, title_sv, title_en, unit, expression FROM metric.part ORDER BY metric, position")
	if err != nil {
		return nil, err
	}
	// A snapshot of an earlier version has neither goals nor owners.
	further := "'', ''"
	if there, err := hasColumns(ctx, s, "metric.definition", "agenda2030", "owner"); err != nil {
		return nil, err
	} else if there {
		further = "agenda2030, owner"
	}
	type row struct {
		dubbelkrona.MetricDefinition
		depends, by, goals string
		decimals           int64
	}
	rows, err := collect(ctx, s, func(r *row) []any {
		return []any{&r.Name, &r.Title.SV, &r.Title.EN, &r.Doc.SV, &r.Doc.EN, &r.Unit, &r.decimals, &r.Hash, &r.by, &r.depends, &r.BuiltIn, &r.goals, (*string)(&r.Owner)}
	}, `SELECT name, title_sv, title_en, doc_sv, doc_en, unit, decimals, hash, "by", depends, built_in, `+further+` FROM metric.definition ORDER BY name`)
	if err != nil {
		return nil, err
	}
	var all []dubbelkrona.MetricDefinition
	for _, r := range rows {
		r.Parts, r.Depends, r.Decimals, r.Goals = parts.of(r.Name), strings.Split(r.depends, ","), int(r.decimals), dubbelkrona.SplitGoals(r.goals)
		if r.by != "" {
			r.By = strings.Split(r.by, ",")
		}
		all = append(all, r.MetricDefinition)
	}
	return all, nil
}

// MunicipalityNames returns the names of municipalities by code.
func MunicipalityNames(ctx context.Context, s *Snapshot) (map[string]string, error) {
	type row struct{ code, name string }
	rows, err := collect(ctx, s, func(r *row) []any { return []any{&r.code, &r.name} }, "SELECT code, min(name) FROM core.municipality GROUP BY code")
	names := make(map[string]string)
	for _, r := range rows {
		names[r.code] = r.name
	}
	return names, err
}

// CPVDivisions returns the English names of the CPV divisions by their Swedish names.
// A snapshot of an earlier version has none.
func CPVDivisions(ctx context.Context, s *Snapshot) (map[string]string, error) {
	names := make(map[string]string)
	if there, err := hasColumns(ctx, s, "metric.cpv_division", "title_sv", "title_en"); err != nil || !there {
		return names, err
	}
	type row struct{ sv, en string }
	rows, err := collect(ctx, s, func(r *row) []any { return []any{&r.sv, &r.en} }, "SELECT title_sv, title_en FROM metric.cpv_division")
	for _, r := range rows {
		names[r.sv] = r.en
	}
	return names, err
}

// SourceAge is a source of the project, and how old its data was at the build. Times
// that are unknown are zero.
type SourceAge struct {
	Name             string
	Synthetic, Stale bool
	Delivered        time.Time // when it last delivered something new
	Read             time.Time // when it was last read completely
	Until            time.Time // when it stops being fresh
	Owner            dubbelkrona.Owner
	Tables           []string // those that have rows of it
}

// SourceAges returns the project's own sources, in the order of the configuration.
func SourceAges(ctx context.Context, s *Snapshot) ([]SourceAge, error) {
	tables, err := byScope(ctx, s, func(t *string) []any { return []any{t} }, "SELECT DISTINCT source, 'core.' || table_name AS name FROM meta.segment ORDER BY source, name")
	if err != nil {
		return nil, err
	}
	owner := "''" // a snapshot of an earlier version has none
	if there, err := hasColumns(ctx, s, "meta.source", "owner"); err != nil {
		return nil, err
	} else if there {
		owner = "owner"
	}
	all, err := collect(ctx, s, func(r *SourceAge) []any {
		return []any{&r.Name, &r.Synthetic, &r.Stale, &r.Delivered, &r.Read, &r.Until, (*string)(&r.Owner)}
	},
		"SELECT name, synthetic, stale, last_delivery, last_success, fresh_until, "+owner+" FROM meta.source WHERE NOT built_in")
	for i := range all {
		all[i].Tables = tables.of(all[i].Name)
	}
	return all, err
}

// Quarantined returns how many rows of each source and table are in quarantine, by rule.
func Quarantined(ctx context.Context, s *Snapshot) ([]dubbelkrona.IssueCount, error) {
	return collect(ctx, s, func(r *dubbelkrona.IssueCount) []any {
		r.Severity = dubbelkrona.Reject
		return []any{&r.Source, &r.Table, &r.Rule, &r.Count}
	}, `SELECT _source, "table", rule, count(*) FROM meta.issue WHERE severity = 'reject' GROUP BY ALL ORDER BY ALL`)
}

// InForce is a parameter as it was in force when a snapshot was built.
type InForce struct {
	Name, Scope, Unit, Grade, Evidence string
	Value, Low, High                   dubbelkrona.Number
	From                               time.Time // zero if not told
}

// ParametersInForce returns the parameters with a value whose scope is one of those
// given, by name. It returns none if the project's own model lacks a column of the
// built-in one.
func ParametersInForce(ctx context.Context, s *Snapshot, scopes ...string) (all []InForce, err error) {
	there, err := hasColumns(ctx, s, "metric.parameter_current", "name", "scope", "value", "low", "high", "unit", "grade", "valid_from", "evidence")
	if err != nil || !there {
		return nil, err
	}
	for _, scope := range scopes {
		some, err := collect(ctx, s, func(r *InForce) []any {
			return []any{&r.Name, &r.Scope, &r.Value, &r.Low, &r.High, &r.Unit, &r.Grade, &r.From, &r.Evidence}
		}, `SELECT name, scope, value, low, high, unit, grade, valid_from, evidence FROM metric.parameter_current WHERE scope = ? AND value IS NOT NULL ORDER BY ALL`, scope)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// Balanced is how much participants and comparison of an effect differ in one column
// before the start, in standard deviations. What is unknown is nil.
type Balanced struct {
	Effect, Scope, Column, Kind string
	Before, After               *float64 // without and with weights
}

// Balances returns the balance of every effect. It is empty for a snapshot of an earlier
// version.
func Balances(ctx context.Context, s *Snapshot) ([]Balanced, error) {
	if err := s.hasEffects(ctx); err != nil {
		if dubbelkrona.KindOf(err) == dubbelkrona.NotFound {
			return nil, nil
		}
		return nil, err
	}
	return collect(ctx, s, func(r *Balanced) []any { return []any{&r.Effect, &r.Scope, &r.Column, &r.Kind, &r.Before, &r.After} },
		"SELECT effect, scope, column_name, kind, before, after FROM effect.balance ORDER BY ALL")
}

// Considered is what is public of a contract that the double value considers.
type Considered struct {
	ID, Title, Supplier, Municipality string
	Year                              int64 // 0 if unknown
}

// ConsideredContracts returns the contracts that the double value considers, by id. It
// returns none if the project's own model lacks a column of the built-in one.
func ConsideredContracts(ctx context.Context, s *Snapshot) ([]Considered, error) {
	there, err := hasColumns(ctx, s, "metric.contract_value", "contract_id", "municipality", "year")
	if err != nil || !there {
		return nil, err
	}
	return collect(ctx, s, func(r *Considered) []any { return []any{&r.ID, &r.Title, &r.Supplier, &r.Municipality, &r.Year} },
		`SELECT v.contract_id, min(c.title), min(c.supplier_name), v.municipality, CAST(v.year AS BIGINT)
		FROM metric.contract_value AS v LEFT JOIN core.contract AS c ON c.contract_id = v.contract_id
		GROUP BY ALL ORDER BY v.contract_id`)
}

// hasColumns reports whether a table or view of a snapshot has columns: a project may
// replace a built-in model by one with others, and an earlier version lacks some.
func hasColumns(ctx context.Context, s *Snapshot, name string, columns ...string) (bool, error) {
	there, err := columnsOf(ctx, s, name)
	for _, c := range columns {
		if !there[c] {
			return false, err
		}
	}
	return true, err
}

// columnsOf returns the columns of a table or view, such as metric.result. The result is
// kept, since asking takes as long as reading many figures, and must not be changed.
func columnsOf(ctx context.Context, s *Snapshot, name string) (map[string]bool, error) {
	if known, ok := s.columns.Load(name); ok {
		return known.(map[string]bool), nil
	}
	schema, base, _ := strings.Cut(name, ".")
	rows, err := s.db.Collect(ctx, "SELECT column_name FROM duckdb_columns() WHERE database_name = current_database() AND schema_name = ? AND table_name = ?", schema, base)
	if err != nil {
		return nil, err
	}
	there := make(map[string]bool, len(rows))
	for _, r := range rows {
		there[text(r[0])] = true
	}
	s.columns.Store(name, there)
	return there, nil
}
