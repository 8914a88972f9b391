package pipeline

import (
	"context"
	"fmt"
	"io"
	"math/big"
	"time"

	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/warehouse"

	"github.com/shopspring/decimal"
)

// The rules of notes that are not remarks of deliveries in the ledger.
const (
	ruleHeld       = "volume.held"  // a version is held back, and the former one stays
	ruleQuarantine = "quarantine"   // rows are in quarantine
	ruleNothing    = "source.empty" // nothing was found where the source looks
)

var (
	noteTable = warehouse.TableDef{Name: "meta.delivery_note", Comment: "Remarks that must accompany figures which depend on a delivery. Anmärkningar som måste följa med tal som bygger på en leverans.", Columns: []warehouse.ColumnDef{
		{Name: "source", Type: "VARCHAR", Comment: "source"},
		{Name: "object", Type: "VARCHAR", Comment: "object; NULL for the source as a whole"},
		{Name: "table_name", Type: "VARCHAR", Comment: "table in schema core"},
		{Name: "rule", Type: "VARCHAR", Comment: "kind of remark: volume.fell, volume.period, volume.held, total.gone, quarantine, cursor.ahead or source.empty"},
		{Name: "rows", Type: "BIGINT", Comment: "rows of the delivery; for quarantine those in quarantine, for volume.held those that are held back"},
		{Name: "rows_before", Type: "BIGINT", Comment: "rows that they are compared with; for quarantine the rows that were accepted"},
		{Name: "amount", Type: "DECIMAL(38,2)", Comment: "sum of the absolute amounts of rows; NULL if there is none"},
		{Name: "amount_before", Type: "DECIMAL(38,2)", Comment: "the same of rows_before"},
		{Name: "since", Type: "TIMESTAMP", Comment: "UTC"},
	}}
	acceptanceTable = warehouse.TableDef{Name: "meta.acceptance", Comment: "Deliveries that were held back and that somebody accepted. Leveranser som hölls tillbaka och som någon godtog.", Columns: []warehouse.ColumnDef{
		{Name: "source", Type: "VARCHAR", Comment: "source"},
		{Name: "object", Type: "VARCHAR", Comment: "object"},
		{Name: "sha256", Type: "VARCHAR", Comment: "of the bytes that were accepted"},
		{Name: "reason", Type: "VARCHAR", Comment: "why"},
		{Name: "accepted_by", Type: "VARCHAR", Comment: "user of the operating system"},
		{Name: "accepted_at", Type: "TIMESTAMP", Comment: "UTC"},
		{Name: "taken", Type: "BOOLEAN", Comment: "true once it was read"},
	}}
)

// notes returns the remarks on live deliveries, quarantined rows, held versions
// and sources at which nothing was found.
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
		for _, h := range b.held[src.Name] {
			for _, c := range h.Changes {
				c.Source, c.Object, c.Rule, c.Since = h.Source, h.Object, ruleHeld, h.Since
				all = append(all, c)
			}
		}
		if b.sources[src.Name].Nothing {
			all = append(all, ledger.Remark{Source: src.Name, Rule: ruleNothing})
		}
	}
	return all, nil
}

// writeNotes fills the tables of schema meta about deliveries. A remark without a
// table applies to all tables that the source fills.
func (b *builder) writeNotes(ctx context.Context, db *warehouse.DB) error {
	notes, err := b.notes(ctx)
	if err != nil {
		return err
	}
	var rows [][]any
	for _, n := range notes {
		for _, table := range b.tablesOf(n) {
			rows = append(rows, []any{n.Source, nullable(n.Object), table, n.Rule, n.Rows, n.Before,
				amountOrNull(n.Amount), amountOrNull(n.AmountBefore), instant(n.Since)})
		}
	}
	if err := noteTable.Fill(ctx, db, rows); err != nil {
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
	return acceptanceTable.Fill(ctx, db, rows)
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

// hashMarks writes the state of the sources that figures are marked with: stale,
// with versions held back, nothing found. If there are undertakings it writes the day,
// so that one which becomes late is published.
func (b *builder) hashMarks(to io.Writer) {
	if b.due {
		fmt.Fprintf(to, "day %s\n", b.Now().UTC().Format(time.DateOnly))
	}
	for _, src := range b.plan.Sources {
		f := b.sources[src.Name]
		if f.Stale {
			fmt.Fprintf(to, "source %s stale\n", src.Name)
		}
		if f.Nothing {
			fmt.Fprintf(to, "source %s nothing\n", src.Name)
		}
		for _, h := range b.held[src.Name] {
			fmt.Fprintf(to, "source %s held %q %s\n", src.Name, h.Object, h.SHA256)
		}
	}
}

// amountOrNull returns hundredths as a decimal for DuckDB, NULL for nil.
func amountOrNull(n *big.Int) any {
	if n == nil {
		return nil
	}
	const scale = 2
	return decimal.NewFromBigInt(n, -scale).StringFixed(scale)
}
