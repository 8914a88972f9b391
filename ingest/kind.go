package ingest

import (
	"time"

	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona"
	"dubbelkrona/internal/fetch"
)

// Settings fills a kind's own settings struct, given by pointer, from the
// configuration, strictly: an unknown key is an error. A nil Settings means
// that there are none.
type Settings func(into any) error

// Decode is s(into), and nothing for a nil s.
func (s Settings) Decode(into any) error {
	if s == nil {
		return nil
	}
	return s(into)
}

// Env is what places and formats get from the program around them.
type Env struct {
	// Root is the absolute path of the project's folder.
	Root string
	// Scratch is a folder that nobody else can read, for objects that must be
	// read at any position and are too large for memory. Empty: such objects
	// are refused.
	Scratch string
	// Now is the clock; required by places that look at the age of files.
	Now func() time.Time
	// Alloc is what batches are allocated with; nil is the Go heap.
	Alloc memory.Allocator
	// Limits bound each object.
	Limits Limits
	// Slot is the local date and time that the source is read for, which names
	// such as ledger-{yyyy}-{mm}.csv are filled in from; zero is Now.
	Slot time.Time
	// Web is what places and sources speak HTTP with. It is one for the whole
	// program, so that all that ask one host share its limits; nil is a new one.
	Web *fetch.Client
	// Label is what an object is called in all that is printed and stored, made
	// from its name; two names must never get one label. nil masks identity
	// numbers and does not keep the masked names apart, for names that are
	// only shown.
	Label func(name string) string
	// Progress, where it is not nil, is told how many bytes of an object have
	// come over a network so far, from the goroutine that fetches it.
	Progress func(label string, bytes int64)
}

// WithDefaults is e with its default in every field that has one.
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
		e.Label = masked
	}
	e.Limits = e.Limits.WithDefaults()
	return e
}

// PlaceKind is a kind of place as the registry knows it.
type PlaceKind struct {
	Name  string // as written in the configuration
	Title dubbelkrona.Label
	// Settings is the zero value of the kind's settings struct; its yaml tags
	// and their comments are the documentation.
	Settings any
	// Example is an entry of a configuration's sources that uses the kind, as
	// YAML that a person can copy.
	Example string
	// New makes a place. Faults of the settings are Invalid errors.
	New func(Env, Settings) (Place, error)
}

// FormatKind is a kind of format as the registry knows it.
type FormatKind struct {
	Name string // as written in the configuration
	// Version is that of its decoding, from 1. Raise it with every change after
	// which the same bytes give other cells: objects are then read anew.
	Version  int
	Title    dubbelkrona.Label
	Settings any    // as in PlaceKind
	Example  string // as in PlaceKind
	// New makes a format. Faults of the settings are Invalid errors.
	New func(Env, Settings) (Format, error)
	// Match says whether an object looks like the kind: by its name, without
	// the ending of a compression, and the first bytes of its unpacked content
	// (at most HeadBytes, as UTF-8 where a byte order mark told how). Content
	// decides; the name helps where content cannot.
	Match func(name string, head []byte) bool
}

// SourceKind is a kind of source that is place and format in one, such as an
// interface of its own with pages and cursors. A configuration names it where
// it names a place, and no format beside it.
type SourceKind struct {
	Name     string // as written in the configuration
	Version  int    // as in FormatKind
	Title    dubbelkrona.Label
	Settings any    // as in PlaceKind
	Example  string // as in PlaceKind
	// Profile is the mapping that fits what the kind reads, by name; empty
	// where the project writes one.
	Profile string
	// New makes the source called name. Faults of the settings are Invalid errors.
	New func(name string, env Env, settings Settings) (Source, error)
}

// Choice is a kind by name with its settings, as a configuration chooses it.
type Choice struct {
	Kind     string
	Settings Settings
}

// Spec describes a source to be made by a registry.
type Spec struct {
	// Name of the source in the project's configuration.
	Name string
	// Place is required.
	Place Choice
	// Format with an empty kind is found for each object from its content.
	Format Choice
	// Together makes all objects of the place one, see the function of that name.
	Together bool
}
