package whatif

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"dubbelkrona/internal/warehouse"

	"github.com/shopspring/decimal"
)

// source is the source of the rows of a plan. No project can have one of that name.
const source = "whatif:plan"

// id is the contract's id in the private file, which has no other contract.
const id = "plan"

// insert writes the plan as rows of the tables that the models read. Its effect must
// have numbers.
func (p *Plan) insert(ctx context.Context, db *warehouse.DB) error {
	day := fmt.Sprintf("%04d-01-01", p.Year)
	one := func(table string, names []string, values ...any) error {
		return insert(ctx, db, table, names, [][]any{values})
	}
	if err := one("core.contract", []string{"contract_id", "municipality", "social_clause", "signed"}, id, p.Municipality, true, day); err != nil {
		return err
	}
	if err := one("core.spend", []string{"object", "municipality", "contract_ref", "date", "amount"}, id, p.Municipality, id, day, p.text("spend")); err != nil {
		return err
	}
	if p.Numbers["accepted_share"] != nil {
		if err := one("core.delivery", []string{"contract_ref", "period", "accepted_share", "reference_price", "reference_basis"},
			id, day, p.text("accepted_share"), p.text("reference_price"), p.basis()); err != nil {
			return err
		}
	}
	if err := p.insertPersons(ctx, db, day); err != nil {
		return err
	}
	return insert(ctx, db, "core.parameter", []string{"name", "scope", "valid_from", "value", "low", "high", "distribution", "grade", "source"}, p.parameters())
}

// text returns a number as text for DuckDB, NULL if it is not stated.
func (p *Plan) text(name string) any {
	if n := p.Numbers[name]; n != nil {
		return n.Value.String()
	}
	return nil
}

// basis is that of the reference price; without a price there is none.
func (p *Plan) basis() any {
	if p.Numbers["reference_price"] == nil {
		return nil
	}
	return "assumed"
}

// insertPersons writes as many participants as the plan has, in the buying municipality.
func (p *Plan) insertPersons(ctx context.Context, db *warehouse.DB, day string) error {
	var persons, placements [][]any
	for i := range p.Participants {
		person := fmt.Appendf(nil, "planned %08d", i)
		persons = append(persons, []any{person, p.Municipality, true})
		placements = append(placements, []any{person, id, "none", day, fmt.Sprintf("%04d-12-31", p.Year), p.text("extent")})
	}
	if err := insert(ctx, db, "core.participant", []string{"person", "municipality", "treated"}, persons); err != nil {
		return err
	}
	return insert(ctx, db, "core.placement", []string{"person", "contract_ref", "programme", "start", "end", "extent"}, placements)
}

// parameters are the rows of the plan's own scope, which come before all others.
func (p *Plan) parameters() (rows [][]any) {
	add := func(name string, n *Number) {
		row := []any{name, "contract:" + id, "2000-01-01", n.Value.String(), nil, nil, nil, "assumed", source}
		if n.Low != nil {
			row[4], row[5], row[6] = n.Low.String(), n.High.String(), "triangular"
		}
		if n.Distribution != "" {
			row[6] = n.Distribution
		}
		rows = append(rows, row)
	}
	for _, name := range []string{"own_administration", "state_subsidy", "wage_month", "displacement", "discount_rate", "drop_off", "horizon"} {
		if n := p.Numbers[name]; n != nil {
			add(name, n)
		}
	}
	if n := p.Numbers["reference_price"]; n != nil && n.Low != nil {
		low, high := n.Low.DivRound(n.Value, 6), n.High.DivRound(n.Value, 6)
		add("reference_price_factor", &Number{decimal.NewFromInt(1), &low, &high, n.Distribution})
	}
	for _, state := range slices.Sorted(maps.Keys(p.Shares)) {
		add("counterfactual_share."+state, p.Shares[state])
	}
	for year, effect := range p.Effect.ByYear {
		add("employment_effect."+strconv.Itoa(year), &Number{Value: decimal.NewFromFloat(effect).Round(6)})
	}
	add("employment_effect_se", &Number{Value: decimal.NewFromFloat(p.Effect.SE).Round(6)})
	return rows
}

// insert adds rows with their origin.
func insert(ctx context.Context, db *warehouse.DB, table string, names []string, rows [][]any) error {
	for i := range rows {
		rows[i] = append(rows[i], source, 0, i+1)
	}
	return db.Insert(ctx, table, append(names, "_source", "_segment", "_row"), rows)
}
