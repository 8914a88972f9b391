package ingest

import (
	"context"
	"io"

	"dubbelkrona"
	"dubbelkrona/internal/charset"
)

// Detail is one thing that was found out about how an object is written: a
// setting of its format and the value that the format found for it.
type Detail struct{ Setting, Value string }

// Describer is a Format that can tell what it finds out about an object before
// it decodes it, such as a delimiter.
type Describer interface {
	Describe(ctx context.Context, in Input) ([]Detail, error)
}

// Description is what an object turned out to be.
type Description struct {
	Origin dubbelkrona.Origin
	// Format is the kind of its content, by the registry's names.
	Format string
	// Charset is how its bytes are text, Binary if they are none.
	Charset charset.Charset
	Details []Detail
}

// Describe inspects an object of a source that joins a place and formats, and
// tells what it is. Errors are those of Inspect.
func (r *Registry) Describe(ctx context.Context, src Source, obj Object) (d Description, err error) {
	j, ok := src.(*joined)
	if !ok {
		return d, dubbelkrona.Invalidf("it is no file but answers with rows of its own")
	}
	if d.Origin, err = j.Inspect(ctx, obj); err != nil {
		return d, err
	}
	d.Charset, _ = j.recall(d.Origin.SHA256)
	reading := &reading{joined: j, ctx: ctx, obj: obj, origin: d.Origin}
	defer reading.close()
	s, err := reading.next()
	if err != nil {
		return d, j.fault(obj, err)
	}
	for _, k := range r.formats {
		if k.Match != nil && k.Match(baseName(obj.Name), s.head) {
			d.Format = k.Name
			break
		}
	}
	format, _, err := j.chosen(obj, s)
	if err != nil {
		return d, j.fault(obj, err)
	}
	reading.first = s
	describer, ok := format.(Describer)
	if !ok {
		return d, nil
	}
	d.Details, err = describer.Describe(ctx, Input{
		Origin: d.Origin, Name: baseName(obj.Name),
		Open:   func() (io.Reader, error) { return reading.openText(d.Charset) },
		OpenAt: reading.openAt, Alloc: j.env.Alloc, Limits: j.env.Limits,
	})
	if err != nil {
		return d, j.fault(obj, err)
	}
	return d, nil
}
