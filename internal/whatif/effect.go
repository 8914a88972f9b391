package whatif

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"dubbelkrona"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/session"
)

// normal is the 95 % quantile of the standard normal distribution.
const normal = 1.644853627

// ownEffect returns the municipality's own estimate of the effect on work of any kind,
// block by block, with the interval of a next contract.
func ownEffect(ctx context.Context, project *session.Project, municipality string) (*Effect, error) {
	all, err := published.ReadEffects(ctx, project, "employment")
	if err != nil {
		return nil, err
	}
	for _, effect := range all {
		for _, scope := range effect.Scopes {
			if scope.Scope != municipality {
				continue
			}
			if scope.Verdict != "skattad" {
				return nil, unusable("the verdict on the effect in municipality %s is %s (%s); `dubbelkrona effects show employment` explains it", municipality, scope.Verdict, scope.ClosedCheck)
			}
			return next(scope, effect.Snapshot)
		}
	}
	return nil, unusable("no effect has been estimated for municipality %s", municipality)
}

// unusable returns why a municipality's own effect cannot be that of a plan.
func unusable(format string, args ...any) error {
	return dubbelkrona.Invalidf("effect: own cannot be used: %s. State one that is borrowed or assumed, with its source", fmt.Sprintf(format, args...))
}

// next returns the effect of a next contract. The half-widths of the blocks'
// intervals, with the allowance for bias, are averaged to one standard error, since the
// years are taken to be fully correlated.
func next(scope dubbelkrona.EffectScope, snapshot string) (*Effect, error) {
	e := &Effect{Basis: "own", Source: snapshot}
	var blocks []dubbelkrona.EffectEstimate
	for _, x := range scope.Estimates {
		if x.Outcome == "work" && x.Value != nil {
			blocks = append(blocks, x)
		}
	}
	slices.SortFunc(blocks, func(a, b dubbelkrona.EffectEstimate) int { return cmp.Compare(a.Block, b.Block) })
	for i, x := range blocks {
		if x.Block != int64(i+1) {
			return nil, unusable("block %d has no estimate", i+1)
		}
		half, ok := nextHalf(x)
		if !ok {
			return nil, unusable("with fewer than three suppliers nothing can be said of a next contract")
		}
		e.ByYear, e.SE = append(e.ByYear, *x.Value), e.SE+half/normal/float64(len(blocks))
	}
	if len(blocks) == 0 {
		return nil, unusable("snapshot %s has no estimates of work", snapshot)
	}
	return e, nil
}

// nextHalf returns half of the 90 % interval of a next contract, with the allowance for
// bias that the published interval has.
func nextHalf(x dubbelkrona.EffectEstimate) (float64, bool) {
	if x.LowNext == nil || x.HighNext == nil {
		return 0, false
	}
	half := func(low, high *float64) float64 {
		if low == nil || high == nil {
			return 0
		}
		return (*high - *low) / 2
	}
	own, shown, next := half(x.Low, x.High), half(x.LowPublished, x.HighPublished), half(x.LowNext, x.HighNext)
	return math.Sqrt(next*next + max(0, shown*shown-own*own)), true
}
