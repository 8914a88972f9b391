package probe

import (
	"cmp"
	"context"
	"slices"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/transform"
)

// Fit is what a profile made of the sample.
type Fit struct {
	Profile        string
	Tables         []string
	Read, Rejected int64
	Written        int64
	Filled         int      // columns of the tables that got at least one value
	filled         []string // those
}

// try takes the sample through a profile. One whose columns the file lacks
// takes no rows, and that is no error.
func try(ctx context.Context, src ingest.Source, obj ingest.Object, origin dubbelkrona.Origin, profile string, env transform.Env) (Fit, error) {
	fit := Fit{Profile: profile}
	plan, faults := transform.Compile(transform.Spec{Profile: profile}, transform.Options{})
	if len(faults) > 0 {
		return fit, dubbelkrona.Errorf(dubbelkrona.Internal, "profile %s: %s", profile, faults[0].Message)
	}
	for _, t := range plan.Tables() {
		fit.Tables = append(fit.Tables, t.Name)
	}
	pass := plan.Start(origin, env)
	defer pass.Close()
	nothing := func(dubbelkrona.Issue) error { return nil }
	_, err := first(ctx, src, obj, origin, func(b *dubbelkrona.RawBatch) error {
		return pass.Batch(b, fit.add, nothing)
	})
	if dubbelkrona.KindOf(err) == dubbelkrona.Invalid {
		return Fit{Profile: profile}, nil
	}
	counts := pass.Counts()
	fit.Read, fit.Rejected, fit.Filled = counts.Read, counts.Rejected, len(fit.filled)
	return fit, err
}

// add counts the columns that have values.
func (f *Fit) add(b *dubbelkrona.TypedBatch) error {
	f.Written += b.Record.NumRows()
	for i, field := range b.Record.Schema().Fields() {
		name := b.Table.Name + "." + field.Name
		cells := b.Record.Column(i)
		if cells.NullN() < cells.Len() && field.Name != dubbelkrona.RowColumn && !slices.Contains(f.filled, name) {
			f.filled = append(f.filled, name)
		}
	}
	return nil
}

// rank puts the profile first that used most of the file while rejecting least
// of it.
func rank(fits []Fit) {
	worth := func(f Fit) float64 { return float64(f.Filled) * float64(f.Read-f.Rejected) / float64(max(f.Read, 1)) }
	slices.SortStableFunc(fits, func(a, b Fit) int { return cmp.Compare(worth(b), worth(a)) })
}

// Guess is a table that a file's columns resemble.
type Guess struct {
	Table   string
	Columns map[string]string // of the table, to those of the file
	Missing []string          // required columns that nothing resembles
}

// guess finds the table that most of the columns resemble by name or title.
func guess(columns []Column) *Guess {
	var best *Guess
	for _, t := range dubbelkrona.Tables() {
		g := &Guess{Table: t.Name, Columns: make(map[string]string)}
		for _, c := range t.Columns {
			at := slices.IndexFunc(columns, func(f Column) bool {
				return transform.SameName(f.Name, c.Name) || transform.SameName(f.Name, c.Title.SV) || transform.SameName(f.Name, c.Title.EN)
			})
			switch {
			case at >= 0:
				g.Columns[c.Name] = columns[at].Name
			case c.Required:
				g.Missing = append(g.Missing, c.Name)
			}
		}
		if len(g.Columns) > 0 && (best == nil || len(g.Columns) > len(best.Columns)) {
			best = g
		}
	}
	return best
}
