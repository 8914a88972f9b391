package ingest

import (
	"context"
	"errors"
	"io"

	"dubbelkrona"
	"dubbelkrona/internal/charset"
)

// Read implements Source.
func (j *joined) Read(ctx context.Context, obj Object, origin dubbelkrona.Origin, emit func(*dubbelkrona.RawBatch) error) error {
	r := &reading{joined: j, ctx: ctx, obj: obj, origin: origin}
	defer r.close()
	var refused error
	err := r.decode(func(b *dubbelkrona.RawBatch) error {
		refused = emit(b)
		return refused
	})
	if refused != nil {
		return refused
	}
	// Decoding may have failed because the bytes changed: then report the
	// change.
	var changed *changedError
	if err == nil || dubbelkrona.KindOf(err) == dubbelkrona.Invalid {
		if verdict := r.verify(); err == nil || errors.As(verdict, &changed) {
			err = verdict
		}
	}
	switch {
	case err == nil:
		return nil
	case errors.As(err, &changed):
		return j.fault(obj, dubbelkrona.Errorf(dubbelkrona.Conflict, "%w", changed))
	}
	return j.fault(obj, err)
}

// changedError reports that the bytes are not those that were inspected.
type changedError struct{}

// Error implements error.
func (*changedError) Error() string {
	return "its bytes changed between the inspection and the reading; it is read again next time"
}

// reading is one call of Read.
type reading struct {
	*joined
	ctx    context.Context
	obj    Object
	origin dubbelkrona.Origin

	first   *stream // opened to choose the format, then used by Open or OpenAt
	streams []*stream
	access  []*access
}

func (r *reading) close() {
	for _, a := range r.access {
		a.Close()
	}
	for _, s := range r.streams {
		s.Close()
	}
}

// decode chooses the format and decodes with it.
func (r *reading) decode(emit func(*dubbelkrona.RawBatch) error) error {
	charset, known := r.recall(r.origin.SHA256)
	if !known {
		// Another process inspected it: detect the charset again.
		found, err := r.inspect(r.ctx, r.obj)
		if err != nil {
			return err
		}
		if found.SHA256 != r.origin.SHA256 {
			return &changedError{}
		}
		charset, _ = r.recall(found.SHA256)
	}
	s, err := r.next()
	if err != nil {
		return err
	}
	format, _, err := r.chosen(r.obj, s)
	if err != nil {
		return err
	}
	r.first = s
	return Decode(r.ctx, format, r.input(charset), emit)
}

// input returns the object as a format sees it.
func (r *reading) input(c charset.Charset) Input {
	return Input{
		Origin: r.origin,
		Name:   baseName(r.obj.Name),
		Open:   func() (io.Reader, error) { return r.openText(c) },
		OpenAt: r.openAt,
		Alloc:  r.env.Alloc,
		Limits: r.env.Limits,
	}
}

// next opens the object from its first byte.
func (r *reading) next() (*stream, error) {
	if s := r.first; s != nil {
		r.first = nil
		return s, nil
	}
	s, err := r.open(r.ctx, r.obj)
	if err != nil {
		return nil, err
	}
	r.streams = append(r.streams, s)
	return s, nil
}

func (r *reading) openText(c charset.Charset) (io.Reader, error) {
	s, err := r.next()
	if err != nil {
		return nil, err
	}
	return charset.Decode(s.content, c), nil
}

func (r *reading) openAt() (RandomAccess, error) {
	s, err := r.next()
	if err != nil {
		return nil, err
	}
	a, ok := inPlace(s.raw)
	if !ok || s.packed || a.size <= copyUpTo {
		if a, err = r.copied(s.content, s); err != nil {
			return nil, err
		}
	} else if err := r.verify(); err != nil {
		return nil, err
	}
	r.access = append(r.access, a)
	return a, nil
}

// verify compares what was read with the origin.
func (r *reading) verify() error {
	if len(r.streams) == 0 {
		return r.verifyStored()
	}
	for _, s := range r.streams {
		if err := s.stored.verify(r.origin.SHA256); err != nil {
			return err
		}
	}
	for _, a := range r.access {
		if a.exact {
			continue
		}
		// With random access nothing was hashed, and the file may have been
		// written to.
		if err := newMeter(r.ctx, io.NewSectionReader(a, 0, a.size)).verify(r.origin.SHA256); err != nil {
			return err
		}
	}
	return nil
}

// verifyStored compares the object's bytes with the origin if not even their
// beginning could be unpacked.
func (r *reading) verifyStored() error {
	raw, err := r.openStored(r.ctx, r.obj)
	if err != nil {
		return err
	}
	defer raw.Close()
	return newMeter(r.ctx, raw).verify(r.origin.SHA256)
}
