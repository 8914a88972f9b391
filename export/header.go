package export

import (
	"fmt"
	"strconv"
	"time"

	"dubbelkrona"
)

// Header describes the snapshot that a file was made from.
type Header struct {
	Snapshot    string          // id of the snapshot
	Built       time.Time       // when the snapshot was built
	AsOf        time.Time       // the past time that the snapshot shows; zero for now
	Project     string          // name of the project
	Generator   string          // program and version
	Language    string          // of texts: "sv" or "en"
	Definitions string          // hash of all models, checks and metrics
	Status      Status          // of the snapshot as a whole
	Fresh       dubbelkrona.Day // the oldest of the latest deliveries of the sources, NULL if unknown
	Synthetic   bool            // a source is marked as made up
	Licence     string          // URI of the terms of use; empty if the project has not said
	Sources     []Source
}

// Status is the state of a snapshot as a whole.
type Status string

// The states of a snapshot, the most severe last.
const (
	StatusOK       Status = "ok"
	StatusWarnings Status = "warnings" // checks have found something; the figures concerned name them
	StatusStale    Status = "stale"    // a source is older than it should be
)

// Source is a source of the project.
type Source struct {
	Name      string
	Delivered time.Time // when it last delivered something new; zero if unknown
	Succeeded time.Time // when it was last read completely; zero if unknown
	Synthetic bool      // its data is made up
	Stale     bool      // it is older than it should be
}

// Cite returns how to cite the figures: one sentence.
func (h *Header) Cite() dubbelkrona.Label {
	day := h.Built.UTC().Format(time.DateOnly)
	return dubbelkrona.Label{
		SV: fmt.Sprintf("Källa: %s, dubbelkrona, ögonblicksbild %s, %s.", h.Project, h.Snapshot, day),
		EN: fmt.Sprintf("Source: %s, dubbelkrona, snapshot %s, %s.", h.Project, h.Snapshot, day),
	}
}

// Fact is an entry of a header as text.
type Fact struct {
	Name, Value string
	Doc         dubbelkrona.Label
}

// Facts returns the header without its sources, for formats that have a place for it. A
// value that is unknown or does not apply is empty.
func (h *Header) Facts() []Fact {
	cite := h.Cite()
	return []Fact{
		{"snapshot", h.Snapshot, dubbelkrona.Label{SV: "ögonblicksbildens id", EN: "identity of the snapshot"}},
		{"built", Stamp(h.Built), dubbelkrona.Label{SV: "när den byggdes, UTC", EN: "when it was built, UTC"}},
		{"as_of", Stamp(h.AsOf), dubbelkrona.Label{SV: "den tidpunkt som den visar, UTC; tomt för nuläget", EN: "the moment that it shows, UTC; empty for the present"}},
		{"project", h.Project, dubbelkrona.Label{SV: "projektets namn", EN: "name of the project"}},
		{"generator", h.Generator, dubbelkrona.Label{SV: "program och version", EN: "program and version"}},
		{"language", h.Language, dubbelkrona.Label{SV: "språk", EN: "language"}},
		{"definitions", h.Definitions, dubbelkrona.Label{SV: "hash av alla modeller, kontroller och nyckeltal", EN: "hash of all models, checks and metrics"}},
		{"status", string(h.Status), dubbelkrona.Label{SV: "ok, warnings (kontroller har funnit något) eller stale (en källa är äldre än den borde)",
			EN: "ok, warnings (checks have found something) or stale (a source is older than it should be)"}},
		{"fresh", h.Fresh.String(), dubbelkrona.Label{SV: "den äldsta av källornas senaste leveranser", EN: "the oldest of the latest deliveries of the sources"}},
		{"synthetic", strconv.FormatBool(h.Synthetic), dubbelkrona.Label{SV: "sant om en källa är märkt som påhittad", EN: "true if a source is marked as made up"}},
		{"licence", h.Licence, dubbelkrona.Label{SV: "villkor", EN: "terms of use"}},
		{"cite_sv", cite.SV, dubbelkrona.Label{SV: "så anges källan, på svenska", EN: "how to cite, in Swedish"}},
		{"cite_en", cite.EN, dubbelkrona.Label{SV: "så anges källan, på engelska", EN: "how to cite, in English"}},
	}
}

// Stamp writes a moment in UTC, empty for the zero time.
func Stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}
