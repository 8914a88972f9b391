package ingest_test

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow/go/v15/arrow/array"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/charset"
	"dubbelkrona/internal/rawbatch"
)

// pairs is a format: each line of an object is a row of cells such as
// supplier=Bageriet amount=125.
type pairs struct{}

// Charset implements ingest.Format.
func (pairs) Charset() charset.Charset { return charset.Detect }

// Decode implements ingest.Format.
func (pairs) Decode(_ context.Context, in ingest.Input, b *rawbatch.Batcher) error {
	r, err := in.Open()
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(r)
	for n := int64(1); lines.Scan(); n++ {
		for _, pair := range strings.Fields(lines.Text()) {
			name, cell, ok := strings.Cut(pair, "=")
			if !ok {
				b.Fault("row.pair: a cell has no name")
				continue
			}
			col, err := b.Column(name)
			if err != nil {
				return err
			}
			b.Set(col, []byte(cell))
		}
		if err := b.End(n); err != nil {
			return err
		}
	}
	return lines.Err()
}

// memory is a place: contents of objects by name.
type memory map[string]string

// Objects implements ingest.Place.
func (m memory) Objects(context.Context) (all []ingest.Object, err error) {
	for name, content := range m {
		all = append(all, ingest.NewObject(name, int64(len(content)), time.Time{}))
	}
	return all, nil
}

// Open implements ingest.Place.
func (m memory) Open(_ context.Context, obj ingest.Object) (io.ReadCloser, error) {
	content, ok := m[obj.Name]
	if !ok {
		return nil, dubbelkrona.Errorf(dubbelkrona.NotFound, "it is gone")
	}
	return io.NopCloser(strings.NewReader(content)), nil
}

// hours is a source that is both place and format. It has an object for each hour,
// whose number is its cursor.
type hours struct{ readings []string }

// Objects implements ingest.Source: it lists the objects after the cursor.
func (h hours) Objects(_ context.Context, cursor []byte) iter.Seq2[ingest.Object, error] {
	return func(yield func(ingest.Object, error) bool) {
		done, _ := strconv.Atoi(string(cursor)) // 0 at the beginning
		for hour := done; hour < len(h.readings); hour++ {
			obj := ingest.NewObject(strconv.Itoa(hour), int64(len(h.readings[hour])), time.Time{})
			obj.Cursor = []byte(strconv.Itoa(hour + 1))
			if !yield(obj, nil) {
				return
			}
		}
	}
}

// Inspect implements ingest.Source.
func (h hours) Inspect(_ context.Context, obj ingest.Object) (dubbelkrona.Origin, error) {
	hour, err := strconv.Atoi(obj.Name)
	if err != nil {
		return dubbelkrona.Origin{}, err
	}
	sum := sha256.Sum256([]byte(h.readings[hour]))
	return dubbelkrona.Origin{Source: "meter", Object: obj.Label, SHA256: hex.EncodeToString(sum[:]), Bytes: obj.Size}, nil
}

// Read implements ingest.Source.
func (h hours) Read(ctx context.Context, obj ingest.Object, origin dubbelkrona.Origin, emit func(*dubbelkrona.RawBatch) error) error {
	now, err := h.Inspect(ctx, obj)
	if err != nil {
		return err
	}
	if now.SHA256 != origin.SHA256 {
		return dubbelkrona.Errorf(dubbelkrona.Conflict, "it changed since it was inspected")
	}
	env := ingest.Env{}.WithDefaults()
	b := ingest.Input{Origin: origin, Alloc: env.Alloc, Limits: env.Limits}.Batcher(ctx, emit)
	defer b.Close()
	hour, _ := strconv.Atoi(obj.Name)
	if err := b.Header([]string{"reading"}); err != nil {
		return err
	}
	b.Set(0, []byte(h.readings[hour]))
	if err := b.End(1); err != nil {
		return err
	}
	return b.Flush()
}

// show reads the objects of a source after a cursor and prints each row.
func show(src ingest.Source, cursor string) error {
	ctx := context.Background()
	for obj, err := range src.Objects(ctx, []byte(cursor)) {
		if err != nil {
			return err
		}
		origin, err := src.Inspect(ctx, obj)
		if err != nil {
			return err
		}
		err = src.Read(ctx, obj, origin, func(raw *dubbelkrona.RawBatch) error {
			for i, row := range raw.Rows {
				line := fmt.Sprintf("%s row %d:", origin.Object, row)
				for c, column := range raw.Record.Columns() {
					if column.IsValid(i) {
						line += fmt.Sprintf(" %s=%s", raw.Record.ColumnName(c), column.(*array.String).Value(i))
					}
				}
				fmt.Println(line)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// A format decodes one object into batches of text, wherever the bytes come from. A
// row that cannot be split into columns has the reason in a column of its own; the
// other rows are kept.
func ExampleFormat() {
	place := memory{"ledger.txt": "supplier=Bageriet amount=125\nsupplier=Snickeriet 80\n"}
	if err := show(ingest.New("ledger", place, ingest.Always(pairs{}), ingest.Env{}), ""); err != nil {
		fmt.Println(err)
	}
	// Output:
	// ledger.txt row 1: supplier=Bageriet amount=125
	// ledger.txt row 2: supplier=Snickeriet _fault=row.pair: a cell has no name
}

// A place lists objects and opens their bytes, and does not interpret them. Text in
// Windows-1252 is passed to the format as UTF-8.
func ExamplePlace() {
	place := memory{"suppliers.txt": "supplier=L\xf6nnkrafts"}
	if err := show(ingest.New("suppliers", place, ingest.Always(pairs{}), ingest.Env{}), ""); err != nil {
		fmt.Println(err)
	}
	// Output:
	// suppliers.txt row 1: supplier=Lönnkrafts
}

// A source with cursors continues after the last committed object.
func ExampleSource() {
	meter := hours{readings: []string{"17.2", "18.0", "18.4"}}
	if err := show(meter, "1"); err != nil {
		fmt.Println(err)
	}
	// Output:
	// 1 row 1: reading=18.0
	// 2 row 1: reading=18.4
}
