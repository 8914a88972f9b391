// Package rawbatch builds the batches that a format emits, row by row.
package rawbatch

import (
	"context"
	"slices"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona"
)

// FaultColumn is the reserved raw column in which a format reports that a row
// does not fit the columns: a rule, a colon and an explanation, such as
// "row.fields: 14 of 15 cells". NULL or a missing column means that the row is
// well-formed.
const FaultColumn = "_fault"

// Options describe the batches of one object.
type Options struct {
	Origin dubbelkrona.Origin
	Alloc  memory.Allocator
	// Columns is the max number of columns.
	Columns int
	// Rows and Bytes end a batch, whichever is reached first.
	Rows, Bytes int
	// Emit is called with each batch, which it must retain to keep it.
	Emit func(*dubbelkrona.RawBatch) error
}

// Batcher builds raw batches: cells are added row by row, and a batch is
// emitted when it is full. It is not safe for concurrent use and must be closed.
type Batcher struct {
	options Options
	ctx     context.Context
	columns []column
	index   map[string]int
	fault   column
	faulty  bool // the batch has a faulty row
	rows    []int64
	last    int64 // number of the last row
	bytes   int
	schema  *arrow.Schema // of columns, nil when one was added
	emitted bool          // a batch has been
	sheet   *dubbelkrona.Sheet
}

// New makes a batcher for one object.
func New(ctx context.Context, o Options) *Batcher {
	return &Batcher{options: o, ctx: ctx, index: make(map[string]int), fault: column{name: FaultColumn}}
}

// StartSheet ends the rows so far and starts those of a sheet, which has columns
// of its own and to which the numbers of its rows refer.
func (b *Batcher) StartSheet(sheet *dubbelkrona.Sheet) error {
	if b.sheet != nil {
		if err := b.Flush(); err != nil {
			return err
		}
	}
	b.Close()
	*b = *New(b.ctx, b.options)
	b.sheet = sheet
	return nil
}

// AddColumns adds columns in their order.
func (b *Batcher) AddColumns(names ...string) error {
	for _, name := range names {
		if _, err := b.Column(name); err != nil {
			return err
		}
	}
	return nil
}

// Column returns the number of the column with a name, and adds the column if
// it is new; it is then NULL in the rows before. Too many columns, and the name
// of FaultColumn, are Invalid errors.
func (b *Batcher) Column(name string) (int, error) {
	if i, ok := b.index[name]; ok {
		return i, nil
	}
	if len(b.columns) >= b.options.Columns {
		return 0, dubbelkrona.Invalidf("it has more than %d columns", b.options.Columns)
	}
	if name == FaultColumn {
		return 0, dubbelkrona.Invalidf("a column is named %s, which is reserved; rename it", FaultColumn)
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
		if cleaned := CleanName(cells[i]); cleaned != name && cleaned != FaultColumn {
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
		c.pad(b.options.Alloc, len(b.rows))
	}
	b.bytes += len(cell)
	c.put(b.options.Alloc, cell)
}

// SetText is Set for a text; an empty one stays NULL.
func (b *Batcher) SetText(col int, text string) {
	if text != "" {
		b.Set(col, []byte(text))
	}
}

// SetNamed is SetText for a column that exists, by its name.
func (b *Batcher) SetNamed(column, text string) { b.SetText(b.index[column], text) }

// Has reports whether the current row's cell of a column is set.
func (b *Batcher) Has(col int) bool { return b.columns[col].n > len(b.rows) }

// Fault sets the fault of the current row: a rule, a colon and an explanation
// without cell values, or empty for none. Only the first fault of a row is kept.
func (b *Batcher) Fault(text string) {
	if text == "" || b.fault.n > len(b.rows) {
		return
	}
	b.fault.pad(b.options.Alloc, len(b.rows))
	b.fault.put(b.options.Alloc, []byte(text))
	b.faulty = true
}

// End ends the current row, which has number row in the object, and emits the
// batch if it is full. An error of emit is returned unchanged.
func (b *Batcher) End(row int64) error {
	b.last = row
	if b.sheet != nil {
		row += int64(b.sheet.Number-1) * dubbelkrona.SheetRows
	}
	b.rows = append(b.rows, row)
	b.bytes += 4 * len(b.columns) // offsets, which dominate if many cells are absent
	if len(b.rows) >= b.options.Rows || b.bytes >= b.options.Bytes {
		return b.send()
	}
	return nil
}

// EndNext is End for rows that are numbered from 1.
func (b *Batcher) EndNext() error { return b.End(b.last + 1) }

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
	return b.options.Emit(&dubbelkrona.RawBatch{Origin: b.options.Origin, Record: record, Rows: rows, Sheet: b.sheet})
}

func (b *Batcher) record() arrow.Record {
	arrays := make([]arrow.Array, 0, len(b.columns)+1)
	finish := func(c *column) {
		c.pad(b.options.Alloc, len(b.rows))
		arrays = append(arrays, c.finish(b.options.Alloc))
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
		schema = arrow.NewSchema(append(b.fields(), textField(FaultColumn)), nil)
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
