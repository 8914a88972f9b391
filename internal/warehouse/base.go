package warehouse

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"dubbelkrona"
	"dubbelkrona/internal/durable"
)

// begin opens a private file with the tables of this version. It has the rows
// of the base if the base could be used, and none otherwise.
func (b *builder) begin(ctx context.Context) error {
	if err := b.fault(PointCopy); err != nil {
		return err
	}
	if err := b.copyBase(); err != nil {
		return fmt.Errorf("base copy: %w", err)
	}
	if err := b.fault(PointOpen); err != nil {
		return err
	}
	if b.fresh.EN == "" {
		if err := b.useBase(ctx); err != nil {
			return err
		}
	}
	if b.fresh.EN != "" {
		if err := b.open(ctx); err != nil {
			return err
		}
	}
	if err := b.fault(PointPrepare); err != nil {
		return err
	}
	if b.fresh.EN != "" {
		return b.create(ctx)
	}
	return b.sweep(ctx)
}

func (b *builder) open(ctx context.Context) (err error) {
	temp := filepath.Join(b.spec.Dir, tempDir)
	if err := os.MkdirAll(temp, 0o700); err != nil {
		return err
	}
	b.db, err = open(ctx, b.path, temp, b.spec.Limits, storageVersion)
	if err != nil {
		return err
	}
	// DuckDB creates its file by the umask. The file has personal data in it.
	return os.Chmod(b.path, 0o600)
}

// copyBase copies the base to the private path, or sets fresh to why there is
// no base.
func (b *builder) copyBase() error {
	if b.spec.Base == "" {
		b.fresh = dubbelkrona.Label{SV: "det finns ingen tidigare ögonblicksbild", EN: "there is no earlier snapshot"}
		return nil
	}
	if noWAL(b.spec.Base) != nil {
		b.fresh = dubbelkrona.Label{SV: "den förra ögonblicksbilden stängdes inte korrekt", EN: "the earlier snapshot was not closed properly"}
		return nil
	}
	err := durable.Copy(b.path, b.spec.Base, 0o600)
	if errors.Is(err, os.ErrNotExist) {
		b.fresh = dubbelkrona.Label{SV: "det finns ingen tidigare ögonblicksbild", EN: "there is no earlier snapshot"}
		return nil
	}
	return err
}

// useBase opens the copy of the base. If it cannot be used, useBase removes the
// copy and sets fresh to the reason.
func (b *builder) useBase(ctx context.Context) error {
	err := b.open(ctx)
	if err == nil {
		b.fresh = b.unlike(ctx)
	} else {
		b.fresh = dubbelkrona.Label{SV: "den förra ögonblicksbilden kan inte öppnas", EN: "the earlier snapshot cannot be opened"}
	}
	if cause := ctx.Err(); cause != nil {
		return cause
	}
	if b.fresh.EN == "" {
		return nil
	}
	b.hashes = map[string]tableSum{}
	return errors.Join(b.close(), b.clean())
}

// unlike returns why the opened base cannot be used, or an empty label if it
// can; then b.hashes are those of the base.
func (b *builder) unlike(ctx context.Context) dubbelkrona.Label {
	engine, err := EngineOf(ctx, b.db)
	switch {
	case err != nil:
		return dubbelkrona.Label{SV: "den förra ögonblicksbilden kan inte läsas", EN: "the earlier snapshot cannot be read"}
	case engine.Made != engine.Own:
		return dubbelkrona.Label{SV: fmt.Sprintf("den förra ögonblicksbilden gjordes av DuckDB %v, detta är %v", engine.Made, engine.Own),
			EN: fmt.Sprintf("the earlier snapshot was made by DuckDB %v, this is %v", engine.Made, engine.Own)}
	case engine.layout != fingerprint(b.spec.Comments):
		return dubbelkrona.Label{SV: "den förra ögonblicksbilden har andra tabelldefinitioner", EN: "the earlier snapshot has other table definitions"}
	}
	kept, err := keptSums(ctx, b.db)
	if err != nil {
		return dubbelkrona.Label{SV: "den förra ögonblicksbilden har inga innehållshashar", EN: "the earlier snapshot has no content hashes"}
	}
	for _, t := range loadedTables() {
		sum, ok := kept[t.name]
		row, err := b.db.one(ctx, "SELECT count(*) FROM "+quotePath(t.name))
		if !ok || err != nil || row[0] != sum.rows {
			return dubbelkrona.Label{SV: "den förra ögonblicksbilden har inte det antal rader som den uppger", EN: "the earlier snapshot does not have the number of rows that it records"}
		}
	}
	b.hashes = kept
	return dubbelkrona.Label{}
}

// create creates the schemas and tables in an empty file.
func (b *builder) create(ctx context.Context) error {
	statements := []string{"CREATE SCHEMA core", "CREATE SCHEMA metric", "CREATE SCHEMA meta"}
	for _, t := range loadedTables() {
		statements = append(statements, t.def(b.spec.Comments).statements()...)
	}
	for _, def := range ownTables(b.spec.Comments) {
		statements = append(statements, def.statements()...)
	}
	if err := b.db.script(ctx, statements); err != nil {
		return fmt.Errorf("tables create: %w", err)
	}
	return b.db.exec(ctx, "INSERT INTO meta.engine SELECT version(), ?", fingerprint(b.spec.Comments))
}

// sweep removes the tables and views that the steps of the base's build
// created, so that a model that is no longer defined disappears.
func (b *builder) sweep(ctx context.Context) error {
	keep := []string{"meta.segment", "meta.table_hash", "meta.engine"}
	for _, t := range loadedTables() {
		keep = append(keep, t.name)
	}
	rows, err := b.db.Collect(ctx, `
		SELECT 'VIEW', schema_name, view_name FROM duckdb_views() WHERE database_name = current_database() AND NOT internal
		UNION ALL
		SELECT 'TABLE', schema_name, table_name FROM duckdb_tables() WHERE database_name = current_database() AND NOT internal`)
	if err != nil {
		return err
	}
	var drops []string
	for _, row := range rows {
		name := row[1].(string) + "." + row[2].(string)
		if !slices.Contains(keep, name) {
			drops = append(drops, fmt.Sprintf("DROP %s %s.%s", row[0], Quote(row[1].(string)), Quote(row[2].(string))))
		}
	}
	if len(drops) == 0 {
		return nil
	}
	return b.db.script(ctx, drops)
}
