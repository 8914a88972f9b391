package published

import (
	"context"
	"slices"
	"time"

	"dubbelkrona"
	"dubbelkrona/export"
	"dubbelkrona/export/postgres"

	"github.com/shopspring/decimal"
)

// widened returns a table with further columns, whose values are made from those of a row.
func widened(t postgres.Table, columns []postgres.Column, values func(row []any) ([]any, error)) postgres.Table {
	rows := t.Rows
	t.Columns = slices.Concat(t.Columns, columns)
	t.Rows = func(yield func([]any, error) bool) {
		for row, err := range rows {
			var more []any
			if err == nil {
				more, err = values(row)
			}
			if !yield(slices.Concat(row, more), err) || err != nil {
				return
			}
		}
	}
	return t
}

// withShown adds to the rows of metric.result the texts to show.
func withShown(t postgres.Table, definitions []dubbelkrona.MetricDefinition) postgres.Table {
	byName := make(map[string]*dubbelkrona.MetricDefinition, len(definitions))
	for i := range definitions {
		byName[definitions[i].Name] = &definitions[i]
	}
	var columns []dubbelkrona.ResultColumn
	var at []int // their positions in a row
	for _, known := range dubbelkrona.ResultColumns() {
		if i := slices.IndexFunc(t.Columns, func(c postgres.Column) bool { return c.Name == known.Name }); i >= 0 {
			columns, at = append(columns, known), append(at, i)
		}
	}
	texts := []postgres.Column{
		{Name: "shown_sv", Type: "VARCHAR", Comment: "the value as it is shown in Swedish; .. is not released, – is unknown"},
		{Name: "shown_en", Type: "VARCHAR", Comment: "the value as it is shown in English; .. is not released, – is unknown"},
	}
	return widened(t, texts, func(row []any) ([]any, error) {
		values := make([]any, len(at))
		for i, from := range at {
			values[i] = row[from]
		}
		r, err := read(columns, values)
		if err != nil {
			return nil, err
		}
		shown := export.Shown(&r, byName[r.Metric])
		return []any{shown.SV, shown.EN}, nil
	})
}

// withHeader adds to the row of meta.snapshot what every export says of the snapshot.
func withHeader(t postgres.Table, h *export.Header) postgres.Table {
	cite := h.Cite()
	columns := []postgres.Column{
		{Name: "status", Type: "VARCHAR", Comment: "ok; warnings if checks have found something; stale if a source is older than it should be"},
		{Name: "fresh", Type: "DATE", Comment: "the oldest of the latest deliveries of the sources; NULL if unknown"},
		{Name: "cite_sv", Type: "VARCHAR", Comment: "how to cite the figures, in Swedish"},
		{Name: "cite_en", Type: "VARCHAR", Comment: "how to cite the figures, in English"},
		{Name: "licence", Type: "VARCHAR", Comment: "URI of the terms of use; empty if the project has not said"},
	}
	return widened(t, columns, func([]any) ([]any, error) {
		return []any{string(h.Status), cellOf(&h.Fresh), cite.SV, cite.EN, h.Licence}, nil
	})
}

// headlineTable returns the headline of a document as a table.
func headlineTable(ctx context.Context, d *export.Document) postgres.Table {
	figures := d.Figures()
	t := postgres.Table{Name: postgres.Headline, Comment: "The figures that a dashboard shows first. De tal som en instrumentpanel visar först."}
	for _, c := range figures.Columns {
		like := dubbelkrona.ResultColumn{Field: func(*dubbelkrona.Result) any { return c.Example }}
		t.Columns = append(t.Columns, postgres.Column{Name: c.Name, Type: like.SQL(), Comment: c.Doc.EN})
	}
	var rows [][]any // some fifty
	err := figures.Each(ctx, func(cells []any) error {
		row := make([]any, len(cells))
		for i, c := range cells {
			row[i] = cellOf(c)
		}
		rows = append(rows, row)
		return nil
	})
	t.Rows = func(yield func([]any, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
		if err != nil {
			yield(nil, err)
		}
	}
	return t
}

// cellOf returns the value that a field of a result holds as warehouse.DB.Query returns
// values.
func cellOf(field any) any {
	switch f := field.(type) {
	case *string:
		return *f
	case *bool:
		return *f
	case *dubbelkrona.Dimensions:
		return f.String()
	case *dubbelkrona.Number:
		if f.Valid {
			return decimal.NewFromBigInt(f.Unscaled.BigInt(), -dubbelkrona.NumberScale)
		}
	case *dubbelkrona.Count:
		if f.Valid {
			return f.N
		}
	case *dubbelkrona.Day:
		if day, err := time.Parse(time.DateOnly, f.String()); err == nil {
			return day
		}
	}
	return nil
}
