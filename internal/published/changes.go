package published

import (
	"context"
	"errors"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/changes"
	"dubbelkrona/internal/session"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// During returns a snapshot that is being built. The caller does not close it.
func During(db *warehouse.DB) *Snapshot { return &Snapshot{db: db} }

// Compare returns what changes of the released figures from one kept snapshot to
// another, with the causes. If from is empty, every figure is added.
func Compare(ctx context.Context, project *session.Project, from, to string) (all []dubbelkrona.Change, err error) {
	// The released part has the figures, the whole snapshot what they depend on:
	// hashes of tables about persons are not released.
	part, err := OpenReleasedID(ctx, project, to)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, part.Close()) }()
	if from == "" {
		return changes.Compare(Each(nil), figures(ctx, part, "metric.result"))
	}
	whole, err := openWhole(ctx, project, to)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, whole.Close()) }()
	return compare(ctx, project, from, figures(ctx, part, "metric.result"), whole)
}

// CompareTo is Compare with a whole snapshot that is not kept yet, and for which it is
// decided what may be released.
func CompareTo(ctx context.Context, project *session.Project, from string, to *Snapshot) ([]dubbelkrona.Change, error) {
	return compare(ctx, project, from, figures(ctx, to, released()), to)
}

// figures returns the figures in a table like metric.result. An earlier version may have
// made it: it may lack columns that are no part of a figure.
func figures(ctx context.Context, s *Snapshot, from string) changes.Results {
	columns := slices.DeleteFunc(dubbelkrona.ResultColumns(), func(c dubbelkrona.ResultColumn) bool {
		return !slices.Contains(changes.Columns(), c.Name)
	})
	return s.results(ctx, columns, from, "TRUE")
}

func compare(ctx context.Context, project *session.Project, from string, results changes.Results, whole *Snapshot) (all []dubbelkrona.Change, err error) {
	old, err := OpenReleasedID(ctx, project, from)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, old.Close()) }()
	oldWhole, err := openWhole(ctx, project, from)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, oldWhole.Close()) }()
	if all, err = changes.Compare(figures(ctx, old, "metric.result"), results); err != nil {
		return nil, err
	}
	before, err := inputsOf(ctx, oldWhole)
	if err != nil {
		return nil, err
	}
	after, err := inputsOf(ctx, whole)
	if err != nil {
		return nil, err
	}
	changes.Explain(all, before, after)
	return all, nil
}

// openWhole opens a kept snapshot. It writes nothing.
func openWhole(ctx context.Context, project *session.Project, id string) (*Snapshot, error) {
	if !session.IsThere(project.KeptPath(id)) {
		return nil, dubbelkrona.Errorf(dubbelkrona.NotFound, "the snapshot %s is not kept", id)
	}
	limits := project.Limits()
	limits.Scratch = ""
	return Open(ctx, project.KeptPath(id), limits)
}

// KeptValues is ShownValues of a kept snapshot, which an earlier version may have made:
// what may be released is what was.
func KeptValues(ctx context.Context, project *session.Project, id string) (values changes.Values, err error) {
	part, err := OpenReleasedID(ctx, project, id)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, part.Close()) }()
	whole, err := openWhole(ctx, project, id)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, whole.Close()) }()
	return ownValues(figures(ctx, part, "metric.result"), figures(ctx, whole, "metric.result"))
}

// ShownValues returns the values of a whole snapshot that may be released and are its
// own: not those that an earlier release stands for.
func ShownValues(ctx context.Context, s *Snapshot) (changes.Values, error) {
	return ownValues(figures(ctx, s, released()), figures(ctx, s, "metric.result"))
}

// ownValues returns the released values that are also those of the whole snapshot.
func ownValues(released, whole changes.Results) (changes.Values, error) {
	shown := make(changes.Values)
	for r, err := range released {
		if err != nil {
			return nil, err
		}
		if r.Value.Valid {
			shown[r.Cell()] = r.Value
		}
	}
	for r, err := range whole {
		if err != nil {
			return nil, err
		}
		if shown[r.Cell()] != r.Value {
			delete(shown, r.Cell())
		}
	}
	return shown, nil
}

// released returns the rows of metric.result in a whole snapshot that may be released.
func released() string {
	return "(" + metrics.ReleasedResults(func(table string) string { return table }) + ")"
}

// InputsOf returns what the figures of a kept snapshot depend on.
func InputsOf(ctx context.Context, project *session.Project, id string) (in changes.Inputs, err error) {
	s, err := openWhole(ctx, project, id)
	if err != nil {
		return in, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return inputsOf(ctx, s)
}

func inputsOf(ctx context.Context, s *Snapshot) (in changes.Inputs, err error) {
	db := s.db
	in.Metrics, in.Tables = make(map[string]changes.Metric), make(map[string]string)
	rows, err := db.Collect(ctx, "SELECT generator FROM meta.snapshot")
	if err != nil {
		return in, err
	}
	for _, r := range rows {
		in.Generator = text(r[0])
	}
	if rows, err = db.Collect(ctx, "SELECT name, hash, depends FROM metric.definition"); err != nil {
		return in, err
	}
	for _, r := range rows {
		in.Metrics[text(r[0])] = changes.Metric{Hash: text(r[1]), Reads: strings.Split(text(r[2]), ",")}
	}
	if rows, err = db.Collect(ctx, "SELECT table_name, content_hash FROM meta.table_hash"); err != nil {
		return in, err
	}
	for _, r := range rows {
		in.Tables[text(r[0])] = text(r[1])
	}
	return in, nil
}
