package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/charset"
	"dubbelkrona/internal/fetch"
)

// Together makes a source of one object: the concatenation of all objects of a
// place, each as UTF-8 and ended by a newline. It is for formats whose records
// continue across files, such as releases of one contract published on
// different days. If one object cannot be read the whole is not, since a part
// would give wrong records.
func Together(name string, place Place, formats Chooser, env Env) Source {
	env = env.WithDefaults()
	parts := &joined{name: name, place: place, formats: formats, env: env}
	return New(name, Fetched(&gathered{parts}, env), formats, env)
}

// gathered is a Remote with one object, the concatenation of those of a place.
type gathered struct{ parts *joined }

// Objects implements Remote. The object's version is a hash of the listing,
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

// Fetch implements Remote.
func (g *gathered) Fetch(ctx context.Context, obj Object, into fetch.Into) (version string, err error) {
	parts, err := g.parts.list(ctx)
	if err != nil {
		return "", err
	}
	for _, part := range parts {
		if err := g.add(ctx, part, into); err != nil {
			return "", err
		}
	}
	return obj.Version, nil
}

// add writes a part, which is inspected first to determine its charset.
func (g *gathered) add(ctx context.Context, part Object, into io.Writer) error {
	named := func(err error) error { return fmt.Errorf("%s: %w", part.Label, err) }
	origin, err := g.parts.inspect(ctx, part)
	if err != nil {
		return named(err)
	}
	as, _ := g.parts.recall(origin.SHA256)
	if as == charset.Binary {
		return named(dubbelkrona.Invalidf("binary objects cannot be read together; leave together out"))
	}
	s, err := g.parts.open(ctx, part)
	if err != nil {
		return named(err)
	}
	defer s.Close()
	text := io.MultiReader(charset.Decode(s.content, as), strings.NewReader("\n"))
	if _, err := io.CopyBuffer(into, onlyReader{text}, make([]byte, readSize)); err != nil {
		return named(err)
	}
	if err := s.stored.rest(); err != nil {
		return named(err)
	}
	if s.stored.sum() != origin.SHA256 {
		return named(dubbelkrona.Errorf(dubbelkrona.Transient, "%w", &changedError{}))
	}
	return nil
}
