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

// Together makes a source of one object: all objects of a place, one behind
// the other, each as UTF-8 and ended by a new line. It is for formats whose
// records continue each other across files, such as releases of one contract
// that were published on different days. If one of the objects cannot be read
// the whole is not, since a part of it would give other records.
func Together(name string, place Place, formats Chooser, env Env) Source {
	env = env.WithDefaults()
	parts := &joined{name: name, place: place, formats: formats, env: env, charsets: make(map[string]charset.Charset)}
	return New(name, Hold(&gathered{parts}, env), formats, env)
}

// gathered is a place of one object made of those of another.
type gathered struct{ parts *joined }

// Objects implements Place. The object's version is that of all parts as they
// are listed, empty where one of them tells nothing.
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

// gathering reads parts one behind the other.
type gathering struct {
	ctx     context.Context // of the one reading that it lives for
	from    *joined
	rest    []Object
	version string

	part   Object
	sha256 string    // of the part, as it was inspected
	stream *stream   // the part, nil between two
	text   io.Reader // its content as UTF-8
}

// Version is the mark of what is read.
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

// next opens a part. It is read twice, as any object is: once to settle how
// its bytes are text.
func (g *gathering) next() error {
	origin, err := g.from.inspect(g.ctx, g.part)
	if err != nil {
		return err
	}
	as, _ := g.from.recall(origin.SHA256)
	if as == charset.Binary {
		return dubbelkrona.Invalidf("objects that are no text cannot be read together; leave together out")
	}
	if g.stream, err = g.from.open(g.ctx, g.part); err != nil {
		return err
	}
	g.sha256 = origin.SHA256
	g.text = io.MultiReader(charset.Decode(g.stream.content, as), strings.NewReader("\n"))
	return nil
}

// end closes a part that was read to its end and was what was inspected.
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
