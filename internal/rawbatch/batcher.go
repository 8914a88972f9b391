// Package rawbatch builds the batches that a format emits, row by row.
package rawbatch

import (
	"context"
	"slices"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"dubbelkrona"
	"dubbelkrona/ingest"
)

// Batcher builds raw batches: cells are added row by row, and batches are
// emitted at the sizes of ingest.Limits. It is not safe for concurrent use and
// must be closed.
type Batcher struct {
	ctx     context.Context
	in      ingest.Input
	emit    func(*dubbelkrona.RawBatch) error
	columns []column
	index   map[string]int
	fault   column
	faulty  bool // the batch has a faulty row
	rows    []int64
	bytes   int
	schema  *arrow.Schema // of columns, nil when one was added
	emitted bool          // a batch has been
	sheet   *dubbelkrona.Sheet
}

// New makes a batcher for one object.
func New(ctx context.Context, in ingest.Input, emit func(*dubbelkrona.RawBatch) error) *Batcher {
	return &Batcher{ctx: ctx, in: in, emit: emit, index: make(map[string]int), fault: column{name: ingest.FaultColumn}}
}

// Of sets the sheet of the following rows, to which their numbers refer.
func (b *Batcher) Of(sheet *dubbelkrona.Sheet) { b.sheet = sheet }

// Column returns the number of the column with a name, and adds the column if
// it is new; it is then NULL in the rows before. Too many columns, and the name
// of ingest.FaultColumn, are Invalid errors.
func (b *Batcher) Column(name string) (int, error) {
	if i, ok := b.index[name]; ok {
		return i, nil
	}
	if len(b.columns) >= b.in.Limits.Columns {
		return 0, dubbelkrona.Invalidf("it has more than %d columns", b.in.Limits.Columns)
	}
	if name == ingest.FaultColumn {
		return 0, dubbelkrona.Invalidf("a column is named %s, which is reserved; rename it", ingest.FaultColumn)
	}
	b.columns = append(b.columns, column{name: name})
	b.index[name] = len(b.columns) - 1
	b.schema = nil
	return len(b.columns) - 1, nil
}

// Header adds a column for each cell of a header, with the names of
// ColumnNames. A duplicate column's original name is kept in
// dubbelkrona.HeaderKey of its field, so that a mapping of that name finds both
// columns.
func (b *Batcher) Header(cells []string) error {
	first := len(b.columns)
	for i, name := range ColumnNames(cells) {
		at, err := b.Column(name)
		if err != nil {
			return err
		}
		if at != first+i {
			return dubbelkrona.Errorf(dubbelkrona.Internal, "column %d already exists", i+1)
		}
		if cleaned := CleanName(cells[i]); cleaned != name && cleaned != ingest.FaultColumn {
			b.columns[at].header = cleaned
		}
	}
	return nil
}

// Lookup returns the number of a column, if it exists.
func (b *Batcher) Lookup(name []byte) (int, bool) {
	i, ok := b.index[string(name)]
	return i, ok
}

// Set sets the current row's cell of a column, at most once per row (see Has).
// Cells that are not set are NULL. The bytes are copied.
func (b *Batcher) Set(col int, cell []byte) {
	c := &b.columns[col]
	if c.n < len(b.rows) {
		c.pad(b.in.Alloc, len(b.rows))
	}
	b.bytes += len(cell)
	c.put(b.in.Alloc, cell)
}

// Has reports whether the current row's cell of a column is set.
func (b *Batcher) Has(col int) bool { return b.columns[col].n > len(b.rows) }

// Fault sets the fault of the current row: a rule, a colon and an explanation
// without cell values. Only the first fault of a row is kept.
func (b *Batcher) Fault(text string) {
	if b.fault.n > len(b.rows) {
		return
	}
	b.fault.pad(b.in.Alloc, len(b.rows))
	b.fault.put(b.in.Alloc, []byte(text))
	b.faulty = true
}

// End ends the current row, which has number row in the object, and emits the
// batch if it is full. An error of emit is returned unchanged.
func (b *Batcher) End(row int64) error {
	if b.sheet != nil {
		row += int64(b.sheet.Number-1) * dubbelkrona.SheetRows
	}
	b.rows = append(b.rows, row)
	b.bytes += 4 * len(b.columns) // offsets, which dominate if many cells are absent
	if len(b.rows) >= b.in.Limits.BatchRows || b.bytes >= b.in.Limits.BatchBytes {
		return b.send()
	}
	return nil
}

// Flush ends the object and emits the remaining rows. An object without rows
// gives one empty batch, so that its columns are known.
func (b *Batcher) Flush() error {
	if len(b.rows) == 0 && b.emitted {
		return b.ctx.Err()
	}
	return b.send()
}

func (b *Batcher) send() error {
	if err := b.ctx.Err(); err != nil {
		return err
	}
	record := b.record()
	defer record.Release()
	rows := b.rows
	b.rows, b.bytes, b.faulty, b.emitted = make([]int64, 0, cap(rows)), 0, false, true
	return b.emit(&dubbelkrona.RawBatch{Origin: b.in.Origin, Record: record, Rows: rows, Sheet: b.sheet})
}

func (b *Batcher) record() arrow.Record {
	arrays := make([]arrow.Array, 0, len(b.columns)+1)
	finish := func(c *column) {
		c.pad(b.in.Alloc, len(b.rows))
		arrays = append(arrays, c.finish(b.in.Alloc))
	}
	for i := range b.columns {
		finish(&b.columns[i])
	}
	if b.schema == nil {
		b.schema = arrow.NewSchema(b.fields(), nil)
	}
	schema := b.schema
	if b.faulty {
		finish(&b.fault)
		schema = arrow.NewSchema(append(b.fields(), textField(ingest.FaultColumn)), nil)
	}
	record := array.NewRecord(schema, arrays, int64(len(b.rows)))
	for _, a := range arrays {
		a.Release()
	}
	return record
}

func (b *Batcher) fields() []arrow.Field {
	fields := make([]arrow.Field, 0, len(b.columns)+1)
	for i := range b.columns {
		field := textField(b.columns[i].name)
		if header := b.columns[i].header; header != "" {
			field.Metadata = arrow.NewMetadata([]string{dubbelkrona.HeaderKey}, []string{header})
		}
		fields = append(fields, field)
	}
	return slices.Clip(fields)
}

func textField(name string) arrow.Field {
	return arrow.Field{Name: name, Type: arrow.BinaryTypes.String, Nullable: true}
}

// Close releases what was not emitted.
func (b *Batcher) Close() {
	for i := range b.columns {
		b.columns[i].release()
	}
	b.fault.release()
	b.rows = nil
}
