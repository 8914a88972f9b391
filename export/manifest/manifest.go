// Package manifest writes manifest.json: what the exported files were made from, and
// the size and SHA-256 of each. It is replaced last: a reader whose files have these
// sums has files of one snapshot.
package manifest

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"dubbelkrona"
	"dubbelkrona/export"
)

// Index writes the manifest.
type Index struct{}

// Name implements export.Format.
func (Index) Name() string { return "manifest" }

// File implements export.Format.
func (Index) File() string { return "manifest.json" }

// MediaType implements export.Format.
func (Index) MediaType() string { return "application/json" }

// About implements export.Format.
func (Index) About() dubbelkrona.Label {
	return dubbelkrona.Label{SV: "Förteckning över filerna, med kontrollsummor", EN: "List of the files, with checksums"}
}

// Applies implements export.Index.
func (Index) Applies(*export.Document, []export.File) bool { return true }

// manifest is the content of the file.
type manifest struct {
	Snapshot    string          `json:"snapshot"`
	Built       time.Time       `json:"built"`
	AsOf        *time.Time      `json:"as_of"`
	Project     string          `json:"project"`
	Generator   string          `json:"generator"`
	Language    string          `json:"language"`
	Definitions string          `json:"definitions"`
	Status      export.Status   `json:"status"`
	Fresh       dubbelkrona.Day `json:"fresh"`
	Synthetic   bool            `json:"synthetic"`
	Licence     *string         `json:"licence"`
	Cite        label           `json:"cite"`
	Marks       marks           `json:"marks"`
	Sources     []source        `json:"sources"`
	Files       []file          `json:"files"`
}

// label is a text in both languages.
type label struct {
	SV string `json:"sv"`
	EN string `json:"en"`
}

// marks are the statuses of a result without a value, and what is shown for them.
type marks struct {
	Suppressed string `json:"suppressed"`
	Unknown    string `json:"unknown"`
}

type source struct {
	Name          string     `json:"name"`
	LastDelivery  *time.Time `json:"last_delivery"`
	LastSucceeded *time.Time `json:"last_success"`
	Synthetic     bool       `json:"synthetic"`
	Stale         bool       `json:"stale"`
}

type file struct {
	Path      string `json:"path"`
	MediaType string `json:"media_type"`
	Bytes     int64  `json:"bytes"`
	SHA256    string `json:"sha256"`
	About     label  `json:"about"`
}

// Write implements export.Index.
func (Index) Write(w io.Writer, d *export.Document, files []export.File) error {
	h, cite := &d.Header, d.Header.Cite()
	m := manifest{
		Snapshot: h.Snapshot, Built: h.Built.UTC(), AsOf: known(h.AsOf), Project: h.Project, Generator: h.Generator, Language: h.Language,
		Definitions: h.Definitions, Status: h.Status, Fresh: h.Fresh, Synthetic: h.Synthetic, Cite: label(cite),
		Marks: marks{dubbelkrona.SuppressedMark, dubbelkrona.UnknownMark}, Sources: []source{}, Files: []file{},
	}
	if h.Licence != "" {
		m.Licence = &h.Licence
	}
	for _, s := range h.Sources {
		m.Sources = append(m.Sources, source{s.Name, known(s.Delivered), known(s.Succeeded), s.Synthetic, s.Stale})
	}
	for _, f := range files {
		m.Files = append(m.Files, file{f.File(), f.MediaType(), f.Bytes, f.SHA256, label(f.About())})
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(m); err != nil {
		return fmt.Errorf("manifest write: %w", err)
	}
	return nil
}

// known returns a moment in UTC, nil for the zero time.
func known(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}
