package published

import (
	"context"
	"errors"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/changes"
	"dubbelkrona/internal/session"
	"dubbelkrona/internal/warehouse"
)

// Compare returns what changes of the released figures from one kept snapshot to
// another, with the causes. If from is empty, every figure is added.
func Compare(ctx context.Context, project *session.Project, from, to string) (all []dubbelkrona.Change, err error) {
	new, err := OpenReleasedID(ctx, project, to)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, new.Close()) }()
	if from == "" {
		return changes.Compare(Each(nil), new.Results(ctx, ""))
	}
	old, err := OpenReleasedID(ctx, project, from)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, old.Close()) }()
	if all, err = changes.Compare(old.Results(ctx, ""), new.Results(ctx, "")); err != nil {
		return nil, err
	}
	before, err := inputsOf(ctx, project, from)
	if err != nil {
		return nil, err
	}
	after, err := inputsOf(ctx, project, to)
	if err != nil {
		return nil, err
	}
	changes.Explain(all, before, after)
	return all, nil
}

// inputsOf returns what the figures of a kept snapshot depend on. It is read from the
// whole snapshot, since hashes of tables about persons are not released.
func inputsOf(ctx context.Context, project *session.Project, id string) (in changes.Inputs, err error) {
	limits := project.Limits()
	limits.Scratch = ""
	s, err := Open(ctx, project.KeptPath(id), limits)
	if err != nil {
		return in, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return readInputs(ctx, s.db)
}

func readInputs(ctx context.Context, db *warehouse.DB) (in changes.Inputs, err error) {
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
