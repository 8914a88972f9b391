package pipeline

import (
	"context"
	"errors"
	"slices"

	"dubbelkrona"
	"dubbelkrona/internal/changes"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/session"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// Diff returns what changes of the released figures from one kept snapshot to another,
// which are named as by published.Find, with their causes. It records nothing.
//
// A change with several causes is split by replacing one input after another and
// calculating again: first the definitions of the old snapshot by those of the new one,
// then its parameters, then its data. The shares are the differences between these
// figures, so that they add up to the whole change exactly. That can be done if the new
// snapshot has the definitions of now, and for figures that may be shown at every step;
// other changes have their causes without shares.
func Diff(ctx context.Context, p *Pipeline, from, to string) (d dubbelkrona.Difference, err error) {
	err = ledger.Read(p.project.Config.Ledger(), func(l *ledger.Ledger) error {
		old, err := published.Find(ctx, p.project, l, from)
		if err != nil {
			return err
		}
		new, err := published.Find(ctx, p.project, l, to)
		if err != nil {
			return err
		}
		d.From, d.To = old.ID, new.ID
		if d.Changes, err = published.Compare(ctx, p.project, old.ID, new.ID); err != nil {
			return err
		}
		s := &splitting{builder: p.builder(&session.Session{Project: p.project, Ledger: l, Report: &session.Report{Run: dubbelkrona.Run{ID: "difference"}}}), old: old, new: new}
		d.NotSplit, err = s.split(ctx, d.Changes)
		return err
	})
	return d, err
}

// splitting splits the changes from one kept snapshot to another by their causes.
type splitting struct {
	*builder
	old, new ledger.Snapshot
}

// split sets the shares of changes with several causes, and returns why it could not.
func (s *splitting) split(ctx context.Context, all []dubbelkrona.Change) (reason dubbelkrona.Label, err error) {
	several := slices.ContainsFunc(all, func(c dubbelkrona.Change) bool { return len(c.Causes) > 1 })
	if !several {
		return reason, nil
	}
	same, err := s.hasDefinitionsOfNow(ctx, all)
	if err != nil {
		return reason, err
	}
	if !same {
		return dubbelkrona.Label{SV: "definitionerna är inte längre de som " + s.new.ID + " gjordes med", EN: "the definitions are no longer those that " + s.new.ID + " was made with"}, nil
	}
	var steps changes.Steps
	if steps.Old, err = published.KeptValues(ctx, s.Project, s.old.ID); err != nil {
		return reason, err
	}
	if steps.New, err = published.KeptValues(ctx, s.Project, s.new.ID); err != nil {
		return reason, err
	}
	if steps.Definition, err = s.values(ctx, nil); err != nil {
		return reason, err
	}
	if steps.Parameters, err = s.values(ctx, s.replaceParameters); err != nil {
		return reason, err
	}
	steps.Split(all)
	return reason, nil
}

// hasDefinitionsOfNow reports whether the new snapshot was made with this program and
// the definitions of now, of the metrics that change.
func (s *splitting) hasDefinitionsOfNow(ctx context.Context, all []dubbelkrona.Change) (bool, error) {
	in, err := published.InputsOf(ctx, s.Project, s.new.ID)
	if err != nil || in.Generator != s.Generator {
		return false, err
	}
	for _, c := range all {
		d, err := s.plan.Catalogue.Find(metrics.Metric, c.Metric)
		if len(c.Causes) > 1 && (err != nil || d.Hash != in.Metrics[c.Metric].Hash) {
			return false, nil
		}
	}
	return true, nil
}

// values evaluates the definitions of now over the data of the old snapshot, after
// prepare, and returns the values that may be shown.
func (s *splitting) values(ctx context.Context, prepare func(context.Context, *warehouse.DB) error) (values changes.Values, err error) {
	err = s.privately(ctx, state{folded: s.old.Built, asOf: s.old.AsOf, base: s.KeptPath(s.old.ID), prepare: prepare}, nil, func(snapshot *published.Snapshot) error {
		values, err = published.ShownValues(ctx, snapshot)
		return err
	})
	return values, err
}

// replaceParameters replaces the parameters of an open build by those of the new
// snapshot.
func (s *splitting) replaceParameters(ctx context.Context, db *warehouse.DB) (err error) {
	from, err := warehouse.OpenReadOnly(ctx, s.KeptPath(s.new.ID), s.Limits())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	columns, err := from.Describe(ctx, "SELECT * FROM core.parameter")
	if err != nil {
		return err
	}
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	rows, err := from.Collect(ctx, "SELECT * FROM core.parameter")
	if err != nil {
		return err
	}
	if _, err := db.Exec(ctx, "DELETE FROM core.parameter"); err != nil {
		return err
	}
	return db.Insert(ctx, "core.parameter", names, rows)
}
