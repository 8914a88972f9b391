package ingest

import (
	"context"

	"dubbelkrona"
	"dubbelkrona/internal/charset"
)

// Detail is a setting of a format and the value detected for one object.
type Detail struct{ Setting, Value string }

// Describer is a Format that can report what it detects in an object, such as a
// delimiter, without decoding it.
type Describer interface {
	Describe(ctx context.Context, in Input) ([]Detail, error)
}

// Description is what Describe detected in an object.
type Description struct {
	Origin dubbelkrona.Origin
	// Format is the name of the detected kind of format; empty if none matches.
	Format string
	// Charset is the detected encoding; Binary if the content is not text.
	Charset charset.Charset
	Details []Detail
}

// Describe inspects an object of a source made of a place and a format, and
// returns what it detected. For any other source the error is Invalid;
// otherwise errors are those of Source.Inspect.
func (r *Registry) Describe(ctx context.Context, src Source, obj Object) (d Description, err error) {
	j, ok := src.(*joined)
	if !ok {
		return d, dubbelkrona.Invalidf("this source returns rows, not files, so there is no format to detect")
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
	if at := matching(r.formats, baseName(obj.Name), s.head); at >= 0 {
		d.Format = r.formats[at].Name
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
	if d.Details, err = describer.Describe(ctx, reading.input(d.Charset)); err != nil {
		return d, j.fault(obj, err)
	}
	return d, nil
}
