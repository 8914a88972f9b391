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
	snapshot *published.Snapshot
	header   export.Header
	metrics  []dubbelkrona.MetricDefinition
	places   []published.Place
}

// Files returns the answers of the API about a released snapshot of a project. exports
// are the exported files that are served beside them.
func Files(ctx context.Context, s *published.Snapshot, project string, exports []api.Export) iter.Seq2[bundle.File, error] {
	return func(yield func(bundle.File, error) bool) {
		m, err := open(ctx, s)
		if err != nil {
			yield(bundle.File{}, err)
			return
		}
		for _, part := range []func(context.Context) ([]bundle.File, error){
			func(context.Context) ([]bundle.File, error) { return m.overview(project, exports) }, m.headline, m.quality, m.figures,
		} {
			files, err := part(ctx)
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
}

func open(ctx context.Context, s *published.Snapshot) (m *maker, err error) {
	m = &maker{snapshot: s}
	if m.header, err = s.Header(ctx); err != nil {
		return nil, err
	}
	if m.metrics, err = published.Definitions(ctx, s); err != nil {
		return nil, err
	}
	m.places, err = published.Places(ctx, s)
	return m, err
}

// overview describes the API, the snapshot, its metrics and its municipalities.
func (m *maker) overview(project string, exports []api.Export) ([]bundle.File, error) {
	document, err := api.Document(m.header.Generator)
	if err != nil {
		return nil, err
	}
	snapshot := api.Snapshot{Snapshot: m.header.Snapshot, Project: project, Built: m.header.Built.UTC(), AsOf: moment(m.header.AsOf), Generator: m.header.Generator,
		Language: m.header.Language, Definitions: m.header.Definitions, File: "/snapshot/" + m.header.Snapshot + ".duckdb", Exports: append([]api.Export{}, exports...)}
	metrics := api.Metrics{Snapshot: m.header.Snapshot, Metrics: []api.Metric{}}
	for _, d := range m.metrics {
		metrics.Metrics = append(metrics.Metrics, metric(d))
	}
	places := api.Municipalities{Snapshot: m.header.Snapshot, Municipalities: []api.Municipality{}}
	for _, p := range m.places {
		places.Municipalities = append(places.Municipalities, api.Municipality{Code: p.Code, Name: p.Name, Path: api.PathMunicipality + p.Code})
	}
	return []bundle.File{file(api.PathDocument, bundle.Content(document)), answer(api.PathSnapshot, snapshot), answer(api.PathMetrics, metrics), answer(api.PathMunicipalities, places)}, nil
}

func metric(d dubbelkrona.MetricDefinition) api.Metric {
	m := api.Metric{Name: d.Name, Title: api.LabelOf(d.Title), Doc: api.LabelOf(d.Doc), Unit: d.Unit, Decimals: int64(d.Decimals), Dimensions: append([]string{}, d.By...),
		Definition: d.Hash, BuiltIn: d.BuiltIn, Parts: []api.Part{}, Path: api.PathMetric + d.Name}
	for _, p := range d.Parts {
		m.Parts = append(m.Parts, api.Part{Name: p.Name, Title: api.LabelOf(p.Title), Unit: p.Unit})
	}
	return m
}

// headlineMetric is the metric of the figures to show first.
const headlineMetric = "double_value"

// headline has the double value and its parts of all contracts.
func (m *maker) headline(ctx context.Context) ([]bundle.File, error) {
	headline := api.Headline{Snapshot: m.header.Snapshot, Figures: []api.HeadlineFigure{}}
	i := slices.IndexFunc(m.metrics, func(d dubbelkrona.MetricDefinition) bool { return d.Name == headlineMetric })
	if i < 0 {
		return []bundle.File{answer(api.PathHeadline, headline)}, nil
	}
	d := m.metrics[i]
	figures := make(map[string]dubbelkrona.Result)
	for r, err := range m.snapshot.Results(ctx, headlineMetric) {
		if err != nil {
			return nil, err
		}
		if r.Grouping == "" && r.PeriodGrain == "all" {
			figures[r.Part] = r
		}
	}
	for _, p := range append([]dubbelkrona.MetricPart{{Title: d.Title}}, d.Parts...) {
		if r, ok := figures[p.Name]; ok {
			headline.Figures = append(headline.Figures, api.HeadlineFigure{Title: api.LabelOf(p.Title), Decimals: int64(d.Decimals), Figure: r})
		}
	}
	return []bundle.File{answer(api.PathHeadline, headline)}, nil
}

// quality has the sources and the checks that found something.
func (m *maker) quality(ctx context.Context) ([]bundle.File, error) {
	states, err := published.SourceAges(ctx, m.snapshot)
	if err != nil {
		return nil, err
	}
	sources := api.Sources{Snapshot: m.header.Snapshot, Sources: []api.Source{}}
	for _, s := range states {
		sources.Sources = append(sources.Sources, api.Source{Name: s.Name, Synthetic: s.Synthetic, Read: moment(s.Read), Delivered: moment(s.Delivered), Stale: s.Stale})
	}
	checks, err := m.snapshot.Checks(ctx)
	if err != nil {
		return nil, err
	}
	warnings := api.Warnings{Snapshot: m.header.Snapshot, Warnings: []api.Warning{}}
	for _, c := range checks {
		if c.Status != dubbelkrona.CheckOK {
			warnings.Warnings = append(warnings.Warnings, api.Warning{Check: c.Name, Title: api.LabelOf(c.Title), Failed: c.Status == dubbelkrona.CheckFailed, Concerns: append([]string{}, c.Concerns...)})
		}
	}
	return []bundle.File{answer(api.PathSources, sources), answer(api.PathWarnings, warnings)}, nil
}

// figures has the figures of each metric and of each municipality.
func (m *maker) figures(ctx context.Context) (files []bundle.File, err error) {
	for _, d := range m.metrics {
		files = append(files, file(api.PathMetric+d.Name, m.rows(ctx, func() iter.Seq2[dubbelkrona.Result, error] { return m.snapshot.Results(ctx, d.Name) })))
	}
	for _, p := range m.places {
		files = append(files, file(api.PathMunicipality+p.Code, m.rows(ctx, func() iter.Seq2[dubbelkrona.Result, error] { return published.ResultsOf(ctx, m.snapshot, p.Code) })))
	}
	return files, nil
}

// rows returns what writes api.Figures row by row.
func (m *maker) rows(ctx context.Context, read func() iter.Seq2[dubbelkrona.Result, error]) func(io.Writer) error {
	return func(w io.Writer) error {
		id, err := json.Marshal(m.header.Snapshot)
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
