// Package api describes the JSON that a project serves of its publication. Its types
// are the answers, from which Document makes their description, so that the two cannot
// differ. An answer is a file that is made at publication: no request is computed, and
// there are no parameters but those in paths. All figures are those of the released
// snapshot.
package api

import (
	"time"

	"dubbelkrona"
)

// Root begins the paths of the API.
const Root = "/api/"

// The paths of the API. A path that ends in a slash is followed by a name.
const (
	PathDocument       = "/api/v1/openapi.json"
	PathSnapshot       = "/api/v1/snapshot"
	PathHeadline       = "/api/v1/headline"
	PathMetrics        = "/api/v1/metrics"
	PathMetric         = "/api/v1/metrics/"
	PathMunicipalities = "/api/v1/municipalities"
	PathMunicipality   = "/api/v1/municipalities/"
	PathSources        = "/api/v1/sources"
	PathWarnings       = "/api/v1/warnings"
)

// The content types of answers.
const (
	ContentType = "application/json"
	ProblemType = "application/problem+json"
)

// Label is a text in Swedish and English.
type Label struct {
	SV string `json:"sv"`
	EN string `json:"en"`
}

// LabelOf returns a label as the API has it.
func LabelOf(l dubbelkrona.Label) Label { return Label{l.SV, l.EN} }

// Snapshot is what is published.
type Snapshot struct {
	Snapshot    string     `json:"snapshot" doc:"id of the snapshot that every answer is from"`
	Project     string     `json:"project" doc:"name of the project"`
	Built       time.Time  `json:"built" doc:"when the snapshot was built"`
	AsOf        *time.Time `json:"as_of" doc:"the past moment that it shows; null for the present"`
	Cite        Label      `json:"cite" doc:"how to cite it"`
	Status      string     `json:"status" doc:"ok; warnings, if checks have found something; stale, if a source is older than it should be"`
	Synthetic   bool       `json:"synthetic" doc:"true if a source is marked as made up"`
	Generator   string     `json:"generator" doc:"program and version"`
	Language    string     `json:"language" doc:"language of texts that are in one language: sv or en"`
	Definitions string     `json:"definitions" doc:"hash of all models, checks and metrics"`
	File        string     `json:"file" doc:"path of the DuckDB file, which never changes and supports ranges"`
	Exports     []Export   `json:"exports" doc:"files in other formats, at paths that stay the same"`
}

// Export is an exported file.
type Export struct {
	About       Label  `json:"about" doc:"what it is"`
	Path        string `json:"path" doc:"where it is served; its ETag is its SHA-256"`
	ContentType string `json:"content_type"`
}

// Headline are the figures to show first.
type Headline struct {
	Snapshot string           `json:"snapshot"`
	Figures  []HeadlineFigure `json:"figures"`
}

// HeadlineFigure is a figure with what is needed to show it.
type HeadlineFigure struct {
	Name   string             `json:"name" doc:"name of the figure, which does not change"`
	Title  Label              `json:"title"`
	Shown  Label              `json:"shown" doc:"the value as people read it; .. is not released, – is unknown"`
	Figure dubbelkrona.Result `json:"figure"`
}

// Metrics lists the metrics.
type Metrics struct {
	Snapshot string   `json:"snapshot"`
	Metrics  []Metric `json:"metrics"`
}

// Metric is a metric.
type Metric struct {
	Name       string   `json:"name"`
	Title      Label    `json:"title"`
	Doc        Label    `json:"doc" doc:"explanation; may be empty"`
	Unit       string   `json:"unit"`
	Decimals   int      `json:"decimals" doc:"number of decimals to show"`
	Dimensions []string `json:"dimensions" doc:"what figures are grouped by"`
	Definition string   `json:"definition" doc:"hash of the definition with the models it reads"`
	BuiltIn    bool     `json:"built_in" doc:"false for a definition of the project's own"`
	Goals      []int64  `json:"agenda2030" doc:"numbers of the goals of Agenda 2030 that it is about"`
	Owner      string   `json:"owner" doc:"who answers for it; empty if the definition does not say"`
	Parts      []Part   `json:"parts" doc:"its parts, in the order of the definition; the part of the value itself is the empty one"`
	Path       string   `json:"path" doc:"path of its figures"`
}

// Part is a part of a metric.
type Part struct {
	Name  string `json:"name"`
	Title Label  `json:"title" doc:"may be empty"`
	Unit  string `json:"unit"`
}

// Figures are figures, all of a metric or all of a municipality, in a fixed order.
type Figures struct {
	Snapshot string               `json:"snapshot"`
	Figures  []dubbelkrona.Result `json:"figures"`
}

// Municipalities lists the municipalities that have figures.
type Municipalities struct {
	Snapshot       string         `json:"snapshot"`
	Municipalities []Municipality `json:"municipalities"`
}

// Municipality is a municipality.
type Municipality struct {
	Code string `json:"code" doc:"kommunkod, four digits"`
	Name string `json:"name" doc:"empty if it is not known"`
	Path string `json:"path" doc:"path of its figures"`
}

// Sources lists the sources.
type Sources struct {
	Snapshot string   `json:"snapshot"`
	Sources  []Source `json:"sources"`
}

// Source is a source of data.
type Source struct {
	Name      string     `json:"name"`
	Synthetic bool       `json:"synthetic" doc:"true if its data is made up"`
	Read      *time.Time `json:"read" doc:"when it was last read completely; null if it never was"`
	Delivered *time.Time `json:"delivered" doc:"when it last delivered something new; null if it never did"`
	Stale     bool       `json:"stale" doc:"true if its data is older than it should be"`
}

// Warnings lists the checks that found something.
type Warnings struct {
	Snapshot string    `json:"snapshot"`
	Warnings []Warning `json:"warnings"`
}

// Warning is a check that found something.
type Warning struct {
	Check    string   `json:"check" doc:"name of the check, as in warnings of a figure"`
	Title    Label    `json:"title"`
	Failed   bool     `json:"failed" doc:"true if the check itself could not run"`
	Concerns []string `json:"concerns" doc:"the metrics whose figures it marks"`
}

// Problem is an error, as RFC 9457 describes it.
type Problem struct {
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail" doc:"what is wrong, and what to do"`
}
