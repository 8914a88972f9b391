package published

import (
	"cmp"
	"context"
	"math"
	"slices"

	"dubbelkrona"
)

// Contract returns the figures of a contract, or a NotFound error if it is not one that
// the double value considers.
func (s *Snapshot) Contract(ctx context.Context, id string) (c dubbelkrona.ContractFigures, err error) {
	rows, err := s.db.Collect(ctx, `SELECT covered, CAST(cost AS DOUBLE), CAST(service_value AS DOUBLE), CAST(subsidy AS DOUBLE),
			CAST(service_value + social_value AS DOUBLE) / cost, CAST(service_value AS DOUBLE) / cost, CAST(social_value AS DOUBLE) / cost,
			CAST(kommun AS DOUBLE) / cost, CAST(region AS DOUBLE) / cost, CAST(stat AS DOUBLE) / cost, CAST(individ AS DOUBLE) / cost,
			CAST(service_value + social_value - cost AS DOUBLE), person_years,
			CAST(2 * cost - service_value + subsidy AS DOUBLE) / nullif(CAST(labour_value_all AS DOUBLE) / nullif(participants, 0), 0), reading
		FROM metric.contract_value WHERE contract_id = ?`, id)
	if err != nil {
		return c, err
	}
	if len(rows) == 0 {
		return c, dubbelkrona.Errorf(dubbelkrona.NotFound, "contract %q is not among those that the double value considers: it needs spend, and a social requirement, a reservation or participants", id)
	}
	c.Contract, c.Values = id, make(map[string]float64)
	c.Covered, _ = rows[0][0].(bool)
	c.Reading = text(rows[0][len(rows[0])-1])
	for i, name := range dubbelkrona.ContractFigureNames() {
		if x, ok := rows[0][i+1].(float64); ok && !math.IsInf(x, 0) && !math.IsNaN(x) {
			c.Values[name] = x
		}
	}
	c.Lacks, err = s.lackedBy(ctx, id)
	return c, err
}

// lackedBy returns what a contract lacks.
func (s *Snapshot) lackedBy(ctx context.Context, id string) (names []dubbelkrona.LackedName, err error) {
	rows, err := s.db.Collect(ctx, `SELECT DISTINCT m.missing, w.sv, w.en
		FROM metric.contract_missing AS m LEFT JOIN metric.missing_reason AS w ON w.missing = m.missing
		WHERE m.contract_id = ? ORDER BY m.missing`, id)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		names = append(names, dubbelkrona.LackedName{Name: text(r[0]), Reason: dubbelkrona.Label{SV: text(r[1]), EN: text(r[2])}})
	}
	return names, nil
}

// EffectSettings returns the parameters of the estimation of effects that have a value.
func (s *Snapshot) EffectSettings(ctx context.Context) (map[string]float64, error) {
	rows, err := s.db.Collect(ctx, "SELECT name, value FROM metric.effect_setting WHERE value IS NOT NULL")
	if err != nil {
		return nil, err
	}
	all := make(map[string]float64)
	for _, r := range rows {
		all[text(r[0])], _ = r[1].(float64)
	}
	return all, nil
}

// Uncertainty returns what the draws say of the double value of all contracts, nil if
// it is unknown.
func (s *Snapshot) Uncertainty(ctx context.Context) (*dubbelkrona.Uncertainty, error) {
	rows, err := s.db.Collect(ctx, `SELECT p5, p50, p95, p_dv_ge_2, p_e_gt_0, effect_low, effect_high, displacement_low, displacement_high,
		reference_price_low, reference_price_high, discount_rate_low, discount_rate_high, drop_off_low, drop_off_high
		FROM metric.double_value_quantile WHERE everywhere`)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	var x []float64
	for _, cell := range rows[0] {
		number, known := cell.(float64)
		if !known {
			return nil, nil
		}
		x = append(x, number)
	}
	u := &dubbelkrona.Uncertainty{Low: x[0], Median: x[1], High: x[2], Double: x[3], Positive: x[4]}
	for i, input := range []string{"effect", "displacement", "reference_price", "discount_rate", "drop_off"} {
		if low, high := x[5+2*i], x[6+2*i]; low != high {
			u.Drivers = append(u.Drivers, dubbelkrona.Driver{Input: input, Low: low, High: high})
		}
	}
	slices.SortStableFunc(u.Drivers, func(a, b dubbelkrona.Driver) int {
		return cmp.Compare(math.Abs(b.High-b.Low), math.Abs(a.High-a.Low))
	})
	return u, nil
}
