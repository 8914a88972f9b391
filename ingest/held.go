package ingest

import (
	"context"
	"io"
	"sync"
	"sync/atomic"

	"dubbelkrona"
	"dubbelkrona/internal/fetch"
	"dubbelkrona/internal/spool"
)

// Remote lists and fetches objects over a network. Fetched makes a Place of it.
type Remote interface {
	// Objects is Place.Objects.
	Objects(context.Context) ([]Object, error)
	// Fetch writes a whole object to into, calling Reset before it starts
	// again, and returns the version that was fetched, empty if unknown. Errors
	// are those of Place.Open.
	Fetch(ctx context.Context, obj Object, into fetch.Into) (version string, err error)
}

// Fetched makes a Place of a Remote. Each object is fetched once, whole, to an
// encrypted temporary file before its first byte is read. A truncated object
// and one longer than Limits.Unpacked are errors. The last fetched object is
// kept until another one is opened or the place is listed again, so that
// Inspect and Read see the same bytes and the network is used once.
func Fetched(remote Remote, env Env) Place { return &holding{remote: remote, env: env.WithDefaults()} }

// Hold is Fetched for a Place, whose readers may be as slow as a network.
func Hold(place Place, env Env) Place { return Fetched(opening{place}, env) }

// opening adapts a Place to Remote.
type opening struct{ Place }

// Fetch implements Remote.
func (o opening) Fetch(ctx context.Context, obj Object, into fetch.Into) (version string, err error) {
	raw, err := o.Open(ctx, obj)
	if err != nil {
		return "", err
	}
	defer raw.Close()
	if _, err := io.CopyBuffer(into, onlyReader{newMeter(ctx, raw)}, make([]byte, readSize)); err != nil {
		return "", err
	}
	if told, ok := raw.(interface{ Version() string }); ok {
		return told.Version(), nil
	}
	return obj.Version, nil
}

type holding struct {
	remote Remote
	env    Env

	mu   sync.Mutex
	held *held
}

// held is a fetched object with its reference count: the place and each open
// reader.
type held struct {
	name, known string
	version     string
	spool       *spool.Spool
	users       int
}

// Objects implements Place. It drops the kept object, which may have changed.
func (h *holding) Objects(ctx context.Context) ([]Object, error) {
	h.mu.Lock()
	err := h.forget()
	h.mu.Unlock()
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithTimeoutCause(ctx, h.env.Limits.Arrival, late(h.env.Limits.Arrival))
	defer stop()
	all, err := h.remote.Objects(ctx)
	return all, because(ctx, err)
}

// Open implements Place.
func (h *holding) Open(ctx context.Context, obj Object) (io.ReadCloser, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if h.held == nil || h.held.name != obj.Name || h.held.known != obj.Known {
		if err := h.fetch(ctx, obj); err != nil {
			return nil, err
		}
	}
	h.held.users++
	return &heldReader{SectionReader: io.NewSectionReader(h.held.spool, 0, h.held.spool.Size()), held: h.held, place: h}, nil
}

// fetch fetches an object and keeps it instead of the last one.
func (h *holding) fetch(ctx context.Context, obj Object) error {
	if err := h.forget(); err != nil {
		return err
	}
	into := &arrival{Spool: spool.New(h.env.Scratch), limit: h.env.Limits.Unpacked, label: obj.Label, progress: h.env.Progress}
	hurried, stop := hurry(ctx, h.env.Limits, &into.arrived)
	version, err := h.remote.Fetch(hurried, obj, into)
	err = because(hurried, err)
	stop()
	if n := into.Size(); err == nil && obj.Size >= 0 && n != obj.Size {
		err = dubbelkrona.Errorf(dubbelkrona.Transient, "%d of %d bytes arrived; it is still being written or the transfer was interrupted", n, obj.Size)
	}
	if err != nil {
		into.Close()
		return err
	}
	h.held = &held{name: obj.Name, known: obj.Known, version: version, spool: into.Spool, users: 1}
	return nil
}

// forget drops the kept object; its file is removed once no reader uses it.
func (h *holding) forget() error {
	if h.held == nil {
		return nil
	}
	last := h.held
	h.held = nil
	return h.drop(last)
}

func (h *holding) drop(of *held) error {
	if of.users--; of.users > 0 {
		return nil
	}
	return of.spool.Close()
}

// arrival is a temporary file being filled: it enforces the size limit and
// counts the bytes.
type arrival struct {
	*spool.Spool
	arrived  atomic.Int64 // total bytes, including failed attempts
	limit    int64
	label    string
	progress func(label string, bytes int64)
}

// Write implements io.Writer.
func (a *arrival) Write(p []byte) (int, error) {
	if a.Size()+int64(len(p)) > a.limit {
		return 0, dubbelkrona.Invalidf("it is longer than the limit of %d bytes; split it", a.limit)
	}
	n, err := a.Spool.Write(p)
	a.arrived.Add(int64(n))
	if a.progress != nil {
		a.progress(a.label, a.Size())
	}
	return n, err
}

// heldReader reads a fetched object, also with random access.
type heldReader struct {
	*io.SectionReader
	held  *held
	place *holding
	once  sync.Once
}

// Version returns the version that was fetched.
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
