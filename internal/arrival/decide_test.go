package arrival_test

import (
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/arrival"
	"dubbelkrona/internal/ledger"
)

var (
	monday  = ledger.Fingerprint{Size: 10, Modified: time.Date(2026, 3, 2, 4, 0, 0, 0, time.UTC)}
	tuesday = ledger.Fingerprint{Size: 10, Modified: time.Date(2026, 3, 3, 4, 0, 0, 0, time.UTC)}
)

// known returns the committed state of an object with the bytes "a" that was
// read on Monday.
func known(change ...func(*arrival.Known)) *arrival.Known {
	k := &arrival.Known{UpToDate: true, ObjectState: ledger.ObjectState{Fingerprint: monday, SHA256: "a", Mode: dubbelkrona.ReplaceObject, Live: true}}
	for _, f := range change {
		f(k)
	}
	return k
}

func otherPlan(k *arrival.Known) { k.UpToDate = false }

func in(mode dubbelkrona.LoadMode) func(*arrival.Known) {
	return func(k *arrival.Known) { k.Mode = mode }
}

func replaced(k *arrival.Known)  { k.Live = false }
func laterGone(k *arrival.Known) { k.LaterGone = true }

func bytesOf(sha256 string) *arrival.Bytes { return &arrival.Bytes{SHA256: sha256} }

// alone means that no other object has the same bytes.
var alone = &arrival.Copies{}

// copiesOf means that the given objects have the same bytes.
func copiesOf(originals ...arrival.Original) *arrival.Copies {
	return &arrival.Copies{Final: true, Originals: originals}
}

var (
	there = arrival.Original{Object: "there.csv"}
	gone  = arrival.Original{Object: "gone.csv", Gone: true}
)

// Every final decision, and every question that is asked before one.
func TestDecide(t *testing.T) {
	tooFar := []ledger.Remark{{Table: "spend"}}
	const object, period, upsert, appended = dubbelkrona.ReplaceObject, dubbelkrona.ReplacePeriod, dubbelkrona.Upsert, dubbelkrona.Append
	for name, c := range map[string]struct {
		facts arrival.Facts
		want  arrival.Decision
	}{
		// Decided by the listing.
		"unknown object": {
			arrival.Facts{Mode: object, Fingerprint: monday}, arrival.Decision{Action: arrival.Inspect}},
		"listed with the committed fingerprint": {
			arrival.Facts{Mode: object, Fingerprint: monday, Known: known()}, arrival.Decision{Action: arrival.Skip, Reason: arrival.Unchanged}},
		"listed with another fingerprint": {
			arrival.Facts{Mode: object, Fingerprint: tuesday, Known: known()}, arrival.Decision{Action: arrival.Inspect}},
		"listed with the committed fingerprint, but the plan has changed": {
			arrival.Facts{Mode: object, Fingerprint: monday, Known: known(otherPlan)}, arrival.Decision{Action: arrival.Inspect}},
		"a fingerprint without a time": {
			arrival.Facts{Mode: object, Fingerprint: ledger.Fingerprint{Size: 10},
				Known: known(func(k *arrival.Known) { k.Fingerprint = ledger.Fingerprint{Size: 10} })},
			arrival.Decision{Action: arrival.Inspect}},
		"listed as the version that is held back": {
			arrival.Facts{Mode: object, Fingerprint: tuesday, Known: known(), Held: &arrival.Held{Fingerprint: tuesday, SHA256: "b", Stands: true}},
			arrival.Decision{Action: arrival.HoldBack, Reason: arrival.StillHeld}},
		"held back and accepted": {
			arrival.Facts{Mode: object, Fingerprint: tuesday, Known: known(), Held: &arrival.Held{Fingerprint: tuesday, SHA256: "b"}},
			arrival.Decision{Action: arrival.Inspect}},

		// Decided by the bytes.
		"the place says that nothing changed": {
			arrival.Facts{Mode: object, Fingerprint: tuesday, Known: known(), Bytes: &arrival.Bytes{NotModified: true}},
			arrival.Decision{Action: arrival.Skip, Reason: arrival.Unchanged}},
		"touched, with the same bytes": {
			arrival.Facts{Mode: object, Fingerprint: tuesday, Known: known(), Bytes: bytesOf("a")},
			arrival.Decision{Action: arrival.Skip, Reason: arrival.Unchanged}},
		"the bytes that are held back": {
			arrival.Facts{Mode: object, Fingerprint: tuesday, Known: known(), Bytes: bytesOf("b"), Held: &arrival.Held{Fingerprint: monday, SHA256: "b", Stands: true}},
			arrival.Decision{Action: arrival.HoldBack, Reason: arrival.StillHeld}},
		"other bytes than those that are held back": {
			arrival.Facts{Mode: object, Known: known(), Bytes: bytesOf("c"), Held: &arrival.Held{SHA256: "b", Stands: true}},
			arrival.Decision{Action: arrival.Compare}},

		// Decided by the object's identity.
		"unknown name": {
			arrival.Facts{Mode: object, Bytes: bytesOf("a")}, arrival.Decision{Action: arrival.Identify}},
		"stored under another name by an earlier version": {
			arrival.Facts{Mode: object, Bytes: bytesOf("a"), Identified: true, Known: known(), Copies: alone},
			arrival.Decision{Action: arrival.Reread, Reason: arrival.PlanOther, Cause: arrival.CausePlan}},
		"equal masked names, before the listing has ended": {
			arrival.Facts{Mode: object, Bytes: bytesOf("b"), Identified: true, MaskedAlike: true, Copies: alone},
			arrival.Decision{Action: arrival.Wait}},
		"equal masked names, and new": {
			arrival.Facts{Mode: object, Bytes: bytesOf("b"), Identified: true, MaskedAlike: true, Copies: copiesOf()},
			arrival.Decision{Action: arrival.Take, Reason: arrival.New}},
		"equal masked names, and the object that changed": {
			arrival.Facts{Mode: object, Bytes: bytesOf("b"), Identified: true, Changed: true, Copies: copiesOf()},
			arrival.Decision{Action: arrival.Replace, Reason: arrival.BytesOther, Cause: arrival.CauseBytes}},

		// Decided by the plan.
		"the plan has changed": {
			arrival.Facts{Mode: object, Known: known(otherPlan), Bytes: bytesOf("a"), Copies: alone},
			arrival.Decision{Action: arrival.Reread, Reason: arrival.PlanOther, Cause: arrival.CausePlan}},
		"the plan has changed, but another object has replaced it": {
			arrival.Facts{Mode: object, Known: known(otherPlan, replaced), Bytes: bytesOf("a")},
			arrival.Decision{Action: arrival.Skip, Reason: arrival.PlaceTaken}},
		"of another load mode, and another object has replaced it": {
			arrival.Facts{Mode: period, Known: known(otherPlan, replaced), Bytes: bytesOf("a"), Copies: alone},
			arrival.Decision{Action: arrival.Reread, Reason: arrival.PlanOther, Cause: arrival.CausePlan}},
		"upsert, the plan has changed, and later objects are gone": {
			arrival.Facts{Mode: upsert, Known: known(otherPlan, in(upsert), laterGone), Bytes: bytesOf("a")},
			arrival.Decision{Action: arrival.Skip, Reason: arrival.KeepsOrder}},
		"upsert, the plan has changed, and all objects exist": {
			arrival.Facts{Mode: upsert, Known: known(otherPlan, in(upsert)), Bytes: bytesOf("a"), Copies: alone},
			arrival.Decision{Action: arrival.Reread, Reason: arrival.PlanOther, Cause: arrival.CausePlan}},

		// Decided by comparison with other objects.
		"new, not compared": {
			arrival.Facts{Mode: object, Bytes: bytesOf("a"), Identified: true}, arrival.Decision{Action: arrival.Compare}},
		"new": {
			arrival.Facts{Mode: object, Bytes: bytesOf("a"), Identified: true, Copies: alone},
			arrival.Decision{Action: arrival.Take, Reason: arrival.New}},
		"built in, which is not compared": {
			arrival.Facts{Mode: object, BuiltIn: true, Bytes: bytesOf("a")}, arrival.Decision{Action: arrival.Take, Reason: arrival.New}},
		"changed": {
			arrival.Facts{Mode: object, Known: known(), Bytes: bytesOf("b"), Copies: alone},
			arrival.Decision{Action: arrival.Replace, Reason: arrival.BytesOther, Cause: arrival.CauseBytes}},
		"changed, of a source that appends": {
			arrival.Facts{Mode: appended, Known: known(in(appended)), Bytes: bytesOf("b"), Copies: alone},
			arrival.Decision{Action: arrival.Refuse, Reason: arrival.Appended, Cause: arrival.CauseBytes}},
		"the bytes of another, before the listing has ended": {
			arrival.Facts{Mode: object, Bytes: bytesOf("a"), Identified: true, Copies: &arrival.Copies{Originals: []arrival.Original{there}}},
			arrival.Decision{Action: arrival.Wait}},
		"refused as a copy before, before the listing has ended": {
			arrival.Facts{Mode: object, Bytes: bytesOf("a"), Identified: true, Copies: &arrival.Copies{RefusedFor: "there.csv"}},
			arrival.Decision{Action: arrival.Wait}},
		"the bytes of one that exists": {
			arrival.Facts{Mode: object, Bytes: bytesOf("a"), Identified: true, Copies: copiesOf(there)},
			arrival.Decision{Action: arrival.Refuse, Reason: arrival.Copied, Other: "there.csv"}},
		"changed to the bytes of one that exists": {
			arrival.Facts{Mode: object, Known: known(), Bytes: bytesOf("b"), Copies: copiesOf(there)},
			arrival.Decision{Action: arrival.Refuse, Reason: arrival.Copied, Cause: arrival.CauseBytes, Other: "there.csv"}},
		"the bytes of one that exists, and equal files are allowed": {
			arrival.Facts{Mode: object, Repeats: true, Bytes: bytesOf("a"), Identified: true, Copies: copiesOf(there)},
			arrival.Decision{Action: arrival.Take, Reason: arrival.Repeated, Other: "there.csv"}},
		"upsert counts rows of a key once": {
			arrival.Facts{Mode: upsert, Bytes: bytesOf("a"), Identified: true, Copies: copiesOf(there)},
			arrival.Decision{Action: arrival.Take, Reason: arrival.Repeated, Other: "there.csv"}},
		"equal files are allowed, but appended rows cannot be replaced": {
			arrival.Facts{Mode: appended, Repeats: true, Known: known(in(appended)), Bytes: bytesOf("b"), Copies: copiesOf(there)},
			arrival.Decision{Action: arrival.Refuse, Reason: arrival.Appended, Cause: arrival.CauseBytes}},
		"the bytes of one that is gone": {
			arrival.Facts{Mode: object, Bytes: bytesOf("a"), Identified: true, Copies: copiesOf(gone)},
			arrival.Decision{Action: arrival.Move, Reason: arrival.Moved, Other: "gone.csv"}},
		"upsert, the bytes of one that is gone": {
			arrival.Facts{Mode: upsert, Bytes: bytesOf("a"), Identified: true, Copies: copiesOf(gone)},
			arrival.Decision{Action: arrival.Rename, Reason: arrival.Moved, Other: "gone.csv"}},
		"upsert, changed to the bytes of one that is gone": {
			arrival.Facts{Mode: upsert, Known: known(in(upsert)), Bytes: bytesOf("b"), Copies: copiesOf(gone)},
			arrival.Decision{Action: arrival.Move, Reason: arrival.Moved, Cause: arrival.CauseBytes, Other: "gone.csv"}},
		"appended, changed to the bytes of one that is gone": {
			arrival.Facts{Mode: appended, Known: known(in(appended)), Bytes: bytesOf("b"), Copies: copiesOf(gone)},
			arrival.Decision{Action: arrival.Refuse, Reason: arrival.Appended, Cause: arrival.CauseBytes}},
		"the bytes of one that is gone and of one that exists": {
			arrival.Facts{Mode: object, Bytes: bytesOf("a"), Identified: true, Copies: copiesOf(there, gone)},
			arrival.Decision{Action: arrival.Refuse, Reason: arrival.Copied, Other: "there.csv"}},
		"the bytes of one that is gone and of one that exists, and equal files are allowed": {
			arrival.Facts{Mode: object, Repeats: true, Bytes: bytesOf("a"), Identified: true, Copies: copiesOf(there, gone)},
			arrival.Decision{Action: arrival.Move, Reason: arrival.Moved, Other: "gone.csv"}},
		"refused as a copy of one that was corrected since": {
			arrival.Facts{Mode: object, Bytes: bytesOf("a"), Identified: true, Copies: &arrival.Copies{Final: true, RefusedFor: "there.csv"}},
			arrival.Decision{Action: arrival.Refuse, Reason: arrival.Copied, Other: "there.csv"}},
		"refused as a copy before, and allowed since": {
			arrival.Facts{Mode: object, Repeats: true, Bytes: bytesOf("a"), Identified: true, Copies: &arrival.Copies{Final: true, RefusedFor: "there.csv"}},
			arrival.Decision{Action: arrival.Take, Reason: arrival.New}},

		// Decided by the rows.
		"no great difference": {
			arrival.Facts{Mode: object, Known: known(), Bytes: bytesOf("b"), Copies: alone, Rows: &arrival.Rows{}},
			arrival.Decision{Action: arrival.Replace, Reason: arrival.BytesOther, Cause: arrival.CauseBytes}},
		"too different from what it replaces": {
			arrival.Facts{Mode: object, Known: known(), Bytes: bytesOf("b"), Copies: alone, Rows: &arrival.Rows{TooFar: tooFar}},
			arrival.Decision{Action: arrival.HoldBack, Reason: arrival.VolumeFar, Cause: arrival.CauseBytes}},
		"too different from what it replaces, and accepted": {
			arrival.Facts{Mode: object, Known: known(), Bytes: bytesOf("b"), Copies: alone, Rows: &arrival.Rows{TooFar: tooFar, Accepted: true}},
			arrival.Decision{Action: arrival.Replace, Reason: arrival.BytesOther, Cause: arrival.CauseBytes}},
		"a new name for a period, too different from what it replaces": {
			arrival.Facts{Mode: period, Bytes: bytesOf("b"), Identified: true, Copies: alone, Rows: &arrival.Rows{Period: "2026-03", TooFar: tooFar}},
			arrival.Decision{Action: arrival.HoldBack, Reason: arrival.VolumeFar}},
		"without a period": {
			arrival.Facts{Mode: period, Bytes: bytesOf("b"), Identified: true, Copies: alone, Rows: &arrival.Rows{}},
			arrival.Decision{Action: arrival.Refuse, Reason: arrival.NoPeriod}},
		"read again, with the same rows": {
			arrival.Facts{Mode: object, Known: known(otherPlan), Bytes: bytesOf("a"), Copies: alone, Rows: &arrival.Rows{Same: true}},
			arrival.Decision{Action: arrival.Skip, Reason: arrival.SameRows, Cause: arrival.CausePlan}},
		"read again, with other rows": {
			arrival.Facts{Mode: object, Known: known(otherPlan), Bytes: bytesOf("a"), Copies: alone, Rows: &arrival.Rows{}},
			arrival.Decision{Action: arrival.Reread, Reason: arrival.PlanOther, Cause: arrival.CausePlan}},
	} {
		if got := arrival.Decide(c.facts); got != c.want {
			t.Errorf("%s: %+v, not %+v", name, got, c.want)
		}
	}
}

// Whatever is known at first, answering the questions one after another leads to
// a final decision, and no question is asked twice.
func TestDecideEnds(t *testing.T) {
	for _, mode := range []dubbelkrona.LoadMode{dubbelkrona.ReplaceObject, dubbelkrona.ReplacePeriod, dubbelkrona.Upsert, dubbelkrona.Append} {
		for _, before := range []*arrival.Known{nil, known(in(mode)), known(in(mode), otherPlan), known(in(mode), otherPlan, replaced)} {
			for _, copies := range [][]arrival.Original{nil, {there}, {gone}, {there, gone}} {
				for _, sha256 := range []string{"a", "b"} {
					facts := arrival.Facts{Mode: mode, Fingerprint: tuesday, Known: before}
					asked := make(map[arrival.Action]bool)
					for {
						d := arrival.Decide(facts)
						if d.Action >= arrival.Skip {
							break
						}
						if asked[d.Action] {
							t.Fatalf("%s: %+v asks again for %v", mode, facts, d.Action)
						}
						asked[d.Action] = true
						switch d.Action {
						case arrival.Inspect:
							facts.Bytes = bytesOf(sha256)
						case arrival.Identify:
							facts.Identified = true
						case arrival.Compare:
							facts.Copies = &arrival.Copies{Originals: copies}
						case arrival.Wait:
							facts.Copies = copiesOf(copies...)
						}
					}
				}
			}
		}
	}
}
