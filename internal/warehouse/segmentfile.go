package warehouse

import (
	"errors"
	"fmt"
	"os"

	"dubbelkrona"
	"dubbelkrona/internal/lake"

	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

// checkSegment reads a segment's footer and returns an error if the file does
// not match the ledger: DuckDB would silently convert columns of other types.
// lacks are the columns added to the table since the file was written.
func checkSegment(path string, t *dubbelkrona.Table, s dubbelkrona.Segment) (lacks []string, err error) {
	schema, rows := t.Schema(), s.Rows
	if (s.Pack != dubbelkrona.Pack{}) {
		schema, rows = lake.PackSchema(t), s.Pack.Rows
	}
	wrong := func(format string, args ...any) ([]string, error) {
		return nil, fmt.Errorf("segment %d: %s: %w", s.ID, path, fmt.Errorf(format, args...))
	}
	r, err := file.OpenParquetFile(path, false)
	if errors.Is(err, os.ErrNotExist) {
		return wrong("the file is missing: restore the lake from its backup")
	}
	if err != nil {
		return wrong("not a complete Parquet file (%w): restore the lake from its backup", err)
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	if r.NumRows() != rows {
		return wrong("%d rows, but the ledger has %d", r.NumRows(), rows)
	}
	got, err := pqarrow.FromParquet(r.MetaData().Schema, nil, r.MetaData().KeyValueMetadata())
	if err != nil {
		return wrong("schema read: %w", err)
	}
	lacks, difference := lake.Differ(got, schema)
	if difference != "" {
		return wrong("%s: the file does not have the schema of table %s", difference, t.Name)
	}
	return lacks, nil
}
