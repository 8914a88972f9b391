package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/charset"
)

// Together makes a source of one object: the concatenation of all objects of a
// place, each as UTF-8 and ended by a newline. It is for formats whose records
// continue across files, such as releases of one contract published on
// different days. If one object cannot be read the whole is not, since a part
// would give wrong records.
func Together(name string, place Place, formats Chooser, env Env) Source {
	env = env.WithDefaults()
	parts := &joined{name: name, place: place, formats: formats, env: env, charsets: make(map[string]charset.Charset)}
	return New(name, Hold(&gathered{parts}, env), formats, env)
}

// gathered is a place with one object, the concatenation of those of another
// place.
type gathered struct{ parts *joined }

// Objects implements Place. The object's version is a hash of the listing,
// empty if the version of any part is unknown.
func (g *gathered) Objects(ctx context.Context) ([]Object, error) {
	parts, err := g.parts.list(ctx)
	if err != nil || len(parts) == 0 {
		return nil, err
	}
	whole := Object{Name: g.parts.name, Label: g.parts.name, Size: -1}
	hash := sha256.New()
	for _, p := range parts {
		if p.Version == "" && p.Modified.IsZero() {
			return []Object{whole}, nil
		}
		fmt.Fprintf(hash, "%q %d %s %q\n", p.Name, p.Size, p.Modified.UTC(), p.Version)
	}
	whole.Version = hex.EncodeToString(hash.Sum(nil))
	return []Object{whole}, nil
}

// Open implements Place.
func (g *gathered) Open(ctx context.Context, obj Object) (io.ReadCloser, error) {
	parts, err := g.parts.list(ctx)
	if err != nil {
		return nil, err
	}
	return &gathering{ctx: ctx, from: g.parts, rest: parts, version: obj.Version}, nil
}

// gathering reads the parts one after the other.
type gathering struct {
	ctx     context.Context // of this reading
	from    *joined
	rest    []Object
	version string

	part   Object
	sha256 string    // of the part, as inspected
	stream *stream   // the part, nil between parts
	text   io.Reader // its content as UTF-8
}

// Version returns the version of the listing.
func (g *gathering) Version() string { return g.version }

// Read implements io.Reader.
func (g *gathering) Read(p []byte) (int, error) {
	if g.stream == nil {
		if len(g.rest) == 0 {
			return 0, io.EOF
		}
		g.part, g.rest = g.rest[0], g.rest[1:]
		if err := g.next(); err != nil {
			return 0, fmt.Errorf("%s: %w", g.part.Label, err)
		}
	}
	n, err := g.text.Read(p)
	if err == io.EOF {
		err = g.end()
	}
	if err != nil {
		err = fmt.Errorf("%s: %w", g.part.Label, err)
	}
	return n, err
}

// next opens the next part, after inspecting it to determine its charset.
func (g *gathering) next() error {
	origin, err := g.from.inspect(g.ctx, g.part)
	if err != nil {
		return err
	}
	as, _ := g.from.recall(origin.SHA256)
	if as == charset.Binary {
		return dubbelkrona.Invalidf("binary objects cannot be read together; leave together out")
	}
	if g.stream, err = g.from.open(g.ctx, g.part); err != nil {
		return err
	}
	g.sha256 = origin.SHA256
	g.text = io.MultiReader(charset.Decode(g.stream.content, as), strings.NewReader("\n"))
	return nil
}

// end verifies that the part just read is the one that was inspected, and
// closes it.
func (g *gathering) end() error {
	err := g.stream.stored.rest()
	if err == nil && g.stream.stored.sum() != g.sha256 {
		err = dubbelkrona.Errorf(dubbelkrona.Transient, "%w", &changedError{})
	}
	return errors.Join(err, g.Close())
}

// Close implements io.Closer.
func (g *gathering) Close() error {
	if g.stream == nil {
		return nil
	}
	s := g.stream
	g.stream = nil
	return s.Close()
}
