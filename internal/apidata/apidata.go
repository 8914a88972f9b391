// Package apidata makes the answers of the API from a released snapshot, as files of a
// bundle. Figures are written
// row by row, so that memory does not grow with their number.
package apidata

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"slices"
	"time"

	"dubbelkrona"
	"dubbelkrona/export"
	"dubbelkrona/internal/api"
	"dubbelkrona/internal/bundle"
	"dubbelkrona/internal/published"
)

// maker makes the answers of one snapshot.
type maker struct {
	*export.Document
	snapshot *published.Snapshot
	places   []published.Place
}

// Files returns the answers of the API about a released snapshot, with what is exported
// of it. exports are the exported files that are served beside them.
func Files(ctx context.Context, s *published.Snapshot, document *export.Document, exports []api.Export) iter.Seq2[bundle.File, error] {
	return func(yield func(bundle.File, error) bool) {
		m := &maker{Document: document, snapshot: s}
		files, err := m.files(ctx, exports)
		if err != nil {
			yield(bundle.File{}, err)
			return
		}
		for _, f := range files {
			if !yield(f, nil) {
				return
			}
		}
	}
}

func (m *maker) files(ctx context.Context, exports []api.Export) (files []bundle.File, err error) {
	if m.places, err = published.Places(ctx, m.snapshot); err != nil {
		return nil, err
	}
	if files, err = m.overview(exports); err != nil {
		return nil, err
	}
	return slices.Concat(files, []bundle.File{m.headline()}, m.quality(), m.figures(ctx)), nil
}

// overview describes the API, the snapshot, its metrics and its municipalities.
func (m *maker) overview(exports []api.Export) ([]bundle.File, error) {
	document, err := api.Document(m.Header.Generator)
	if err != nil {
		return nil, err
	}
	snapshot := api.Snapshot{Snapshot: m.Header.Snapshot, Project: m.Header.Project, Cite: api.LabelOf(m.Header.Cite()), Status: string(m.Header.Status), Synthetic: m.Header.Synthetic, Built: m.Header.Built.UTC(), AsOf: moment(m.Header.AsOf), Generator: m.Header.Generator,
		Language: m.Header.Language, Definitions: m.Header.Definitions, File: "/snapshot/" + m.Header.Snapshot + ".duckdb", Exports: append([]api.Export{}, exports...)}
	metrics := api.Metrics{Snapshot: m.Header.Snapshot, Metrics: []api.Metric{}}
	for _, d := range m.Definitions {
		metrics.Metrics = append(metrics.Metrics, metric(d))
	}
	places := api.Municipalities{Snapshot: m.Header.Snapshot, Municipalities: []api.Municipality{}}
	for _, p := range m.places {
		places.Municipalities = append(places.Municipalities, api.Municipality{Code: p.Code, Name: p.Name, Path: api.PathMunicipality + p.Code})
	}
	return []bundle.File{file(api.PathDocument, bundle.Content(document)), answer(api.PathSnapshot, snapshot), answer(api.PathMetrics, metrics), answer(api.PathMunicipalities, places)}, nil
}

func metric(d dubbelkrona.MetricDefinition) api.Metric {
	m := api.Metric{Name: d.Name, Title: api.LabelOf(d.Title), Doc: api.LabelOf(d.Doc), Unit: d.Unit, Decimals: d.Decimals, Dimensions: append([]string{}, d.By...),
		Definition: d.Hash, BuiltIn: d.BuiltIn, Goals: []int64{}, Owner: string(d.Owner), Parts: []api.Part{}, Path: api.PathMetric + d.Name}
	for _, g := range d.Goals {
		m.Goals = append(m.Goals, int64(g))
	}
	for _, p := range d.Parts {
		m.Parts = append(m.Parts, api.Part{Name: p.Name, Title: api.LabelOf(p.Title), Unit: p.Unit})
	}
	return m
}

// headline has the figures to show first.
func (m *maker) headline() bundle.File {
	headline := api.Headline{Snapshot: m.Header.Snapshot, Figures: []api.HeadlineFigure{}}
	for _, f := range m.Headline {
		headline.Figures = append(headline.Figures, api.HeadlineFigure{Name: f.Name, Title: api.LabelOf(f.Title), Shown: api.LabelOf(f.Shown), Figure: f.Result})
	}
	return answer(api.PathHeadline, headline)
}

// quality has the sources and the checks that found something.
func (m *maker) quality() []bundle.File {
	sources := api.Sources{Snapshot: m.Header.Snapshot, Sources: []api.Source{}}
	for _, s := range m.Header.Sources {
		sources.Sources = append(sources.Sources, api.Source{Name: s.Name, Synthetic: s.Synthetic, Read: moment(s.Succeeded), Delivered: moment(s.Delivered), Stale: s.Stale})
	}
	warnings := api.Warnings{Snapshot: m.Header.Snapshot, Warnings: []api.Warning{}}
	for _, c := range m.Checks {
		if c.Status != dubbelkrona.CheckOK {
			warnings.Warnings = append(warnings.Warnings, api.Warning{Check: c.Name, Title: api.LabelOf(c.Title), Failed: c.Status == dubbelkrona.CheckFailed, Concerns: append([]string{}, c.Concerns...)})
		}
	}
	return []bundle.File{answer(api.PathSources, sources), answer(api.PathWarnings, warnings)}
}

// figures has the figures of each metric and of each municipality.
func (m *maker) figures(ctx context.Context) (files []bundle.File) {
	for _, d := range m.Definitions {
		files = append(files, file(api.PathMetric+d.Name, m.rows(ctx, func() iter.Seq2[dubbelkrona.Result, error] { return m.snapshot.Results(ctx, d.Name) })))
	}
	for _, p := range m.places {
		files = append(files, file(api.PathMunicipality+p.Code, m.rows(ctx, func() iter.Seq2[dubbelkrona.Result, error] { return published.ResultsOf(ctx, m.snapshot, p.Code) })))
	}
	return files
}

// rows returns what writes api.Figures row by row.
func (m *maker) rows(ctx context.Context, read func() iter.Seq2[dubbelkrona.Result, error]) func(io.Writer) error {
	return func(w io.Writer) error {
		id, err := json.Marshal(m.Header.Snapshot)
		if err != nil {
			return err
		}
		before := fmt.Sprintf("{\"snapshot\":%s,\"figures\":[\n", id)
		err = export.Each(ctx, read(), func(r *dubbelkrona.Result) error {
			row, err := json.Marshal(r)
			if err != nil {
				return err
			}
			_, err = io.WriteString(w, before+string(row))
			before = ",\n"
			return err
		})
		if err != nil {
			return err
		}
		if before != ",\n" {
			_, err = io.WriteString(w, before)
		}
		if err == nil {
			_, err = io.WriteString(w, "\n]}\n")
		}
		return err
	}
}

func file(path string, write func(io.Writer) error) bundle.File {
	return bundle.File{Path: path, ContentType: api.ContentType, Compress: true, Write: write}
}

// answer is a file with a value as JSON.
func answer(path string, value any) bundle.File {
	return file(path, func(w io.Writer) error {
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		if err := e.Encode(value); err != nil {
			return err
		}
		_, err := b.WriteTo(w)
		return err
	})
}

// moment returns a time for JSON: null for the zero time.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}
