package published

import (
	"context"
	"errors"

	"dubbelkrona"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/session"
	"dubbelkrona/metrics"
)

// ListEffects returns the effects as they are defined now, with the verdicts of the
// published snapshot and the versions of the ledger.
func ListEffects(ctx context.Context, project *session.Project, definitions []*metrics.Definition) ([]dubbelkrona.EffectListing, error) {
	results, err := ReadEffects(ctx, project, "")
	if err != nil && dubbelkrona.KindOf(err) != dubbelkrona.NotFound {
		return nil, err
	}
	versions, err := latest(project.Config, func(l *ledger.Ledger) ([]ledger.EffectVersion, error) { return l.Effects.List(ctx) })
	if err != nil {
		return nil, err
	}
	all := []dubbelkrona.EffectListing{}
	for _, d := range definitions {
		one := defined(project, d)
		for _, r := range results {
			if r.Name == d.Name {
				addPublished(&one, r, versions)
			}
		}
		all = append(all, one)
	}
	return all, nil
}

func defined(project *session.Project, d *metrics.Definition) dubbelkrona.EffectListing {
	l, study := project.Language(), &d.Study
	one := dubbelkrona.EffectListing{Name: d.Name, Title: d.Title.In(string(l)), Design: study.DesignName(), PrimaryBlock: int64(study.PrimaryBlock),
		BuiltIn: d.BuiltIn, Verdicts: make(map[string]int)}
	for _, o := range study.Outcomes {
		if o.Name == study.Primary {
			one.PrimaryTitle = o.Title.In(string(l))
		}
	}
	return one
}

// addPublished adds what is published and what the ledger knows of that version.
func addPublished(one *dubbelkrona.EffectListing, r dubbelkrona.EffectResult, versions []ledger.EffectVersion) {
	for _, s := range r.Scopes {
		one.Verdicts[s.Verdict]++
	}
	for _, v := range versions {
		if v.Effect != r.Name {
			continue
		}
		one.Versions++
		if v.Hash == r.Hash {
			one.Version, one.Registered = v.Number, v.Registered
		}
	}
}

// ReadEffects returns what the kept copy of the published snapshot says of one effect,
// or of every effect for the empty name. Nothing published is a NotFound error.
func ReadEffects(ctx context.Context, project *session.Project, effect string) (all []dubbelkrona.EffectResult, err error) {
	snapshot, err := OpenKept(ctx, project)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, snapshot.Close()) }()
	return snapshot.Effects(ctx, project.Language(), effect)
}
