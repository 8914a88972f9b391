package export

import (
	"context"

	"dubbelkrona"
)

// Column is a column of a table that sinks write.
type Column struct {
	Name string
	Unit string
	Doc  dubbelkrona.Label
	// Example is a value of the column's type: a *string, *dubbelkrona.Dimensions,
	// *dubbelkrona.Number, *dubbelkrona.Count, *dubbelkrona.Day or *bool.
	Example any
}

// Table is rows of cells, each of the type of its column's Example.
type Table struct {
	Columns []Column
	// Each calls f for every row until the first error of the rows, f or ctx, which
	// it returns. f must not keep the cells.
	Each func(ctx context.Context, f func(cells []any) error) error
}

// Results returns the results of a document as a table.
func (d *Document) Results() Table {
	columns := dubbelkrona.ResultColumns()
	return Table{ResultColumns(), func(ctx context.Context, f func([]any) error) error {
		cells := make([]any, len(columns))
		return Each(ctx, d.Rows, func(row *dubbelkrona.Result) error {
			for i, c := range columns {
				cells[i] = c.Field(row)
			}
			return f(cells)
		})
	}}
}

// Figures returns the headline of a document as a table.
func (d *Document) Figures() Table {
	columns := figureColumns()
	table := Table{FigureColumns(), func(ctx context.Context, f func([]any) error) error {
		cells := make([]any, len(columns))
		for _, figure := range d.Headline {
			for i, c := range columns {
				cells[i] = c.field(&figure)
			}
			if err := f(cells); err != nil {
				return err
			}
		}
		return ctx.Err()
	}}
	return table
}

// ResultColumns returns the columns of Document.Results.
func ResultColumns() (all []Column) {
	for _, c := range dubbelkrona.ResultColumns() {
		all = append(all, Column{c.Name, c.Unit, c.Doc, c.Field(new(dubbelkrona.Result))})
	}
	return all
}
