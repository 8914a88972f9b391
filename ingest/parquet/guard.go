package parquet

import (
	"fmt"
	"io"
	"sync/atomic"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona"
)

// guarded calls the library and turns its panics into errors of a damaged file.
// An error of reading the file takes precedence over the library's error.
func (d *decoder) guarded(call func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errDamaged()
			if _, ok := p.(tooMuch); ok {
				err = dubbelkrona.Invalidf("reading it takes more than %d bytes of memory; it is damaged, or must be written with smaller pages", d.alloc.limit)
			}
		}
		if d.src.err != nil {
			err = d.src.err
		}
	}()
	return call()
}

// source is the file for the library. It keeps the first error that is about
// reading and not about the file's content.
type source struct {
	*io.SectionReader
	err error
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

// boundAllocator allocates memory up to a limit and panics above it, since an
// allocator cannot return an error; guarded recovers. Memory that the library
// loses on a damaged file is collected with the allocator.
type boundAllocator struct {
	memory.Allocator
	limit int64
	used  atomic.Int64 // buffers may be released by finalizers
}

// tooMuch is the panic value of boundAllocator.
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

// kindOf names a type without the field names in it.
func kindOf(t arrow.DataType) string { return fmt.Sprint(t.ID()) }
