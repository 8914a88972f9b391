package sql

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/charset"
	"dubbelkrona/internal/rawbatch"
)

// format reads what place writes. A row's number is its position in the result.
type format struct{}

// Charset implements ingest.Format.
func (format) Charset() charset.Charset { return charset.UTF8 }

// Decode implements ingest.Format.
func (format) Decode(_ context.Context, in ingest.Input, b *rawbatch.Batcher) error {
	r, err := in.Open()
	if err != nil {
		return err
	}
	lines := json.NewDecoder(bufio.NewReaderSize(r, 64<<10))
	var titles []string
	if err := lines.Decode(&titles); err != nil {
		return broken(err)
	}
	if err := b.Header(titles); err != nil {
		return err
	}
	for n := int64(1); ; n++ {
		var cells []*string
		if err := lines.Decode(&cells); err == io.EOF {
			return nil
		} else if err != nil {
			return broken(err)
		}
		if len(cells) != len(titles) {
			return broken(nil)
		}
		for i, c := range cells {
			if c != nil {
				b.Set(i, []byte(*c))
			}
		}
		if err := b.End(n); err != nil {
			return err
		}
	}
}

// broken returns an Invalid error for lines that place does not write, and
// errors of reading unchanged.
func broken(err error) error {
	var classified *dubbelkrona.Error
	if errors.As(err, &classified) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return dubbelkrona.Invalidf("the rows of the query's result are damaged")
}
