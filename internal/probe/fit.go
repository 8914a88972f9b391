package probe

import (
	"cmp"
	"context"
	"slices"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/transform"
)

// Fit is the result of trying a profile on the sample.
type Fit struct {
	Profile        string
	Tables         []string
	Read, Rejected int64
	Written        int64
	Filled         int      // number of columns of the tables that got at least one value
	filled         []string // their names
}

// try transforms the sample with a profile. If the profile refuses the file, for
// example because columns are missing, it returns a Fit without rows and no error.
func try(ctx context.Context, src ingest.Source, obj ingest.Object, origin dubbelkrona.Origin, profile string, env transform.Env) (Fit, error) {
	fit := Fit{Profile: profile}
	plan, faults := transform.Compile(transform.Spec{Profile: profile})
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

// rank sorts profiles by the number of columns they fill times the share of
// rows they accept, the highest first.
func rank(fits []Fit) {
	worth := func(f Fit) float64 { return float64(f.Filled) * float64(f.Read-f.Rejected) / float64(max(f.Read, 1)) }
	slices.SortStableFunc(fits, func(a, b Fit) int { return cmp.Compare(worth(b), worth(a)) })
}

// Guess is a table whose columns resemble those of a file.
type Guess struct {
	Table   string
	Columns map[string]string // column of the file by column of the table
	Missing []string          // required columns that no column of the file resembles
}

// guess returns the table with the most columns whose name or title a column of
// the file has, or nil if there is none.
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
