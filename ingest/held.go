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

// Remote is where bytes are across a network. Fetched makes a Place of it.
type Remote interface {
	// Objects is as in Place.
	Objects(context.Context) ([]Object, error)
	// Fetch writes an object whole, calling Reset to begin anew, and gives the
	// mark of the version that came, empty where there is none. Errors are
	// those of Place.Open.
	Fetch(ctx context.Context, obj Object, into fetch.Into) (version string, err error)
}

// Fetched makes a place of what is remote. Each object is fetched once: whole,
// into a spool, before the first byte of it is read. What arrives cut off, or
// longer than Limits.Unpacked, is an error and never an object. The object
// fetched last is held until another one is opened or the place is listed
// anew, so that inspecting and reading it see the same bytes and the network
// carries them once.
func Fetched(remote Remote, env Env) Place { return &holding{remote: remote, env: env.WithDefaults()} }

// Hold is Fetched for what is a Place already, whose readers may deliver as
// slowly as a network does.
func Hold(place Place, env Env) Place { return Fetched(opening{place}, env) }

// opening is a Place as a Remote.
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

// held is a fetched object with how many hold on to it: the place, and each
// open reader.
type held struct {
	name, known string
	version     string
	spool       *spool.Spool
	users       int
}

// Objects implements Place. What was held may have changed since it was listed.
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

// fetch puts an object in the place of the one that was held.
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
		err = dubbelkrona.Errorf(dubbelkrona.Transient, "%d of %d bytes arrived; it is still being written or the transfer broke", n, obj.Size)
	}
	if err != nil {
		into.Close()
		return err
	}
	h.held = &held{name: obj.Name, known: obj.Known, version: version, spool: into.Spool, users: 1}
	return nil
}

// forget gives up what is held, once nobody reads it.
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

// arrival is a spool that is being filled: it bounds what comes and tells how
// much has come.
type arrival struct {
	*spool.Spool
	arrived  atomic.Int64 // bytes in all, also of attempts that broke off
	limit    int64
	label    string
	progress func(label string, bytes int64)
}

// Write implements io.Writer.
func (a *arrival) Write(p []byte) (int, error) {
	if a.Size()+int64(len(p)) > a.limit {
		return 0, dubbelkrona.Invalidf("it is longer than %d bytes; split it", a.limit)
	}
	n, err := a.Spool.Write(p)
	a.arrived.Add(int64(n))
	if a.progress != nil {
		a.progress(a.label, a.Size())
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
