package ingest

import (
	"fmt"
	"slices"
	"strings"

	"dubbelkrona"
)

// Registry holds the kinds of places, formats and sources of a program.
type Registry struct {
	places  []PlaceKind
	formats []FormatKind
	sources []SourceKind
}

// NewRegistry makes a registry. If a source sets no format, the first of
// formats that matches an object decodes it, so the strictest come first.
func NewRegistry(places []PlaceKind, formats []FormatKind, sources []SourceKind) *Registry {
	return &Registry{slices.Clone(places), slices.Clone(formats), slices.Clone(sources)}
}

// Places returns the kinds of places in the order of registration.
func (r *Registry) Places() []PlaceKind { return slices.Clone(r.places) }

// Formats returns the kinds of formats in the order of registration.
func (r *Registry) Formats() []FormatKind { return slices.Clone(r.formats) }

// Sources returns the kinds of sources that are not a place and a format, in
// the order of registration.
func (r *Registry) Sources() []SourceKind { return slices.Clone(r.sources) }

// Source makes the source that a spec describes. It opens nothing. An unknown
// kind and invalid settings are Invalid errors.
func (r *Registry) Source(spec Spec, env Env) (Source, error) {
	env = env.WithDefaults()
	if at := slices.IndexFunc(r.sources, func(k SourceKind) bool { return k.Name == spec.Place.Kind }); at >= 0 {
		return r.whole(r.sources[at], spec, env)
	}
	at := slices.IndexFunc(r.places, func(k PlaceKind) bool { return k.Name == spec.Place.Kind })
	if at < 0 {
		return nil, unknown("place", spec.Place.Kind, names(r.places, func(k PlaceKind) string { return k.Name })+", "+
			names(r.sources, func(k SourceKind) string { return k.Name }))
	}
	place, err := r.places[at].New(env, spec.Place.Settings)
	if err != nil {
		return nil, fmt.Errorf("place %s: %w", spec.Place.Kind, err)
	}
	format, err := r.Format(spec.Format, env)
	if err != nil {
		return nil, err
	}
	if spec.Together {
		return Together(spec.Name, place, format, env), nil
	}
	return New(spec.Name, place, format, env), nil
}

// whole makes a source that is not a place and a format.
func (r *Registry) whole(kind SourceKind, spec Spec, env Env) (Source, error) {
	if spec.Format.Kind != "" {
		return nil, dubbelkrona.Invalidf("%s returns rows, not files; leave format out", kind.Name)
	}
	if spec.Together {
		return nil, dubbelkrona.Invalidf("%s returns rows, not files; leave together out", kind.Name)
	}
	src, err := kind.New(spec.Name, env, spec.Place.Settings)
	if err != nil {
		return nil, fmt.Errorf("place %s: %w", kind.Name, err)
	}
	return src, nil
}

// Format returns a Chooser for a configured format. Without a kind the Chooser
// detects the kind of each object.
func (r *Registry) Format(c Choice, env Env) (Chooser, error) {
	if c.Kind == "" {
		return detecting(r.formats, env), nil
	}
	at := slices.IndexFunc(r.formats, func(k FormatKind) bool { return k.Name == c.Kind })
	if at < 0 {
		return nil, unknown("format", c.Kind, names(r.formats, func(k FormatKind) string { return k.Name }))
	}
	return r.formats[at].Always(env, c.Settings)
}

// Reads reports whether the current program decodes an object with the same
// version of the format as when the mark was made (see Chooser). The empty mark
// belongs to sources without formats, whose version is returned by Decoding.
func (r *Registry) Reads(mark string) bool {
	return mark == "" || slices.ContainsFunc(r.formats, func(k FormatKind) bool { return k.mark() == mark })
}

// Versions lists all kinds of formats with their versions.
func (r *Registry) Versions() string { return names(r.formats, FormatKind.mark) }

// Decoding returns the version of a source that is not a place and a format;
// empty for other sources.
func (r *Registry) Decoding(spec Spec) string {
	at := slices.IndexFunc(r.sources, func(k SourceKind) bool { return k.Name == spec.Place.Kind })
	if at < 0 {
		return ""
	}
	return fmt.Sprintf("%s %d", r.sources[at].Name, r.sources[at].Version)
}

// Chooser returns the format of an object from its name and the first bytes of
// its unpacked content, as for FormatKind.Match. The mark is the format's kind
// and version, empty for formats without a kind.
type Chooser func(name string, head []byte) (format Format, mark string, err error)

// Always returns a Chooser of one format without a kind.
func Always(f Format) Chooser {
	return func(string, []byte) (Format, string, error) { return f, "", nil }
}

// Always returns a Chooser of the kind's format with the given settings.
func (k FormatKind) Always(env Env, settings Settings) (Chooser, error) {
	f, err := k.New(env, settings)
	if err != nil {
		return nil, fmt.Errorf("format %s: %w", k.Name, err)
	}
	return func(string, []byte) (Format, string, error) { return f, k.mark(), nil }, nil
}

func (k FormatKind) mark() string { return fmt.Sprintf("%s %d", k.Name, k.Version) }

func detecting(kinds []FormatKind, env Env) Chooser {
	return func(name string, head []byte) (Format, string, error) {
		at := matching(kinds, name, head)
		if at < 0 {
			return nil, "", dubbelkrona.Invalidf("the format of its content is unknown; set format to one of %s",
				names(kinds, func(k FormatKind) string { return k.Name }))
		}
		f, err := kinds[at].New(env, nil)
		return f, kinds[at].mark(), err
	}
}

// matching returns the index of the first kind that matches an object, -1 if
// none does.
func matching(kinds []FormatKind, name string, head []byte) int {
	return slices.IndexFunc(kinds, func(k FormatKind) bool { return k.Match != nil && k.Match(name, head) })
}

func unknown(what, kind, known string) error {
	return dubbelkrona.Invalidf("%s %q is unknown; known are %s", what, kind, known)
}

func names[K any](kinds []K, name func(K) string) string {
	all := make([]string, len(kinds))
	for i, k := range kinds {
		all[i] = name(k)
	}
	return strings.Join(all, ", ")
}
