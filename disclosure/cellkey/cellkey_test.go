package cellkey_test

import (
	"math"
	"strconv"
	"testing"

	"dubbelkrona"
	"dubbelkrona/disclosure/cellkey"
)

// The mean of the changes is 0, their variance the one asked for, and none is larger
// than the maximum or makes a number negative: by counting over many cells.
func TestChangesAreUnbiasedAndBounded(t *testing.T) {
	const maximum, variance, cells = 5, 2.0, 60000
	table, err := cellkey.New(maximum, variance)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int64{1, 2, 3, 4, 5, 6, 1000} {
		sum, squares := 0.0, 0.0
		for i := range cells {
			v := table.Noise(n, cellkey.Record([]byte("secret"), strconv.FormatInt(n, 10)+"/"+strconv.Itoa(i)))
			if n+v < 0 || v < -maximum || v > maximum {
				t.Fatalf("%d persons changed by %d", n, v)
			}
			sum += float64(v)
			squares += float64(v * v)
		}
		// The limits are 5 standard errors of a mean, and for squares of at most 25.
		if mean := sum / cells; math.Abs(mean) > 5*math.Sqrt(variance/cells) {
			t.Errorf("%d persons: the mean change is %.4f", n, mean)
		}
		if v := squares / cells; math.Abs(v-variance) > 5*5*math.Sqrt(variance/cells) {
			t.Errorf("%d persons: the variance of the changes is %.4f", n, v)
		}
	}
}

func TestSamePersonsAlwaysGetTheSameChange(t *testing.T) {
	table, err := cellkey.New(3, 1)
	if err != nil {
		t.Fatal(err)
	}
	a, b, c := cellkey.Record([]byte("s"), "a"), cellkey.Record([]byte("s"), "b"), cellkey.Record([]byte("s"), "c")
	if a.With(b).With(c) != c.With(a.With(b)) {
		t.Error("the key of a cell depends on the order of its persons")
	}
	if a == cellkey.Record([]byte("another"), "a") || a == b {
		t.Error("record keys do not depend on the secret and the person")
	}
	var none cellkey.Key
	if got := table.Noise(0, none); got != 0 {
		t.Errorf("no persons changed by %d", got)
	}
	if x, y := table.Noise(3, a.With(b).With(c)), table.Noise(3, c.With(b).With(a)); x != y {
		t.Errorf("the same persons changed by %d and by %d", x, y)
	}
}

// For numbers from the maximum up the chances are symmetric, and those of maximum 1 and
// variance 0.5 can be worked out by hand: a quarter, a half, a quarter.
func TestChancesOfTheSmallestTable(t *testing.T) {
	table, err := cellkey.New(1, 0.5)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		share float64
		want  int64
	}{{0, -1}, {0.2499, -1}, {0.2501, 0}, {0.7499, 0}, {0.7501, 1}, {0.9999, 1}} {
		if got := table.Noise(7, cellkey.Key(c.share*math.Pow(2, 64))); got != c.want {
			t.Errorf("key at %g: change %d, want %d", c.share, got, c.want)
		}
	}
}

func TestRefusesImpossibleTables(t *testing.T) {
	for _, c := range []struct {
		maximum  int
		variance float64
	}{{0, 1}, {21, 1}, {3, 0}, {3, 3}, {3, math.NaN()}} {
		if _, err := cellkey.New(c.maximum, c.variance); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("maximum %d, variance %g: %v", c.maximum, c.variance, err)
		}
	}
}
