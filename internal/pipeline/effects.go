package pipeline

import (
	"context"
	"fmt"
	"io"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/published"
	"dubbelkrona/metrics"
)

// loadVersions reads once in a session the versions of effects.
func (b *builder) loadVersions(ctx context.Context) error {
	if b.versions != nil {
		return nil
	}
	all, err := b.Ledger.Effects.List(ctx)
	if err != nil {
		return err
	}
	b.versions = make(map[string][]metrics.Version)
	for _, v := range all {
		b.versions[v.Effect] = append(b.versions[v.Effect],
			metrics.Version{Number: v.Number, Hash: v.Hash, Registered: v.Registered, Through: v.Through, Values: v.Values})
	}
	return nil
}

// hashRegistrations writes the registrations that figures are marked with. Values
// of versions are left out: those of the present version are of this very snapshot,
// and those of another change only while that one is the present one, whose
// definitions are others.
func (b *builder) hashRegistrations(to io.Writer) {
	for _, d := range b.plan.Catalogue.Of(metrics.Effect) {
		for _, v := range b.versions[d.Name] {
			if !v.Registered.IsZero() {
				fmt.Fprintf(to, "effect %s registered %s %s %q\n", d.Name, v.Hash, v.Registered.Format(time.RFC3339Nano), v.Through)
			}
		}
	}
}

// EvaluateEffect evaluates an effect as it is defined now over what is published, in a
// private copy that is removed again. It is no version: nothing is recorded.
func (p *Pipeline) EvaluateEffect(ctx context.Context, name string) (result dubbelkrona.EffectResult, err error) {
	wanted, err := p.plan.Catalogue.Find(metrics.Effect, name)
	if err != nil {
		return result, err
	}
	err = p.look(ctx, wanted, func(snapshot *published.Snapshot) error {
		results, err := snapshot.Effects(ctx, p.project.Language(), name)
		if err == nil && len(results) != 1 {
			err = dubbelkrona.Errorf(dubbelkrona.Internal, "effect.definition has %d rows for %s, not one", len(results), name)
		}
		if err == nil {
			result = results[0]
		}
		return err
	})
	return result, err
}
