package effect_test

import (
	"encoding/csv"
	"math"
	"os"
	"testing"

	"dubbelkrona/metrics/effect"
)

// counties has 34 invented units over seven periods, of which 18 start in period 4, 5 or
// 7, and two in the first.
func counties(t *testing.T) (units []effect.Unit) {
	t.Helper()
	f, err := os.Open("testdata/units.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil || len(lines) != 35 {
		t.Fatal(len(lines), err)
	}
	for _, l := range lines[1:] {
		u := effect.Unit{Person: l[0], Cluster: l[1], Start: int(number(t, l[2])), X: []float64{number(t, l[3])}}
		if u.Start == 0 {
			u.Start = effect.Never
		}
		for _, cell := range l[4:] {
			u.Y = append(u.Y, number(t, cell))
		}
		units = append(units, u)
	}
	return units
}

var sevenPeriods = []int{1, 2, 3, 4, 5, 6, 7}

// pair is a value and its standard error.
type pair struct{ value, se float64 }

// Figures of Python, with dense matrices and SciPy's optimiser.
func TestPanelIsThatOfAnotherProgram(t *testing.T) {
	for _, c := range []struct {
		name                    string
		opt                     effect.PanelOptions
		covariate               bool
		event                   map[int]pair
		simple, dynamic, groups pair
		wald                    effect.Wald
	}{
		{"window, not yet", effect.PanelOptions{NotYet: true, From: -2, To: -1}, true,
			map[int]pair{-6: {0.0814843969, 0.1330793191}, -3: {0.1203306081, 0.1219313763}, 0: {0.2488310334, 0.0827126316}, 3: {1.0992135776, 0.1108863107}},
			pair{0.6500885771689734, 0.07559190051539966}, pair{0.7404931487331115, 0.07141101809641216}, pair{0.5764868964750605, 0.07827139290963743},
			effect.Wald{Statistic: 6.322970230549068, DF: 7, P: 0.5025840411408979}},
		{"anticipation, never", effect.PanelOptions{Anticipation: 1}, true,
			map[int]pair{-6: {-0.0492119871, 0.1798693567}, -3: {0.2159823436, 0.1364092597}, -1: {0.0970392122, 0.1123849849}, 1: {0.7606828599, 0.1269415892}},
			pair{0.7488940519226608, 0.1081574886968332}, pair{0.8470507283819331, 0.10339086493359143}, pair{0.6273634963722796, 0.10865012842561768},
			effect.Wald{Statistic: 11.635259739523315, DF: 7, P: 0.11320972437106178}},
		{"anticipation, not yet", effect.PanelOptions{Anticipation: 1, NotYet: true}, false,
			map[int]pair{-5: {-0.0297142857, 0.2188578382}, -1: {0.1178030911, 0.1252923302}, 2: {1.096978022, 0.2277616363}},
			pair{0.7564270971546511, 0.1703487410394051}, pair{0.8567082369385, 0.17942209665487346}, pair{0.6250755360623782, 0.1659039290924667},
			effect.Wald{Statistic: 10.75787772253379, DF: 7, P: 0.1495345142044263}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := panel(t, counties(t), c.covariate, c.opt)
			if p.FirstSight != 2 || p.Units != 34 {
				t.Errorf("%d units, %d treated at first sight", p.Units, p.FirstSight)
			}
			check := func(name string, e *effect.Estimate, err error, want pair) {
				t.Helper()
				if err != nil {
					t.Fatal(err)
				}
				near(t, name, e.ATT, want.value)
				near(t, "SE of "+name, e.SE, want.se)
			}
			for distance, want := range c.event {
				e, err := p.Event(distance)
				check("event", e, err, want)
			}
			e, err := p.Simple()
			check("simple", e, err, c.simple)
			e, err = p.Dynamic()
			check("dynamic", e, err, c.dynamic)
			e, err = p.Groups()
			check("groups", e, err, c.groups)
			w, err := p.PreTrend()
			if err != nil || w.DF != c.wald.DF {
				t.Fatal(w, err)
			}
			near(t, "Wald", w.Statistic, c.wald.Statistic)
			near(t, "p", w.P, c.wald.P)
		})
	}
}

// One estimate has the band of the normal distribution, more have a wider one: at most
// that of as many independent ones, by Bonferroni.
func TestBand(t *testing.T) {
	p := panel(t, counties(t), true, effect.PanelOptions{})
	events, _, err := p.EventStudy()
	if err != nil {
		t.Fatal(err)
	}
	one, err := effect.Band(events[:1], 0.95, 20000, 7)
	if err != nil || math.Abs(one-1.96) > 0.05 {
		t.Errorf("one estimate: %v, %v", one, err)
	}
	all, err := effect.Band(events, 0.95, 20000, 7)
	if err != nil || all <= one || all > 2.74 { // z of 1 − 0.05/16
		t.Errorf("all estimates: %v, %v", all, err)
	}
}
