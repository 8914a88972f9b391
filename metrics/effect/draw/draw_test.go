package draw_test

import (
	"crypto/sha256"
	"fmt"
	"math"
	"testing"

	"dubbelkrona/metrics/effect/draw"

	"gonum.org/v1/gonum/stat/distuv"
)

// byInput returns the draws of each input in their order.
func byInput() map[string][]draw.Row {
	all := make(map[string][]draw.Row)
	for _, r := range draw.Rows() {
		all[r.Input] = append(all[r.Input], r)
	}
	return all
}

// Another hash would change every published interval.
func TestDrawsAreTheSameEverywhere(t *testing.T) {
	h := sha256.New()
	for _, r := range draw.Rows() {
		fmt.Fprintf(h, "%d %s %.9f %.6f\n", r.Draw, r.Input, r.U, r.Z)
	}
	if got, want := fmt.Sprintf("%x", h.Sum(nil)), "abd1f626b957920b9edeaa5e39465409da54c3d2551633e3e60c1cee0379481c"; got != want {
		t.Errorf("the draws have hash %s, want %s", got, want)
	}
}

// Machines differ in the last bits of a logarithm. No quantile is so close to the
// middle between two rounded numbers that this could change it.
func TestNoQuantileDependsOnTheMachine(t *testing.T) {
	for _, r := range draw.Rows() {
		scaled := distuv.UnitNormal.Quantile(r.U) * 1e6
		if distance := math.Abs(scaled - math.Floor(scaled) - 0.5); distance < 1e-7 {
			t.Errorf("%s %d: the quantile %.15f is %g of a step from the middle", r.Input, r.Draw, scaled/1e6, distance)
		}
	}
}

func TestEveryStratumHasOneDraw(t *testing.T) {
	for input, rows := range byInput() {
		seen := make([]int, draw.Count)
		for i, r := range rows {
			if r.Draw != i+1 || r.U <= 0 || r.U >= 1 {
				t.Fatalf("%s: draw %d at position %d has u = %v", input, r.Draw, i+1, r.U)
			}
			seen[int(math.Floor(r.U*draw.Count))]++
		}
		for stratum, n := range seen {
			if n != 1 {
				t.Fatalf("%s: stratum %d has %d draws, want 1", input, stratum, n)
			}
		}
	}
}

// Moments of the standard normal distribution: mean 0, variance 1, and 3 in the fourth.
func TestQuantilesAreNormal(t *testing.T) {
	for input, rows := range byInput() {
		var mean, square, fourth float64
		for _, r := range rows {
			mean, square, fourth = mean+r.Z/draw.Count, square+r.Z*r.Z/draw.Count, fourth+math.Pow(r.Z, 4)/draw.Count
		}
		if math.Abs(mean) > 1e-3 || math.Abs(square-1) > 2e-3 || math.Abs(fourth-3) > 0.05 {
			t.Errorf("%s: moments %.5f, %.5f, %.4f, want 0, 1, 3", input, mean, square, fourth)
		}
	}
}

// Independent inputs correlate by less than 4/√n.
func TestInputsAreIndependent(t *testing.T) {
	all := byInput()
	if names := draw.Inputs(); len(names) != len(all) {
		t.Fatalf("%d inputs, draws of %d", len(names), len(all))
	}
	for i, a := range draw.Inputs() {
		for _, b := range draw.Inputs()[:i] {
			sum := 0.0
			for n := range draw.Count {
				sum += all[a][n].Z * all[b][n].Z / draw.Count
			}
			if math.Abs(sum) > 0.04 {
				t.Errorf("%s and %s correlate by %.4f", a, b, sum)
			}
		}
	}
}
