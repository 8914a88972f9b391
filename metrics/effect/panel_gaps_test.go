package effect_test

import (
	"errors"
	"math"
	"testing"

	"dubbelkrona/metrics/effect"
)

// An unknown outcome is left out of the cells that need it; a cell that cannot be
// estimated is left out of the means, and says why.
func TestPanelWithGaps(t *testing.T) {
	units := counties(t)
	for i := range units {
		if units[i].Start == 4 {
			units[i].Y[6] = math.NaN() // nobody of this group in the last period
		}
	}
	units[len(units)-3].Y[1] = math.NaN() // a unit that never starts
	p, err := effect.GroupTime(sevenPeriods, units, effect.PanelOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range p.Cells {
		gap := c.Group == 4 && c.Time == 7
		if (c.Err != nil) != gap || gap && !errors.Is(c.Err, effect.ErrTooFew) {
			t.Errorf("%d in %d: %v", c.Group, c.Time, c.Err)
		}
	}
	if _, err := p.Event(3); !errors.Is(err, effect.ErrTooFew) {
		t.Errorf("an event without cells: %v", err)
	}
	for _, of := range []func() (*effect.Estimate, error){p.Simple, p.Dynamic, p.Groups} {
		if e, err := of(); err != nil || math.IsNaN(e.ATT) || math.IsNaN(e.SE) {
			t.Errorf("%+v, %v", e, err)
		}
	}
}

func TestPanelRefusals(t *testing.T) {
	units := counties(t)
	for name, c := range map[string]struct {
		periods []int
		units   []effect.Unit
		opt     effect.PanelOptions
		want    error
	}{
		"no units":        {sevenPeriods, nil, effect.PanelOptions{}, effect.ErrTooFew},
		"ragged":          {sevenPeriods[:3], units, effect.PanelOptions{}, effect.ErrRagged},
		"periods descend": {[]int{1, 2, 3, 4, 5, 7, 6}, units, effect.PanelOptions{}, effect.ErrOption},
		"base after":      {sevenPeriods, units, effect.PanelOptions{From: -1, To: 1}, effect.ErrOption},
	} {
		if _, err := effect.GroupTime(c.periods, c.units, c.opt); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}
