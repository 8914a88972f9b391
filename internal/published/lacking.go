package published

import (
	"context"
	"fmt"

	"dubbelkrona"
	"dubbelkrona/internal/config"
)

// optionalTerms are the parameters that the double value is computed without where
// no row has a value.
var optionalTerms = []string{"jobbstimulans", "regionreduktion", "utjamning_lambda", "utjamning_lambda_region", "mcpf"}

// Lacking returns what the double value lacks. The file that may be released does not
// have the models that it is read from.
func (s *Snapshot) Lacking(ctx context.Context) (all dubbelkrona.Lacking, err error) {
	header, err := s.Header(ctx)
	if err != nil {
		return all, err
	}
	all.Snapshot = header.Snapshot
	where, err := s.whereToFind(ctx)
	if err != nil {
		return all, err
	}
	if all.Names, err = s.lackedNames(ctx, where); err != nil {
		return all, err
	}
	if all.Omitted, err = s.omittedTerms(ctx, where); err != nil {
		return all, err
	}
	all.Included, all.Excluded, err = s.contractSums(ctx)
	return all, err
}

// whereToFind returns, by name, what the built-in rows without a value say on where
// the value may be found.
func (s *Snapshot) whereToFind(ctx context.Context) (map[string][]string, error) {
	rows, err := s.db.Collect(ctx, `SELECT name, source FROM core.parameter
		WHERE _source = ? AND grade = 'missing' AND value IS NULL AND source IS NOT NULL
		GROUP BY name, source ORDER BY name, min(valid_from), source`, config.ReservedSource)
	if err != nil {
		return nil, err
	}
	where := make(map[string][]string)
	for _, r := range rows {
		where[text(r[0])] = append(where[text(r[0])], text(r[1]))
	}
	return where, nil
}

func (s *Snapshot) lackedNames(ctx context.Context, where map[string][]string) (names []dubbelkrona.LackedName, err error) {
	// A contract may lack the same for several parts of its value.
	rows, err := s.db.Collect(ctx, `SELECT l.missing, w.sv, w.en, count(*) AS contracts, coalesce(sum(v.spend_seen), 0) AS spend
		FROM (SELECT DISTINCT contract_id, missing FROM metric.contract_missing) AS l
		LEFT JOIN metric.contract_value AS v ON v.contract_id = l.contract_id
		LEFT JOIN metric.missing_reason AS w ON w.missing = l.missing
		GROUP BY l.missing, w.sv, w.en
		ORDER BY spend DESC, contracts DESC, l.missing`)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		n := dubbelkrona.LackedName{Name: text(r[0]), Reason: dubbelkrona.Label{SV: text(r[1]), EN: text(r[2])}, Where: where[text(r[0])]}
		if n.ContractSum, err = contractSum(r[3], r[4]); err != nil {
			return nil, fmt.Errorf("%s: %w", n.Name, err)
		}
		names = append(names, n)
	}
	return names, nil
}

// omittedTerms returns the optional terms in their order. A term with a blank row
// may be among what the contract lacks, and is then not omitted.
func (s *Snapshot) omittedTerms(ctx context.Context, where map[string][]string) (terms []dubbelkrona.OmittedTerm, err error) {
	for _, name := range optionalTerms {
		rows, err := s.db.Collect(ctx, `SELECT count(DISTINCT s.contract_id)
			FROM metric.contract_scope AS s
			LEFT JOIN metric.parameter_in_force AS p
				ON p.contract_id = s.contract_id AND p.residence IS NOT DISTINCT FROM s.residence AND p.name = ? AND p.value IS NOT NULL
			LEFT JOIN metric.contract_missing AS m ON m.contract_id = s.contract_id AND m.missing = ?
			WHERE p.name IS NULL AND m.missing IS NULL`, name, name)
		if err != nil {
			return nil, err
		}
		if n, _ := rows[0][0].(int64); n > 0 {
			terms = append(terms, dubbelkrona.OmittedTerm{Name: name, Contracts: n, Where: where[name]})
		}
	}
	return terms, nil
}

func (s *Snapshot) contractSums(ctx context.Context) (included, excluded dubbelkrona.ContractSum, err error) {
	rows, err := s.db.Collect(ctx, `SELECT count(*) FILTER (covered), coalesce(sum(spend_seen) FILTER (covered), 0),
		count(*) FILTER (NOT covered), coalesce(sum(spend_seen) FILTER (NOT covered), 0)
		FROM metric.contract_value`)
	if err != nil {
		return included, excluded, err
	}
	if included, err = contractSum(rows[0][0], rows[0][1]); err != nil {
		return included, excluded, err
	}
	excluded, err = contractSum(rows[0][2], rows[0][3])
	return included, excluded, err
}

func contractSum(contracts, spend any) (sum dubbelkrona.ContractSum, err error) {
	sum.Contracts, _ = contracts.(int64)
	return sum, take(&sum.Spend, spend)
}
