package ledger_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/ledger"
)

// model computes what is live from all deliveries each time, without the
// ledger's numbers and marks. It is slow and independent of the ledger.
type model struct{ history []event }

type event struct {
	at time.Time
	ledger.Delivery
}

func (m *model) deliver(at time.Time, d ledger.Delivery) {
	for i := len(m.history) - 1; i >= 0; i-- {
		if e := m.history[i]; e.Source == d.Source && e.Object == d.Object {
			if e.SHA256 == d.SHA256 && e.Mode == d.Mode && e.Period == d.Period {
				return // that version has been delivered already
			}
			break
		}
	}
	m.history = append(m.history, event{at, d})
}

func (m *model) live(asOf time.Time) []string {
	type row struct {
		event
		path, table string
	}
	rows := []row{}
	for _, e := range m.history {
		if e.at.After(asOf) {
			break
		}
		rows = slices.DeleteFunc(rows, func(r row) bool {
			sameObject := r.Source == e.Source && r.Object == e.Object
			switch e.Mode {
			case dubbelkrona.ReplaceObject:
				return sameObject
			case dubbelkrona.ReplacePeriod:
				return sameObject || r.Source == e.Source && samePeriod(r.Period, e.Period)
			case dubbelkrona.Upsert:
				return sameObject && r.table == "issue"
			}
			return false
		})
		for _, s := range e.Segments {
			rows = append(rows, row{e, s.Path, s.Table})
		}
	}
	live := []string{}
	for _, r := range rows {
		live = append(live, r.path)
	}
	return live
}

// samePeriod reports whether an object of the second period replaces one of the
// first: they are the same part, or one of them is the whole period.
func samePeriod(former, latter string) bool {
	a, b := strings.SplitN(former, "#", 2), strings.SplitN(latter, "#", 2)
	return former != "" && a[0] == b[0] && (former == latter || len(a) == 1 || len(b) == 1)
}

// After random deliveries, repeated deliveries and restarts the ledger has the
// same live segments as the model, now and as of every past commit.
func TestLedgerAgreesWithModel(t *testing.T) {
	for seed := range uint64(15) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			rng := rand.New(rand.NewPCG(seed, 1))
			c := newClock()
			l, path := open(t, ledger.Options{Now: c.now})
			var m model
			var past []ledger.Delivery
			for step := range 60 {
				c.pass(time.Second)
				d := randomDelivery(rng, step)
				if len(past) > 0 && rng.IntN(4) == 0 {
					d = past[len(past)-1-rng.IntN(min(len(past), 3))]
					for i := range d.Segments { // read again, into new files
						d.Segments = slices.Clone(d.Segments)
						d.Segments[i].Path = fmt.Sprintf("again-%d/%s", step, d.Segments[i].Path)
					}
				}
				past = append(past, d)
				commit(t, l, d)
				m.deliver(c.at, d)
				if rng.IntN(15) == 0 {
					l.Close()
					l = reopen(t, path, ledger.Options{Now: c.now})
				}
			}
			if got, want := live(t, l, time.Time{}), m.live(c.at); !slices.Equal(got, want) {
				t.Fatalf("live are\n%v\nthe model has\n%v", got, want)
			}
			for _, e := range m.history {
				for _, at := range []time.Time{e.at, e.at.Add(-time.Nanosecond)} {
					if got, want := live(t, l, at), m.live(at); !slices.Equal(got, want) {
						t.Fatalf("as of %v live are\n%v\nthe model has\n%v", at, got, want)
					}
				}
			}
		})
	}
}

func randomDelivery(rng *rand.Rand, step int) ledger.Delivery {
	source := rng.IntN(4)
	mode := []dubbelkrona.LoadMode{dubbelkrona.Append, dubbelkrona.Upsert, dubbelkrona.ReplaceObject, dubbelkrona.ReplacePeriod}[source]
	tables := []string{"spend", "organisation", "issue"}[:rng.IntN(4)]
	period := []string{"", "2022-01", "2022-02", "2022-01#", "2022-01#a", "2022-01#a#b", "2022-02#a"}[rng.IntN(7)]
	d := delivery(mode, fmt.Sprint("object-", rng.IntN(5)), period, fmt.Sprint(step), tables...)
	d.Source = fmt.Sprint("source-", source)
	return d
}
