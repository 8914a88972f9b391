package ingesttest

import (
	"bytes"
	"context"
	"io"
	"sync"
	"time"

	"dubbelkrona"
	"dubbelkrona/ingest"
)

// Shelf is a place in memory for tests.
type Shelf struct {
	mu      sync.Mutex
	names   []string
	objects map[string][]byte
	stream  bool
}

// NewShelf makes an empty shelf. One whose objects stream gives readers that
// cannot be read at any position, as a network does.
func NewShelf(stream bool) *Shelf {
	return &Shelf{objects: make(map[string][]byte), stream: stream}
}

// Put puts an object on the shelf, in the place of one with the same name.
func (s *Shelf) Put(name string, data []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.objects[name]; !ok {
		s.names = append(s.names, name)
	}
	s.objects[name] = data
}

// Objects implements ingest.Place, in the order of the first Put.
func (s *Shelf) Objects(context.Context) ([]ingest.Object, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]ingest.Object, len(s.names))
	for i, name := range s.names {
		all[i] = ingest.NewObject(name, int64(len(s.objects[name])), time.Time{})
	}
	return all, nil
}

// Open implements ingest.Place.
func (s *Shelf) Open(_ context.Context, obj ingest.Object) (io.ReadCloser, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	data, ok := s.objects[obj.Name]
	if !ok {
		return nil, dubbelkrona.Errorf(dubbelkrona.NotFound, "no such object")
	}
	if s.stream {
		return io.NopCloser(bytes.NewBuffer(data)), nil
	}
	return opened{bytes.NewReader(data)}, nil
}

// opened is an object that may be read at any position.
type opened struct{ *bytes.Reader }

// Close implements io.Closer.
func (opened) Close() error { return nil }
