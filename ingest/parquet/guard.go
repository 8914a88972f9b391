package parquet

import (
	"fmt"
	"io"
	"sync/atomic"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/identity"
)

// guarded calls the library. What it panics with is a damaged file; an error
// of the reading goes before what the library made of it.
func (d *decoder) guarded(call func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errDamaged()
			if _, ok := p.(tooMuch); ok {
				err = dubbelkrona.Invalidf("to read it takes more than %d bytes of memory; write it with smaller pages, or it is damaged", d.alloc.limit)
			}
		}
		if d.src.err != nil {
			err = d.src.err
		}
	}()
	return call()
}

// source is the file as the library wants it; it keeps the first error that is
// one of the reading and not of the file.
type source struct {
	*io.SectionReader
	access ingest.RandomAccess
	err    error
}

// ReadAt implements io.ReaderAt.
func (s *source) ReadAt(p []byte, off int64) (int, error) {
	n, err := s.SectionReader.ReadAt(p, off)
	return n, s.keep(err)
}

// Read implements io.Reader.
func (s *source) Read(p []byte) (int, error) {
	n, err := s.SectionReader.Read(p)
	return n, s.keep(err)
}

func (s *source) keep(err error) error {
	if err != nil && err != io.EOF && s.err == nil {
		s.err = err
	}
	return err
}

// boundAllocator gives memory up to a limit and panics above it, which is how
// an allocator says no; guarded takes it from there. What a damaged file makes
// the library forget is collected with the allocator.
type boundAllocator struct {
	memory.Allocator
	limit int64
	used  atomic.Int64 // buffers may be released by finalizers
}

// tooMuch is what boundAllocator panics with.
type tooMuch struct{}

func newBoundAllocator(limit int64) *boundAllocator {
	return &boundAllocator{Allocator: memory.NewGoAllocator(), limit: limit}
}

func (a *boundAllocator) take(n int) {
	if a.used.Add(int64(n)) > a.limit {
		a.used.Add(int64(-n))
		panic(tooMuch{})
	}
}

// Allocate implements memory.Allocator.
func (a *boundAllocator) Allocate(size int) []byte {
	a.take(size)
	return a.Allocator.Allocate(size)
}

// Reallocate implements memory.Allocator.
func (a *boundAllocator) Reallocate(size int, b []byte) []byte {
	a.take(size - len(b))
	return a.Allocator.Reallocate(size, b)
}

// Free implements memory.Allocator.
func (a *boundAllocator) Free(b []byte) {
	a.used.Add(int64(-len(b)))
	a.Allocator.Free(b)
}

// masked is a column's name as it may be shown.
func masked(name string) string {
	shown, _ := identity.Mask(name)
	return dubbelkrona.Printable(shown)
}

// kindOf names a type without the names that it may hold.
func kindOf(t arrow.DataType) string { return fmt.Sprint(t.ID()) }
