package pipeline

import (
	"context"
	"fmt"
	"io"
	"math/big"

	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/warehouse"

	"github.com/shopspring/decimal"
)

// The rules of notes that are no remarks of deliveries.
const (
	ruleHeld       = "volume.held"  // a version is held back, the former one holds
	ruleQuarantine = "quarantine"   // rows are in quarantine
	ruleNothing    = "source.empty" // nothing was found where the source looks
)

var (
	noteTable = warehouse.TableDef{Name: "meta.delivery_note", Comment: "What figures that rest on a delivery must say with them. Vad som måste sägas om en leverans varhelst den används.", Columns: []warehouse.ColumnDef{
		{Name: "source", Type: "VARCHAR", Comment: "source"},
		{Name: "object", Type: "VARCHAR", Comment: "object; NULL for the source as a whole"},
		{Name: "table_name", Type: "VARCHAR", Comment: "table in schema core"},
		{Name: "rule", Type: "VARCHAR", Comment: "what it is about: volume.fell, volume.period, volume.held, total.gone, quarantine, cursor.ahead or source.empty"},
		{Name: "rows", Type: "BIGINT", Comment: "rows of the delivery; for quarantine the rows in it, for volume.held the rows that are not taken"},
		{Name: "rows_before", Type: "BIGINT", Comment: "rows that they are compared with; for quarantine the rows that are in"},
		{Name: "amount", Type: "DECIMAL(38,2)", Comment: "sum of the absolute amounts of rows; NULL where there is none"},
		{Name: "amount_before", Type: "DECIMAL(38,2)", Comment: "the same of rows_before"},
		{Name: "since", Type: "TIMESTAMP", Comment: "UTC"},
	}}
	acceptanceTable = warehouse.TableDef{Name: "meta.acceptance", Comment: "Deliveries that were held back and that somebody accepted. Leveranser som hölls tillbaka och som någon godtog.", Columns: []warehouse.ColumnDef{
		{Name: "source", Type: "VARCHAR", Comment: "source"},
		{Name: "object", Type: "VARCHAR", Comment: "object"},
		{Name: "sha256", Type: "VARCHAR", Comment: "of the bytes that were accepted, and no others"},
		{Name: "reason", Type: "VARCHAR", Comment: "why"},
		{Name: "accepted_by", Type: "VARCHAR", Comment: "user of the machine"},
		{Name: "accepted_at", Type: "TIMESTAMP", Comment: "UTC"},
		{Name: "taken", Type: "BOOLEAN", Comment: "true once it was read"},
	}}
)

// notes are the remarks on all that is live and on what was held back or does
// not come.
func (b *builder) notes(ctx context.Context) ([]ledger.Remark, error) {
	all, err := b.Ledger.Deliveries.Remarks(ctx)
	if err != nil {
		return nil, err
	}
	quarantined, err := b.Ledger.Deliveries.Quarantined(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range quarantined {
		r.Rule = ruleQuarantine
		all = append(all, r)
	}
	for _, src := range b.plan.Sources {
		f := b.fresh[src.Name]
		for _, h := range f.Held {
			for _, c := range h.Changes {
				c.Source, c.Object, c.Rule, c.Since = h.Source, h.Object, ruleHeld, h.Since
				all = append(all, c)
			}
		}
		if f.Nothing {
			all = append(all, ledger.Remark{Source: src.Name, Rule: ruleNothing})
		}
	}
	return all, nil
}

// writeNotes fills the meta tables about deliveries. A remark about no table
// is about all that the source fills.
func (b *builder) writeNotes(ctx context.Context, db *warehouse.DB) error {
	notes, err := b.notes(ctx)
	if err != nil {
		return err
	}
	var rows [][]any
	for _, n := range notes {
		for _, table := range b.tablesOf(n) {
			rows = append(rows, []any{n.Source, textOrNull(n.Object), table, n.Rule, countOrNull(n.Rows), countOrNull(n.Before),
				amountOrNull(n.Amount), amountOrNull(n.AmountBefore), instant(n.Since)})
		}
	}
	if err := insert(ctx, db, noteTable, rows); err != nil {
		return err
	}
	accepted, err := b.Ledger.Acceptances.Latest(ctx, 0)
	if err != nil {
		return err
	}
	rows = nil
	for _, a := range accepted {
		rows = append(rows, []any{a.Source, a.Object, a.SHA256, a.Reason, a.User, a.At.UTC(), a.Taken})
	}
	return insert(ctx, db, acceptanceTable, rows)
}

func (b *builder) tablesOf(n ledger.Remark) (tables []string) {
	if n.Table != "" {
		return []string{n.Table}
	}
	for _, src := range b.plan.Sources {
		if src.Name == n.Source {
			for _, t := range src.Plan.Tables() {
				tables = append(tables, t.Name)
			}
		}
	}
	return tables
}

// hashMarks writes what marks figures and is no delivery: that a source is
// stale, that a version is held back, that nothing was found.
func (b *builder) hashMarks(to io.Writer) {
	for _, src := range b.plan.Sources {
		f := b.fresh[src.Name]
		if f.Stale {
			fmt.Fprintf(to, "source %s stale\n", src.Name)
		}
		if f.Nothing {
			fmt.Fprintf(to, "source %s nothing\n", src.Name)
		}
		for _, h := range f.Held {
			fmt.Fprintf(to, "source %s held %q %s\n", src.Name, h.Object, h.SHA256)
		}
	}
}

func textOrNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func countOrNull(n *int64) any {
	if n == nil {
		return nil
	}
	return *n
}

// amountOrNull writes hundredths as a decimal.
func amountOrNull(n *big.Int) any {
	if n == nil {
		return nil
	}
	const scale = 2
	return decimal.NewFromBigInt(n, -scale).StringFixed(scale)
}
