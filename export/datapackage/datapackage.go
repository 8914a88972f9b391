// Package datapackage writes datapackage.json: a Frictionless Data Package (version 1)
// whose schemas are those of the tables in the CSV files.
//
// The schemas are made from the columns that the sinks write, and the description of
// the metrics from their definitions. Each file has its size and SHA-256.
package datapackage

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"dubbelkrona"
	"dubbelkrona/export"
)

// Index writes the data package.
type Index struct{}

// Name implements export.Format.
func (Index) Name() string { return "datapackage" }

// File implements export.Format.
func (Index) File() string { return "datapackage.json" }

// MediaType implements export.Format.
func (Index) MediaType() string { return "application/json" }

// About implements export.Format.
func (Index) About() dubbelkrona.Label {
	return dubbelkrona.Label{SV: "Beskrivning av CSV-filernas kolumner (Frictionless Data Package)", EN: "Description of the columns of the CSV files (Frictionless Data Package)"}
}

// Applies implements export.Index: a package needs a table.
func (Index) Applies(_ *export.Document, files []export.File) bool {
	return len(resources("sv", files)) > 0
}

// pack is the content of the file. Keys that the standard does not name begin with
// "dubbelkrona:".
type pack struct {
	Profile     string        `json:"profile"`
	Name        string        `json:"name"`
	ID          string        `json:"id"`
	Title       string        `json:"title"`
	Description string        `json:"description"`
	Version     string        `json:"version"`
	Created     time.Time     `json:"created"`
	Homepage    string        `json:"homepage,omitempty"`
	Licenses    []license     `json:"licenses,omitempty"`
	Sources     []source      `json:"sources,omitempty"`
	Contributor []contributor `json:"contributors,omitempty"`
	Header      header        `json:"dubbelkrona:header"`
	Metrics     []metric      `json:"dubbelkrona:metrics"`
	Resources   []resource    `json:"resources"`
}

type license struct {
	Path string `json:"path"`
}

type source struct {
	Title string `json:"title"`
}

type contributor struct {
	Title string `json:"title"`
	Path  string `json:"path"`
	Email string `json:"email"`
	Role  string `json:"role"`
}

// header is what the snapshot as a whole is.
type header struct {
	Status      export.Status   `json:"status"`
	Fresh       dubbelkrona.Day `json:"fresh"`
	Synthetic   bool            `json:"synthetic"`
	Definitions string          `json:"definitions"`
	CiteSV      string          `json:"cite_sv"`
	CiteEN      string          `json:"cite_en"`
}

// metric describes the values of a metric.
type metric struct {
	Name        string `json:"name"`
	Title       string `json:"title"`
	Description string `json:"description"`
	Unit        string `json:"unit"`
	Definition  string `json:"definition"`
	// Goals are those of Agenda 2030 that the metric is about.
	Goals []dubbelkrona.Goal `json:"agenda2030,omitempty"`
	Owner dubbelkrona.Owner  `json:"owner,omitempty"`
	Parts []part             `json:"parts"`
}

type part struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Unit  string `json:"unit"`
}

// Write implements export.Index.
func (Index) Write(w io.Writer, d *export.Document, files []export.File) error {
	h, cite := &d.Header, d.Header.Cite()
	p := pack{
		Profile: "tabular-data-package", Name: h.Project, ID: h.Project + "/" + h.Snapshot, Version: h.Snapshot, Created: h.Built.UTC(),
		Title:       dubbelkrona.Label{SV: "Nyckeltal om offentliga inköp", EN: "Metrics of public purchasing"}.In(h.Language),
		Description: cite.In(h.Language),
		Header:      header{h.Status, h.Fresh, h.Synthetic, h.Definitions, cite.SV, cite.EN},
		Resources:   resources(h.Language, files), Metrics: metrics(d),
	}
	if c := d.Catalogue; c != nil {
		p.Homepage, p.Licenses = c.BaseURL, []license{{c.Licence}}
		p.Contributor = []contributor{{c.Publisher, c.PublisherURI, c.Email, "publisher"}}
	}
	for _, s := range h.Sources {
		p.Sources = append(p.Sources, source{s.Name})
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(p); err != nil {
		return fmt.Errorf("data package write: %w", err)
	}
	return nil
}

func metrics(d *export.Document) []metric {
	all := []metric{}
	for _, m := range d.Definitions {
		one := metric{m.Name, m.Title.In(d.Header.Language), strings.TrimSpace(m.Doc.In(d.Header.Language)), m.Unit, m.Hash, m.Goals, m.Owner, []part{}}
		for _, p := range m.Parts {
			one.Parts = append(one.Parts, part{p.Name, m.TitleOf(p.Name).In(d.Header.Language), p.Unit})
		}
		all = append(all, one)
	}
	return all
}
