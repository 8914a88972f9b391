package compile

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/config"
	"dubbelkrona/transform"
)

// Source is a configured source, ready to read.
type Source struct {
	Name      string
	Synthetic bool
	Owner     dubbelkrona.Owner
	Mode      dubbelkrona.LoadMode
	Reader    ingest.Source
	// Plan transforms the reader's cells into rows; nil if it has faults.
	Plan *transform.Plan
	// Mapping is a hash of everything that the rows depend on besides the bytes
	// of each object and the version of its format.
	Mapping string
	Limits  config.Volume
	// Where is the pattern of the objects that are read, or the kind of place.
	Where string
	// Moving is set if the pattern depends on the date.
	Moving bool
	Local  bool // its objects are files in the project
	// Repeats is set if objects with equal bytes are different deliveries.
	Repeats bool

	// open returns the reader for a slot; nil if the reader is the same for all.
	open func(slot time.Time) (ingest.Source, error)
}

// BuiltIn reports whether the source is the reference data of the program.
func (src *Source) BuiltIn() bool { return src.Name == config.ReservedSource }

// Replaces reports whether a new version of an object replaces rows.
func (src *Source) Replaces() bool {
	return src.Mode == dubbelkrona.ReplaceObject || src.Mode == dubbelkrona.ReplacePeriod
}

// At returns the source with the reader for a slot; for the zero slot, the source
// itself.
func (src *Source) At(slot time.Time) (*Source, error) {
	if src.open == nil || slot.IsZero() {
		return src, nil
	}
	reader, err := src.open(slot)
	if err != nil {
		return nil, fmt.Errorf("source %s: %w", src.Name, err)
	}
	then := *src
	then.Reader = reader
	return &then, nil
}

// mappingHash returns Source.Mapping: a hash of the compiled plan and the settings
// that decoding depends on; empty if the plan has faults.
func mappingHash(plan *transform.Plan, decoding ...string) string {
	if plan == nil {
		return ""
	}
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%q", plan.Hash(), decoding)
	return hex.EncodeToString(h.Sum(nil))
}
