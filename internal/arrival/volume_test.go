package arrival

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"dubbelkrona/internal/config"
	"dubbelkrona/internal/ledger"
)

func q(rows int64, amount ...int64) ledger.Volume {
	if len(amount) == 0 {
		return ledger.Volume{Rows: rows}
	}
	return ledger.Volume{Rows: rows, Amount: big.NewInt(amount[0])}
}

// Deliveries at and around each limit are taken, taken with a remark, or held
// back.
func TestVolumeVerdicts(t *testing.T) {
	usual, off := config.DefaultVolume(), config.Volume{}
	for _, c := range []struct {
		limits      config.Volume
		now, before ledger.Volume
		wasOpen     bool
		want        verdict
	}{
		{usual, q(199), q(791), false, heldBack}, // a real case: a ledger truncated to its first quarter
		{usual, q(14), q(20), false, remarked},   // a real case: six placements fewer
		{usual, q(10), q(20), false, heldBack},   // exactly 50 %
		{usual, q(11), q(20), false, remarked},
		{usual, q(39), q(40), false, taken},
		{usual, q(18), q(20), false, taken},    // 10 %, but two rows
		{usual, q(27), q(30), false, remarked}, // exactly 10 % and three rows
		{usual, q(28), q(30), false, taken},
		{usual, q(4), q(8), false, remarked}, // 50 %, but four rows
		{usual, q(5), q(10), false, heldBack},
		{usual, q(0), q(1), false, heldBack}, // any fall to nothing
		{usual, q(0), q(0), false, taken},
		{usual, q(1000), q(0), false, taken}, // nothing to compare with
		{usual, q(40), q(10), false, taken},  // exactly four times
		{usual, q(41), q(10), false, heldBack},
		{usual, q(41), q(10), true, taken}, // the period had not ended
		{usual, q(5), q(10), true, heldBack},
		{usual, q(5), q(1), false, taken}, // five times, but four rows
		{usual, q(6), q(1), false, heldBack},
		{off, q(0), q(1000), false, taken},
		{config.Volume{Fall: 90, Rise: 300}, q(5), q(40), false, remarked},
		{config.Volume{Fall: 50}, q(400), q(10), false, taken},
		{usual, q(100, 1), q(100, 1000), false, remarked},   // the same rows with other amounts
		{usual, q(100, 99000), q(100, 99), false, remarked}, // a thousand times
		{usual, q(100, 800), q(100, 1000), false, taken},
		{usual, q(95, 500), q(100, 1000), false, heldBack}, // five rows with half of the money
		{usual, q(97, 900), q(100, 1000), false, remarked},
		{usual, q(100, 0), q(100, 1000), false, heldBack}, // no amounts any more
		{usual, q(1, 0), q(1, 1000), false, remarked},
		{usual, q(100), q(100, 1000), false, taken}, // unknown is not compared
	} {
		t.Run(fmt.Sprint(c.limits, c.now, c.before, c.wasOpen), func(t *testing.T) {
			if got := judge(c.limits, c.now, c.before, c.wasOpen); got != c.want {
				t.Errorf("verdict %d, want %d", got, c.want)
			}
		})
	}
}

// A new period is compared with the typical one and is never held back.
func TestNewPeriodVerdicts(t *testing.T) {
	usual := config.DefaultVolume()
	year := []ledger.Volume{q(100, 1000), q(90, 900), q(110, 1100), q(2000, 9)} // one is not typical
	for _, c := range []struct {
		now    ledger.Volume
		before []ledger.Volume
		open   bool
		want   verdict
	}{
		{q(95, 950), year, false, taken},
		{q(60, 600), year, false, taken},
		{q(45, 450), year, false, remarked},
		{q(45, 450), year, true, taken}, // the period has not ended
		{q(0, 0), year, false, remarked},
		{q(401, 1000), year, false, remarked},
		{q(401, 1000), year, true, remarked},
		{q(100, 4001), year, false, remarked},
		{q(100, 1), year, false, remarked},
		{q(1), nil, false, taken},
	} {
		if _, got := judgePeriod(usual, c.now, c.before, c.open); got != c.want {
			t.Errorf("%v after %v, open %t: verdict %d, want %d", c.now, c.before, c.open, got, c.want)
		}
	}
}

// For random numbers: an equal delivery is taken, a smaller one never gets a
// milder verdict, and stricter limits hold back at least as much.
func TestVolumeProperties(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 8))
	for range 20_000 {
		before := q(random.Int64N(100), random.Int64N(10_000))
		now := q(random.Int64N(before.Rows+1), random.Int64N(before.Amount.Int64()+1))
		less := q(random.Int64N(now.Rows+1), random.Int64N(now.Amount.Int64()+1))
		limits := config.Volume{Fall: config.Percent(1 + random.Int64N(100)), Rise: 300}
		if v := judge(limits, before, before, false); v != taken {
			t.Fatalf("%v replaced by itself: %d", before, v)
		}
		if a, b := judge(limits, now, before, false), judge(limits, less, before, false); b < a {
			t.Fatalf("%v replaces %v: %d, but the smaller %v: %d", now, before, a, less, b)
		}
		stricter := limits
		stricter.Fall = config.Percent(1 + random.Int64N(int64(limits.Fall)))
		if a, b := judge(limits, now, before, false), judge(stricter, now, before, false); a == heldBack && b != heldBack {
			t.Fatalf("%v replaces %v: held back by %v and not by %v", now, before, limits, stricter)
		}
	}
}
