package ingest

import (
	"time"

	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona"
	"dubbelkrona/internal/fetch"
)

// Settings decodes a kind's configuration into its settings struct, given by
// pointer. Decoding is strict: an unknown key is an error. A nil Settings means
// no configuration.
type Settings func(into any) error

// Env is what the program provides to places and formats.
type Env struct {
	// Root is the absolute path of the project's folder.
	Root string
	// Scratch is a folder that only the process's user can read, for objects
	// that need random access and are too large for memory. If it is empty,
	// such objects are refused.
	Scratch string
	// Now is the clock; required by places that compare times of files with it.
	Now func() time.Time
	// Alloc allocates the batches; nil means the Go heap.
	Alloc memory.Allocator
	// Limits bound each object.
	Limits Limits
	// Slot is the local date and time for which the source is read; date
	// placeholders in names such as ledger-{yyyy}-{mm}.csv are replaced by it.
	// Zero means Now.
	Slot time.Time
	// Web is the HTTP client. The whole program shares one, so that all
	// requests to a host share its limits; nil means a new one.
	Web *fetch.Client
	// Label returns the form of an object's name that may be printed and
	// stored; different names must get different labels. If nil, identity
	// numbers are masked and the masked names may collide, which is enough for
	// names that are only shown.
	Label func(name string) string
	// Progress, if not nil, is called with the number of bytes of an object
	// fetched over a network so far, on the goroutine that fetches it.
	Progress func(label string, bytes int64)
}

// WithDefaults returns e with unset fields set to their defaults.
func (e Env) WithDefaults() Env {
	if e.Alloc == nil {
		e.Alloc = memory.NewGoAllocator()
	}
	if e.Now == nil {
		e.Now = time.Now
	}
	if e.Slot.IsZero() {
		e.Slot = e.Now()
	}
	if e.Web == nil {
		e.Web = fetch.New(fetch.Options{Now: e.Now})
	}
	if e.Label == nil {
		e.Label = Masked
	}
	e.Limits = e.Limits.WithDefaults()
	return e
}

// PlaceKind describes a kind of place for the registry.
type PlaceKind struct {
	Name  string // as written in the configuration
	Title dubbelkrona.Label
	// Settings is the zero value of the kind's settings struct; its yaml tags
	// and their comments are the documentation.
	Settings any
	// Example is an entry of a configuration's sources that uses the kind, as
	// YAML that a person can copy.
	Example string
	// New makes a place. Invalid settings are Invalid errors.
	New func(Env, Settings) (Place, error)
}

// FormatKind describes a kind of format for the registry.
type FormatKind struct {
	Name string // as written in the configuration
	// Version is the version of the decoder, from 1. Increase it with every
	// change that makes the same bytes give other cells: objects are then read
	// again.
	Version  int
	Title    dubbelkrona.Label
	Settings any    // as in PlaceKind
	Example  string // as in PlaceKind
	// New makes a format. Invalid settings are Invalid errors.
	New func(Env, Settings) (Format, error)
	// Match reports whether an object looks like this kind, from its name
	// without the extension of a compression and the first bytes of its
	// unpacked content (at most HeadBytes; as UTF-8 if there is a byte order
	// mark). Content decides; the name is used if the content is ambiguous.
	Match func(name string, head []byte) bool
}

// SourceKind describes a kind of source that is not a place and a format, such
// as an API with its own pages and cursors. In a configuration it takes the
// position of a place, and no format is set.
type SourceKind struct {
	Name     string // as written in the configuration
	Version  int    // as in FormatKind
	Title    dubbelkrona.Label
	Settings any    // as in PlaceKind
	Example  string // as in PlaceKind
	// Profile is the name of the mapping for this kind's rows; empty if the
	// project must write one.
	Profile string
	// New makes the source called name. Invalid settings are Invalid errors.
	New func(name string, env Env, settings Settings) (Source, error)
}

// Choice is the name of a kind and its settings, as configured.
type Choice struct {
	Kind     string
	Settings Settings
}

// Spec describes a source for Registry.Source.
type Spec struct {
	// Name of the source in the project's configuration.
	Name string
	// Place is required.
	Place Choice
	// Format is detected for each object from its content if its kind is empty.
	Format Choice
	// Together reads all objects of the place as one, see the function
	// Together.
	Together bool
}
