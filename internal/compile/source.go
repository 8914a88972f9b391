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
	Mode      dubbelkrona.LoadMode
	Reader    ingest.Source
	// Plan makes rows of what the reader decodes; nil if it has faults.
	Plan *transform.Plan
	// Mapping is a hash of all that its rows depend on besides the bytes of
	// each object and the version of its format.
	Mapping string
	Limits  config.Volume
	// Where is the pattern that it looks by, or the kind of place.
	Where string
	// Moving sources look by another name on another day.
	Moving bool
	Local  bool // it is files in the project
	// Repeats lets objects with the bytes of another be deliveries of their own.
	Repeats bool

	// open makes the reader for a slot; nil for one that is always the same.
	open func(slot time.Time) (ingest.Source, error)
}

// BuiltIn reports whether it is the reference data that comes with the program.
func (src *Source) BuiltIn() bool { return src.Name == config.ReservedSource }

// Replaces reports whether a new version of an object takes the place of rows.
func (src *Source) Replaces() bool {
	return src.Mode == dubbelkrona.ReplaceObject || src.Mode == dubbelkrona.ReplacePeriod
}

// At is the source as it is read for a slot.
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

// mappingHash identifies all that the rows of a source depend on besides the
// bytes of each object and the version of its format: the compiled plan, and
// how the source says that it is decoded. A plan with faults has none.
func mappingHash(plan *transform.Plan, decoding ...string) string {
	if plan == nil {
		return ""
	}
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%q", plan.Hash(), decoding)
	return hex.EncodeToString(h.Sum(nil))
}
