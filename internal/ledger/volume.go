package ledger

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"math/big"
	"time"

	"dubbelkrona"
)

// Volume is the size of one table in a delivery, or in several together.
type Volume struct {
	Table string
	Rows  int64
	// Amount is the sum of the absolute amounts, in hundredths; nil if the
	// table has none, or if it is not known.
	Amount *big.Int
}

// Replaced is what a delivery is about to replace.
type Replaced struct {
	// Volumes are by table; a table without rows is not in them.
	Volumes map[string]Volume
	// Totals counts the rows with totals of the source's own that were left out.
	Totals int64
	// Committed is when the last part of it was committed; zero if there is none.
	Committed time.Time
}

// replacedByObject and replacedByPeriod choose the deliveries that another one
// replaces, see Commit; both have the arguments of replacing.
const (
	replacedByObject = "SELECT id FROM delivery WHERE source = :source AND id < :id AND object = :object"
	replacedByPeriod = `SELECT id FROM delivery WHERE source = :source AND id < :id AND (object = :object
		OR period <> '' AND (period = :period OR period = :whole OR substr(period, 1, length(:parts)) = :parts))`
)

// replacing are the arguments of those queries for the delivery of a number.
func replacing(source, object, period string, id int64) []any {
	whole, part := dubbelkrona.WholePeriod(period)
	parts := any(dubbelkrona.PeriodPart(whole, "")) // the prefix of the keys of all parts
	if part || period == "" {
		parts = nil
	}
	return []any{sql.Named("id", id), sql.Named("source", source), sql.Named("object", object), sql.Named("period", period),
		sql.Named("whole", whole), sql.Named("parts", parts)}
}

// Replaced returns what a delivery in a replacing mode would replace now.
func (ds Deliveries) Replaced(ctx context.Context, source, object, period string, mode dubbelkrona.LoadMode) (s Replaced, err error) {
	chosen := replacedByObject
	if mode == dubbelkrona.ReplacePeriod {
		chosen = replacedByPeriod
	}
	const maxNumber = int64(1) << 62
	args := replacing(source, object, period, maxNumber)
	if s.Volumes, err = ds.volumes(ctx, "volume look up: "+source, `SELECT b."table", b.rows, b.amount FROM delivery d JOIN brought b ON b.delivery = d.id
		WHERE d.issues_replaced_by IS NULL AND d.id IN (`+chosen+`)`, args...); err != nil {
		return s, err
	}
	_, err = ds.find(ctx, "volume look up: "+source, []any{timeIn(&s.Committed), &s.Totals}, `SELECT max(d.committed), coalesce(sum((SELECT sum(c.count) FROM issue_count c WHERE c.delivery = d.id AND c.rule = :total)), 0)
		FROM delivery d WHERE d.issues_replaced_by IS NULL AND d.id IN (`+chosen+`)`, append(args, sql.Named("total", dubbelkrona.RuleTotal))...)
	return s, err
}

// Periods returns the volumes of at most limit periods of a source before one,
// newest first. They have the same length as it and, if it is a part, are the
// same part.
func (ds Deliveries) Periods(ctx context.Context, source, before string, limit int) (all []map[string]Volume, err error) {
	what := "periods look up: " + source
	periods, err := list(ctx, ds.db, what, column[string],
		`SELECT DISTINCT period FROM delivery WHERE source = ?1 AND period < ?2 AND issues_replaced_by IS NULL
			AND length(period) = length(?2) AND coalesce(substr(period, nullif(instr(period, '#'), 0)), '') = coalesce(substr(?2, nullif(instr(?2, '#'), 0)), '')
			ORDER BY period DESC LIMIT ?3`, source, before, limit)
	for _, period := range periods {
		volumes, err := ds.volumes(ctx, what, `SELECT b."table", b.rows, b.amount FROM delivery d JOIN brought b ON b.delivery = d.id
			WHERE d.source = ? AND d.period = ? AND d.issues_replaced_by IS NULL`, source, period)
		if err != nil {
			return nil, err
		}
		all = append(all, volumes)
	}
	return all, err
}

// volumes adds up volumes by table. An amount that is not known makes the sum
// unknown.
func (ds Deliveries) volumes(ctx context.Context, what, query string, args ...any) (map[string]Volume, error) {
	all, err := list(ctx, ds.db, what, func(v *Volume) []any { return []any{&v.Table, &v.Rows, hundredths{&v.Amount}} }, query, args...)
	if err != nil {
		return nil, err
	}
	sums := make(map[string]Volume)
	for _, v := range all {
		sum, seen := sums[v.Table]
		switch {
		case !seen:
			sum = v
		case sum.Amount == nil || v.Amount == nil:
			sum.Rows, sum.Amount = sum.Rows+v.Rows, nil
		default:
			sum.Rows, sum.Amount = sum.Rows+v.Rows, new(big.Int).Add(sum.Amount, v.Amount)
		}
		sums[v.Table] = sum
	}
	return sums, nil
}

// hundredths is a nullable sum as the ledger stores it: as text, since it may
// be larger than SQLite's numbers.
type hundredths struct{ n **big.Int }

// Value implements driver.Valuer.
func (h hundredths) Value() (driver.Value, error) {
	if *h.n == nil {
		return nil, nil
	}
	return (*h.n).String(), nil
}

// Scan implements sql.Scanner.
func (h hundredths) Scan(v any) error {
	*h.n = nil
	if v == nil {
		return nil
	}
	text, isText := v.(string)
	n, ok := new(big.Int).SetString(text, 10)
	if !isText || !ok {
		return fmt.Errorf("amount stored as %T", v)
	}
	*h.n = n
	return nil
}
