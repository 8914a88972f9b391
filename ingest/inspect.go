package ingest

import (
	"context"
	"io"

	"dubbelkrona"
	"dubbelkrona/internal/charset"
)

func (j *joined) inspect(ctx context.Context, obj Object) (none dubbelkrona.Origin, err error) {
	if obj.member == "" && isArchive(obj.Name) {
		if err := j.inspectArchive(ctx, obj); err != nil {
			return none, err
		}
	}
	s, err := j.open(ctx, obj)
	if err != nil {
		return none, err
	}
	defer s.Close()
	if err := refuseHead(s.head); err != nil {
		return none, err
	}
	charset, mark, err := j.scan(obj, s)
	// A half-written object may look damaged; report that it is being written,
	// which is transient.
	if growing := s.unfinished(obj, err == nil); growing != nil {
		return none, growing
	}
	if s.empty() {
		return none, ErrNoHeader()
	}
	if err != nil {
		return none, err
	}
	sum := s.stored.sum()
	j.charsets.Store(sum, charset)
	return dubbelkrona.Origin{Source: j.name, Object: obj.Label, SHA256: sum, Bytes: s.stored.n, Modified: obj.Modified,
		Version: s.version(obj), Format: mark}, nil
}

// scan reads the object to its end and returns its charset and the mark of its
// format.
func (j *joined) scan(obj Object, s *stream) (c charset.Charset, mark string, err error) {
	format, mark, err := j.chosen(obj, s)
	if err != nil {
		return charset.Detect, "", err
	}
	c = format.Charset()
	var sink io.Writer = onlyWriter{io.Discard}
	var text *charset.Scanner
	if c != charset.Binary {
		if s.mark != charset.Detect {
			c = s.mark
		}
		text = charset.NewScanner(c)
		sink = text
	}
	if _, err := io.CopyBuffer(sink, onlyReader{s.content}, make([]byte, readSize)); err != nil {
		return charset.Detect, "", err
	}
	if text != nil {
		if c, err = text.Decide(); err != nil {
			return charset.Detect, "", err
		}
	}
	return c, mark, s.stored.rest()
}

// onlyReader hides io.WriterTo, which would choose a buffer of its own.
type onlyReader struct{ io.Reader }

// version returns the version that came with the bytes, otherwise the one in
// the listing.
func (s *stream) version(obj Object) string {
	if told, ok := s.raw.(interface{ Version() string }); ok {
		return told.Version()
	}
	return obj.Version
}

// unfinished returns a Transient error if the object differs from its listing
// or changed while it was read. whole means that it was read to its end.
func (s *stream) unfinished(obj Object, whole bool) error {
	growing := func(what string) error {
		return dubbelkrona.Errorf(dubbelkrona.Transient, "its %s changed since it was listed; it is still being written and will be read when it is complete", what)
	}
	if obj.Size >= 0 && whole && s.stored.n != obj.Size {
		return growing("length")
	}
	f, ok := s.raw.(statter)
	if !ok || s.info == nil {
		return nil
	}
	now, err := f.Stat()
	switch {
	case err != nil:
		return err
	case now.Size() != s.info.Size() || obj.Size >= 0 && now.Size() != obj.Size:
		return growing("length")
	case !now.ModTime().Equal(s.info.ModTime()) || !obj.Modified.IsZero() && !now.ModTime().Equal(obj.Modified):
		return growing("time of change")
	}
	return nil
}
