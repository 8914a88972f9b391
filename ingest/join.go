package ingest

import (
	"context"
	"fmt"
	"iter"
	"sync"

	"dubbelkrona"
	"dubbelkrona/internal/charset"
)

// New makes a Source of a place and the formats of its objects. It reads the
// members of zip archives as objects named archive/member, and decompresses
// gzip.
func New(name string, place Place, formats Chooser, env Env) Source {
	return &joined{name: name, place: place, formats: formats, env: env.WithDefaults()}
}

// joined is the Source that New makes.
type joined struct {
	name    string
	place   Place
	formats Chooser
	env     Env

	charsets sync.Map // charset.Charset by SHA-256, as detected by Inspect
}

// Objects implements Source. It has no cursor.
func (j *joined) Objects(ctx context.Context, _ []byte) iter.Seq2[Object, error] {
	return func(yield func(Object, error) bool) {
		objects, err := j.list(ctx)
		for _, obj := range objects {
			if !yield(obj, nil) {
				return
			}
		}
		if err != nil {
			yield(Object{}, err)
		}
	}
}

func (j *joined) list(ctx context.Context) ([]Object, error) {
	listed, err := j.place.Objects(ctx)
	if err != nil {
		return nil, fmt.Errorf("source %s: %w", j.name, err)
	}
	all := make([]Object, 0, len(listed))
	for _, obj := range listed {
		if Unfinished(obj.Name) {
			continue
		}
		obj.Label = j.env.Label(obj.Name)
		if !isArchive(obj.Name) {
			all = append(all, obj)
			continue
		}
		members, err := j.members(ctx, obj)
		if err != nil {
			return nil, j.fault(obj, err)
		}
		all = append(all, members...)
	}
	return all, nil
}

// fault adds the names of source and object to an error.
func (j *joined) fault(obj Object, err error) error {
	return fmt.Errorf("source %s: %s: %w", j.name, obj.Label, err)
}

func (j *joined) recall(sha string) (charset.Charset, bool) {
	c, ok := j.charsets.Load(sha)
	if !ok {
		return charset.Detect, false
	}
	return c.(charset.Charset), true
}

// chosen returns the format of an opened object, and its mark.
func (j *joined) chosen(obj Object, s *stream) (format Format, mark string, err error) {
	format, mark, err = j.formats(baseName(obj.Name), s.head)
	if err == nil && format.Charset() != charset.Binary {
		err = refuseBinary(s.head)
	}
	return format, mark, err
}

// Inspect implements Source.
func (j *joined) Inspect(ctx context.Context, obj Object) (dubbelkrona.Origin, error) {
	origin, err := j.inspect(ctx, obj)
	if err != nil {
		return dubbelkrona.Origin{}, j.fault(obj, err)
	}
	return origin, nil
}
