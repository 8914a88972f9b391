package ingest

import (
	"context"
	"io"
	"sync"

	"dubbelkrona"
)

// Hold makes a place over a network one that fetches each object once: whole,
// into a Spool, before the first byte of it is read. What arrives cut off, or
// longer than Limits.Unpacked, is an error and never an object. The object
// fetched last is held until another one is opened, so that inspecting and
// reading it see the same bytes and the network carries them once.
func Hold(place Place, env Env) Place { return &holding{Place: place, env: env.WithDefaults()} }

type holding struct {
	Place
	env Env

	mu   sync.Mutex
	held *held
}

// held is a fetched object with how many hold on to it: the place, and each
// open reader.
type held struct {
	name, known string
	version     string
	spool       *Spool
	users       int
}

// Open implements Place.
func (h *holding) Open(ctx context.Context, obj Object) (io.ReadCloser, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.held == nil || h.held.name != obj.Name || h.held.known != obj.Known {
		if err := h.fetch(ctx, obj); err != nil {
			return nil, err
		}
	}
	h.held.users++
	return &heldReader{SectionReader: io.NewSectionReader(h.held.spool, 0, h.held.spool.Size()), held: h.held, place: h}, nil
}

// fetch puts an object in the place of the one that was held.
func (h *holding) fetch(ctx context.Context, obj Object) error {
	if h.held != nil {
		last := h.held
		h.held = nil
		if err := h.drop(last); err != nil {
			return err
		}
	}
	raw, err := h.Place.Open(ctx, obj)
	if err != nil {
		return err
	}
	defer raw.Close()
	spool := NewSpool(h.env.Scratch)
	if err := h.copy(ctx, spool, raw, obj); err != nil {
		spool.Close()
		return err
	}
	h.held = &held{name: obj.Name, known: obj.Known, version: obj.Version, spool: spool, users: 1}
	if told, ok := raw.(interface{ Version() string }); ok {
		h.held.version = told.Version()
	}
	return nil
}

func (h *holding) copy(ctx context.Context, spool *Spool, raw io.Reader, obj Object) error {
	limit := h.env.Limits.Unpacked
	counted := &counting{spool: spool, label: obj.Label, progress: h.env.Progress}
	n, err := io.CopyBuffer(counted, io.LimitReader(onlyReader{newMeter(ctx, raw)}, limit+1), make([]byte, readSize))
	switch {
	case err != nil:
		return err
	case n > limit:
		return dubbelkrona.Errorf(dubbelkrona.Invalid, "it is longer than %d bytes; split it", limit)
	case obj.Size >= 0 && n != obj.Size:
		return dubbelkrona.Errorf(dubbelkrona.Transient, "%d of %d bytes arrived; it is still being written or the transfer broke", n, obj.Size)
	}
	return nil
}

func (h *holding) drop(of *held) error {
	if of.users--; of.users > 0 {
		return nil
	}
	return of.spool.Close()
}

// counting tells how much has arrived.
type counting struct {
	spool    *Spool
	label    string
	progress func(label string, bytes int64)
}

// Write implements io.Writer.
func (c *counting) Write(p []byte) (int, error) {
	n, err := c.spool.Write(p)
	if c.progress != nil {
		c.progress(c.label, c.spool.Size())
	}
	return n, err
}

// heldReader reads a held object, at any position too.
type heldReader struct {
	*io.SectionReader
	held  *held
	place *holding
	once  sync.Once
}

// Version is the mark of what was fetched.
func (r *heldReader) Version() string { return r.held.version }

// Close implements io.Closer.
func (r *heldReader) Close() (err error) {
	r.once.Do(func() {
		r.place.mu.Lock()
		defer r.place.mu.Unlock()
		err = r.place.drop(r.held)
	})
	return err
}
