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

// MemoryPlace is a place in memory for tests.
type MemoryPlace struct {
	mu      sync.Mutex
	names   []string
	objects map[string][]byte
	stream  bool
}

// NewMemoryPlace makes an empty place. If stream is true, the readers of its
// objects do not implement io.ReaderAt, like those of a network.
func NewMemoryPlace(stream bool) *MemoryPlace {
	return &MemoryPlace{objects: make(map[string][]byte), stream: stream}
}

// Put adds an object, or replaces the one with the same name.
func (p *MemoryPlace) Put(name string, data []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, ok := p.objects[name]; !ok {
		p.names = append(p.names, name)
	}
	p.objects[name] = data
}

// Objects implements ingest.Place, in the order of the first Put.
func (p *MemoryPlace) Objects(context.Context) ([]ingest.Object, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := make([]ingest.Object, len(p.names))
	for i, name := range p.names {
		all[i] = ingest.NewObject(name, int64(len(p.objects[name])), time.Time{})
	}
	return all, nil
}

// Open implements ingest.Place.
func (p *MemoryPlace) Open(_ context.Context, obj ingest.Object) (io.ReadCloser, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	data, ok := p.objects[obj.Name]
	if !ok {
		return nil, dubbelkrona.Errorf(dubbelkrona.NotFound, "no such object")
	}
	if p.stream {
		return io.NopCloser(bytes.NewBuffer(data)), nil
	}
	return opened{bytes.NewReader(data)}, nil
}

// opened is an object that implements io.ReaderAt.
type opened struct{ *bytes.Reader }

// Close implements io.Closer.
func (opened) Close() error { return nil }
