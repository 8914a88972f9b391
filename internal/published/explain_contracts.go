package published

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"dubbelkrona"

	"github.com/shopspring/decimal"
)

// shownContracts is the max number of contracts of an explanation.
const shownContracts = 100

// register is the contracts of the snapshot, and their rows in the tables.
type register struct {
	contracts map[string]dubbelkrona.ExplainedContract
	placed    map[string][]placed // by the relation that places them in groups
	rows      []segmentRows
}

// placed is a contract with the values of the dimensions by which it belongs to groups;
// a value that is unknown is nil.
type placed struct {
	contract   string
	dimensions map[string]*string
	year       *string
	month      *string
}

// segmentRows is the number of rows that a segment has about a contract.
type segmentRows struct {
	table    string
	contract string
	segment  int64
	rows     int64
}

// placements are the relations that place contracts in groups, by the name that the SQL
// of a metric reads them by, each with what it has of the dimensions.
var placements = []struct{ relation, query string }{
	{"metric.contract_value", `SELECT contract_id, municipality, procedure, service_area, CAST(year AS VARCHAR), NULL FROM metric.contract_value`},
	{"metric.contract_in_sek", `SELECT contract_id, municipality, procedure, service_area, strftime(day, '%Y'), strftime(day, '%Y-%m') FROM metric.contract_in_sek`},
	{"metric.contract_bought", `SELECT contract_id, municipality, procedure, service_area, strftime(day, '%Y'), strftime(day, '%Y-%m') FROM metric.contract_bought`},
	{"metric.contract_granted", `SELECT contract_id, municipality, NULL, service_area, strftime(day, '%Y'), strftime(day, '%Y-%m') FROM metric.contract_granted`},
	{"metric.sub_supplier_contract", `SELECT contract_id, municipality, NULL, NULL, strftime(day, '%Y'), strftime(day, '%Y-%m') FROM metric.sub_supplier_contract`},
	{"metric.spend_bought", `SELECT DISTINCT contract_ref, municipality, NULL, service_area, strftime(month, '%Y'), strftime(month, '%Y-%m')
		FROM metric.spend_bought WHERE contract_ref IS NOT NULL`},
	{"metric.spend_group", `SELECT DISTINCT g.contract_ref, g.municipality, NULL, c.service_area, strftime(g.month, '%Y'), strftime(g.month, '%Y-%m')
		FROM metric.spend_group AS g LEFT JOIN metric.contract_register AS c ON c.contract_id = g.contract_ref WHERE g.contract_ref IS NOT NULL`},
	{"metric.contract_spend", `SELECT DISTINCT g.contract_ref, coalesce(c.municipality, g.municipality), NULL, c.service_area, NULL, NULL
		FROM metric.spend_group AS g LEFT JOIN metric.contract_register AS c ON c.contract_id = g.contract_ref WHERE g.contract_ref IS NOT NULL`},
}

// about adds to an explanation what it says of the contracts of its cell: themselves,
// their parameters and effects, and their rows in the sources.
func (e *explainer) about(ctx context.Context, m *explained, x *dubbelkrona.Explanation) error {
	members, placing, err := e.members(ctx, m, x.Cell)
	if err != nil {
		return err
	}
	x.AllContracts = len(members)
	for _, id := range members {
		x.Contracts = append(x.Contracts, e.register.contracts[id])
	}
	slices.SortStableFunc(x.Contracts, func(a, b dubbelkrona.ExplainedContract) int {
		return cmp.Or(b.Spend.Unscaled.Cmp(a.Spend.Unscaled), strings.Compare(a.Contract, b.Contract))
	})
	if placing {
		x.Sources = e.register.used(x.Sources, members)
	}
	if x.Parameters, err = e.parameters(ctx, m, x.Contracts); err != nil {
		return err
	}
	if m.reads("effect.verdict") {
		x.Effects = e.general.effectsOf(x.Contracts)
	}
	x.Contracts = x.Contracts[:min(len(x.Contracts), shownContracts)]
	return nil
}

// members returns the contracts of a cell, sorted, and whether the metric is about
// contracts that can be placed in its groups at all.
func (e *explainer) members(ctx context.Context, m *explained, cell dubbelkrona.Cell) (ids []string, placing bool, err error) {
	if err := e.loadRegister(ctx); err != nil {
		return nil, false, err
	}
	for _, p := range placements {
		if !strings.Contains(m.SQL, p.relation+" AS ") && !strings.HasSuffix(m.SQL, p.relation) || !m.reads(p.relation) {
			continue
		}
		all, err := e.placed(ctx, p.relation, p.query)
		if err != nil {
			return nil, false, err
		}
		for _, c := range all {
			in, known := c.in(cell)
			if !known {
				return nil, false, nil
			}
			if in {
				ids = append(ids, c.contract)
			}
		}
		slices.Sort(ids)
		return slices.Compact(ids), true, nil
	}
	return nil, false, nil
}

// in reports whether the contract belongs to a cell; known is false if the cell has a
// dimension that does not place contracts.
func (c *placed) in(cell dubbelkrona.Cell) (in, known bool) {
	values := make(map[string]*string)
	if err := json.Unmarshal([]byte(cell.Dimensions.String()), &values); err != nil {
		return false, false
	}
	values["municipality"] = nil
	if cell.Municipality != "" {
		values["municipality"] = &cell.Municipality
	}
	in = true
	if cell.Grouping != "" {
		for name := range strings.SplitSeq(cell.Grouping, ",") {
			own, known := c.dimensions[name]
			if !known {
				return false, false
			}
			in = in && same(own, values[name])
		}
	}
	period := map[string]*string{"year": c.year, "month": c.month}[cell.PeriodGrain]
	switch {
	case cell.PeriodGrain == "all":
		return in, true
	case period == nil:
		return in && cell.Period == "unknown", true
	}
	return in && *period == cell.Period, true
}

func same(a, b *string) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

// placed returns the contracts as a relation places them in groups.
func (e *explainer) placed(ctx context.Context, relation, query string) ([]placed, error) {
	if all, read := e.register.placed[relation]; read {
		return all, nil
	}
	rows, err := e.db.Collect(ctx, query)
	if err != nil {
		return nil, err
	}
	all := make([]placed, len(rows))
	for i, r := range rows {
		all[i] = placed{text(r[0]), map[string]*string{"contract": textOrNil(r[0]), "municipality": textOrNil(r[1]), "procedure": textOrNil(r[2]), "service_area": textOrNil(r[3])},
			textOrNil(r[4]), textOrNil(r[5])}
	}
	e.register.placed[relation] = all
	return all, nil
}

func textOrNil(v any) *string {
	if s, ok := v.(string); ok {
		return &s
	}
	return nil
}

func (e *explainer) loadRegister(ctx context.Context) error {
	if e.register != nil {
		return nil
	}
	spend := "metric.spend_in_sek"
	if there, err := hasColumns(ctx, e.Snapshot, "metric.spend_in_sek", "contract_ref", "municipality", "amount"); err != nil {
		return err
	} else if !there { // the project's own model has others
		spend = "(SELECT '' AS contract_ref, '' AS municipality, 0 AS amount WHERE FALSE)"
	}
	r := &register{contracts: make(map[string]dubbelkrona.ExplainedContract), placed: make(map[string][]placed)}
	rows, err := e.db.Collect(ctx, `SELECT coalesce(c.contract_id, s.contract_id), c.title, c.supplier, coalesce(c.municipality, s.municipality), s.spend, coalesce(s.postings, 0)
		FROM (SELECT contract_id, min(title) AS title, min(supplier_name) AS supplier, min(municipality) AS municipality FROM core.contract GROUP BY contract_id) AS c
		FULL JOIN (SELECT contract_ref AS contract_id, min(municipality) AS municipality, CAST(sum(amount) AS DECIMAL(28, 2)) AS spend, count(*) AS postings
			FROM `+spend+` AS posting WHERE contract_ref IS NOT NULL GROUP BY contract_ref) AS s ON s.contract_id = c.contract_id`)
	if err != nil {
		return err
	}
	for _, row := range rows {
		c := dubbelkrona.ExplainedContract{Contract: text(row[0]), Title: text(row[1]), Supplier: text(row[2]), Municipality: text(row[3])}
		if spend, ok := row[4].(decimal.Decimal); ok {
			if c.Spend, err = dubbelkrona.NewNumber(spend.Coefficient(), int(-spend.Exponent())); err != nil {
				return fmt.Errorf("spend of contract %q: %w", c.Contract, err)
			}
		}
		c.Postings, _ = row[5].(int64)
		r.contracts[c.Contract] = c
	}
	if r.rows, err = collect(ctx, e.Snapshot, func(s *segmentRows) []any { return []any{&s.table, &s.contract, &s.segment, &s.rows} },
		`SELECT 'core.contract', contract_id, _segment, count(*) FROM core.contract GROUP BY ALL
		UNION ALL SELECT 'core.spend', contract_ref, _segment, count(*) FROM core.spend WHERE contract_ref IS NOT NULL GROUP BY ALL
		UNION ALL SELECT 'core.delivery', contract_ref, _segment, count(*) FROM core.delivery WHERE contract_ref IS NOT NULL GROUP BY ALL`); err != nil {
		return err
	}
	e.register = r
	return nil
}

// used returns the sources with their numbers of rows about contracts, without those of
// the tables of contracts that have none.
func (r *register) used(sources []dubbelkrona.ExplainedSource, contracts []string) (all []dubbelkrona.ExplainedSource) {
	type of struct {
		table   string
		segment int64
	}
	rows := make(map[of]int64)
	tables := make(map[string]bool)
	for _, s := range r.rows {
		tables[s.table] = true
		if _, found := slices.BinarySearch(contracts, s.contract); found {
			rows[of{s.table, s.segment}] += s.rows
		}
	}
	for _, s := range sources {
		n := rows[of{s.Table, s.Segment}]
		if tables[s.Table] {
			s.Used = dubbelkrona.Count{N: n, Valid: true}
		}
		if n > 0 || !tables[s.Table] {
			all = append(all, s)
		}
	}
	return all
}

// effectsOf returns the verdicts for the municipalities of contracts.
func (g *general) effectsOf(contracts []dubbelkrona.ExplainedContract) []dubbelkrona.ExplainedEffect {
	return slices.DeleteFunc(slices.Clone(g.effects), func(v dubbelkrona.ExplainedEffect) bool {
		return !slices.ContainsFunc(contracts, func(c dubbelkrona.ExplainedContract) bool { return c.Municipality == v.Scope })
	})
}
