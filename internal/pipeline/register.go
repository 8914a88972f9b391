package pipeline

import (
	"context"
	"slices"

	"dubbelkrona"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/session"
	"dubbelkrona/metrics"
)

// RegisterEffect registers an effect as it is defined now: its hash, the latest
// outcome month in the lake and what could be detected. A version that is registered
// already stays as it is. The definition is evaluated over all that is committed, in
// a private copy that is removed again.
func (p *Pipeline) RegisterEffect(ctx context.Context, name string) (r dubbelkrona.EffectRegistration, err error) {
	wanted, err := p.plan.Catalogue.Find(metrics.Effect, name)
	if err != nil {
		return r, err
	}
	_, err = p.project.Run(ctx, "effects register "+name, func(ctx context.Context, s *session.Session) error {
		b := p.builder(s)
		base, err := newestKept(s.Project)
		if err != nil {
			return err
		}
		return b.privately(ctx, state{base: base}, wanted, func(snapshot *published.Snapshot) error {
			scopes, err := snapshot.FirstStarts(ctx, wanted)
			if err != nil {
				return err
			}
			r, err = b.register(ctx, wanted, scopes)
			return err
		})
	})
	return r, err
}

// register stores the registration of an effect that was evaluated.
func (b *builder) register(ctx context.Context, d *metrics.Definition, scopes []dubbelkrona.RegisteredScope) (r dubbelkrona.EffectRegistration, err error) {
	i := slices.IndexFunc(b.effects, func(e metrics.Evaluated) bool { return e.Name == d.Name })
	if i < 0 {
		return r, dubbelkrona.Errorf(dubbelkrona.Internal, "effect %s was not evaluated", d.Name)
	}
	e := b.effects[i]
	v, anew, err := b.Ledger.Effects.Register(ctx, ledger.EffectRegistration{Effect: d.Name, Hash: e.Hash, Through: e.Through, MDE: e.Detectable})
	if err != nil {
		return r, err
	}
	r = dubbelkrona.EffectRegistration{Name: d.Name, Version: v.Number, Hash: v.Hash, Registered: v.Registered, Anew: anew, Through: v.Through, Scopes: scopes}
	for i := range d.Study.Outcomes {
		if d.Study.Outcomes[i].Name == d.Study.Primary {
			r.PrimaryUnit = d.Study.Outcomes[i].Unit
		}
	}
	for i := range scopes {
		s := &scopes[i]
		s.Preregistered = v.Through < s.Follows
		if mde, known := v.MDE[s.Scope]; known {
			s.MDE = &mde
		}
	}
	return r, nil
}
