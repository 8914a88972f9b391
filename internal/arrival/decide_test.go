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

// known is what was committed of an object on Monday, of the bytes "a".
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

// alone says that no other object has the bytes; twins that others have them,
// and which of them are gone.
var alone = &arrival.Copies{}

func twins(originals ...arrival.Original) *arrival.Copies {
	return &arrival.Copies{Final: true, Originals: originals}
}

var (
	there = arrival.Original{Object: "there.csv"}
	gone  = arrival.Original{Object: "gone.csv", Gone: true}
)

// Every outcome, and every question that comes before one.
func TestDecide(t *testing.T) {
	tooFar := []ledger.Remark{{Table: "spend"}}
	const object, period, upsert, appended = dubbelkrona.ReplaceObject, dubbelkrona.ReplacePeriod, dubbelkrona.Upsert, dubbelkrona.Append
	for name, c := range map[string]struct {
		facts arrival.Facts
		want  arrival.Decision
	}{
		// What the listing tells.
		"nothing is known of it": {
			arrival.Facts{Mode: object, Fingerprint: monday}, arrival.Decision{Action: arrival.Inspect}},
		"listed as it was committed": {
			arrival.Facts{Mode: object, Fingerprint: monday, Known: known()}, arrival.Decision{Action: arrival.Skip, Reason: arrival.Unchanged}},
		"listed as another": {
			arrival.Facts{Mode: object, Fingerprint: tuesday, Known: known()}, arrival.Decision{Action: arrival.Inspect}},
		"listed as it was, but read in another way now": {
			arrival.Facts{Mode: object, Fingerprint: monday, Known: known(otherPlan)}, arrival.Decision{Action: arrival.Inspect}},
		"a size alone tells too little": {
			arrival.Facts{Mode: object, Fingerprint: ledger.Fingerprint{Size: 10},
				Known: known(func(k *arrival.Known) { k.Fingerprint = ledger.Fingerprint{Size: 10} })},
			arrival.Decision{Action: arrival.Inspect}},
		"listed as the version that is held back": {
			arrival.Facts{Mode: object, Fingerprint: tuesday, Known: known(), Held: &arrival.Held{Fingerprint: tuesday, SHA256: "b", Stands: true}},
			arrival.Decision{Action: arrival.HoldBack, Reason: arrival.StillHeld}},
		"held back and accepted": {
			arrival.Facts{Mode: object, Fingerprint: tuesday, Known: known(), Held: &arrival.Held{Fingerprint: tuesday, SHA256: "b"}},
			arrival.Decision{Action: arrival.Inspect}},

		// What the bytes tell.
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

		// Who it is.
		"nobody knows its name": {
			arrival.Facts{Mode: object, Bytes: bytesOf("a")}, arrival.Decision{Action: arrival.Identify}},
		"an earlier version knew it by another name": {
			arrival.Facts{Mode: object, Bytes: bytesOf("a"), Identified: true, Known: known(), Copies: alone},
			arrival.Decision{Action: arrival.Reread, Reason: arrival.PlanOther, Cause: arrival.CausePlan}},
		"masked like another, while the list goes on": {
			arrival.Facts{Mode: object, Bytes: bytesOf("b"), Identified: true, MaskedAlike: true, Copies: alone},
			arrival.Decision{Action: arrival.Wait}},
		"masked like another, and new": {
			arrival.Facts{Mode: object, Bytes: bytesOf("b"), Identified: true, MaskedAlike: true, Copies: twins()},
			arrival.Decision{Action: arrival.Take, Reason: arrival.New}},
		"masked like another, and the one that changed": {
			arrival.Facts{Mode: object, Bytes: bytesOf("b"), Identified: true, Changed: true, Copies: twins()},
			arrival.Decision{Action: arrival.Replace, Reason: arrival.BytesOther, Cause: arrival.CauseBytes}},

		// What its plan tells.
		"read in another way now": {
			arrival.Facts{Mode: object, Known: known(otherPlan), Bytes: bytesOf("a"), Copies: alone},
			arrival.Decision{Action: arrival.Reread, Reason: arrival.PlanOther, Cause: arrival.CausePlan}},
		"read in another way now, but another object has its place": {
			arrival.Facts{Mode: object, Known: known(otherPlan, replaced), Bytes: bytesOf("a")},
			arrival.Decision{Action: arrival.Skip, Reason: arrival.PlaceTaken}},
		"of another load mode, whoever has its place": {
			arrival.Facts{Mode: period, Known: known(otherPlan, replaced), Bytes: bytesOf("a"), Copies: alone},
			arrival.Decision{Action: arrival.Reread, Reason: arrival.PlanOther, Cause: arrival.CausePlan}},
		"upsert, read in another way, and later objects are gone": {
			arrival.Facts{Mode: upsert, Known: known(otherPlan, in(upsert), laterGone), Bytes: bytesOf("a")},
			arrival.Decision{Action: arrival.Skip, Reason: arrival.KeepsOrder}},
		"upsert, read in another way, and all are there": {
			arrival.Facts{Mode: upsert, Known: known(otherPlan, in(upsert)), Bytes: bytesOf("a"), Copies: alone},
			arrival.Decision{Action: arrival.Reread, Reason: arrival.PlanOther, Cause: arrival.CausePlan}},

		// Whose bytes they are.
		"new, not compared": {
			arrival.Facts{Mode: object, Bytes: bytesOf("a"), Identified: true}, arrival.Decision{Action: arrival.Compare}},
		"new": {
			arrival.Facts{Mode: object, Bytes: bytesOf("a"), Identified: true, Copies: alone},
			arrival.Decision{Action: arrival.Take, Reason: arrival.New}},
		"built in, which is compared with nothing": {
			arrival.Facts{Mode: object, BuiltIn: true, Bytes: bytesOf("a")}, arrival.Decision{Action: arrival.Take, Reason: arrival.New}},
		"changed": {
			arrival.Facts{Mode: object, Known: known(), Bytes: bytesOf("b"), Copies: alone},
			arrival.Decision{Action: arrival.Replace, Reason: arrival.BytesOther, Cause: arrival.CauseBytes}},
		"changed, of a source that appends": {
			arrival.Facts{Mode: appended, Known: known(in(appended)), Bytes: bytesOf("b"), Copies: alone},
			arrival.Decision{Action: arrival.Refuse, Reason: arrival.Appended, Cause: arrival.CauseBytes}},
		"the bytes of another, while the list goes on": {
			arrival.Facts{Mode: object, Bytes: bytesOf("a"), Identified: true, Copies: &arrival.Copies{Originals: []arrival.Original{there}}},
			arrival.Decision{Action: arrival.Wait}},
		"refused as a copy before, while the list goes on": {
			arrival.Facts{Mode: object, Bytes: bytesOf("a"), Identified: true, Copies: &arrival.Copies{RefusedFor: "there.csv"}},
			arrival.Decision{Action: arrival.Wait}},
		"the bytes of one that is there": {
			arrival.Facts{Mode: object, Bytes: bytesOf("a"), Identified: true, Copies: twins(there)},
			arrival.Decision{Action: arrival.Refuse, Reason: arrival.Copied, Other: "there.csv"}},
		"it got the bytes of one that is there": {
			arrival.Facts{Mode: object, Known: known(), Bytes: bytesOf("b"), Copies: twins(there)},
			arrival.Decision{Action: arrival.Refuse, Reason: arrival.Copied, Cause: arrival.CauseBytes, Other: "there.csv"}},
		"the bytes of one that is there, and equal files are allowed": {
			arrival.Facts{Mode: object, Repeats: true, Bytes: bytesOf("a"), Identified: true, Copies: twins(there)},
			arrival.Decision{Action: arrival.Take, Reason: arrival.Repeated, Other: "there.csv"}},
		"upsert counts rows of a key once": {
			arrival.Facts{Mode: upsert, Bytes: bytesOf("a"), Identified: true, Copies: twins(there)},
			arrival.Decision{Action: arrival.Take, Reason: arrival.Repeated, Other: "there.csv"}},
		"equal files are allowed, but appended rows cannot be replaced": {
			arrival.Facts{Mode: appended, Repeats: true, Known: known(in(appended)), Bytes: bytesOf("b"), Copies: twins(there)},
			arrival.Decision{Action: arrival.Refuse, Reason: arrival.Appended, Cause: arrival.CauseBytes}},
		"the bytes of one that is gone": {
			arrival.Facts{Mode: object, Bytes: bytesOf("a"), Identified: true, Copies: twins(gone)},
			arrival.Decision{Action: arrival.Move, Reason: arrival.Moved, Other: "gone.csv"}},
		"upsert, the bytes of one that is gone": {
			arrival.Facts{Mode: upsert, Bytes: bytesOf("a"), Identified: true, Copies: twins(gone)},
			arrival.Decision{Action: arrival.Rename, Reason: arrival.Moved, Other: "gone.csv"}},
		"upsert, it got the bytes of one that is gone": {
			arrival.Facts{Mode: upsert, Known: known(in(upsert)), Bytes: bytesOf("b"), Copies: twins(gone)},
			arrival.Decision{Action: arrival.Move, Reason: arrival.Moved, Cause: arrival.CauseBytes, Other: "gone.csv"}},
		"appended, it got the bytes of one that is gone": {
			arrival.Facts{Mode: appended, Known: known(in(appended)), Bytes: bytesOf("b"), Copies: twins(gone)},
			arrival.Decision{Action: arrival.Refuse, Reason: arrival.Appended, Cause: arrival.CauseBytes}},
		"of one that is gone, while another copy is there": {
			arrival.Facts{Mode: object, Bytes: bytesOf("a"), Identified: true, Copies: twins(there, gone)},
			arrival.Decision{Action: arrival.Refuse, Reason: arrival.Copied, Other: "there.csv"}},
		"of one that is gone, while another is there that may be equal": {
			arrival.Facts{Mode: object, Repeats: true, Bytes: bytesOf("a"), Identified: true, Copies: twins(there, gone)},
			arrival.Decision{Action: arrival.Move, Reason: arrival.Moved, Other: "gone.csv"}},
		"refused as a copy of one that was corrected since": {
			arrival.Facts{Mode: object, Bytes: bytesOf("a"), Identified: true, Copies: &arrival.Copies{Final: true, RefusedFor: "there.csv"}},
			arrival.Decision{Action: arrival.Refuse, Reason: arrival.Copied, Other: "there.csv"}},
		"refused as a copy before, and allowed since": {
			arrival.Facts{Mode: object, Repeats: true, Bytes: bytesOf("a"), Identified: true, Copies: &arrival.Copies{Final: true, RefusedFor: "there.csv"}},
			arrival.Decision{Action: arrival.Take, Reason: arrival.New}},

		// What its rows tell.
		"as much as before": {
			arrival.Facts{Mode: object, Known: known(), Bytes: bytesOf("b"), Copies: alone, Rows: &arrival.Rows{}},
			arrival.Decision{Action: arrival.Replace, Reason: arrival.BytesOther, Cause: arrival.CauseBytes}},
		"too far from what it replaces": {
			arrival.Facts{Mode: object, Known: known(), Bytes: bytesOf("b"), Copies: alone, Rows: &arrival.Rows{TooFar: tooFar}},
			arrival.Decision{Action: arrival.HoldBack, Reason: arrival.VolumeFar, Cause: arrival.CauseBytes}},
		"too far from what it replaces, and accepted": {
			arrival.Facts{Mode: object, Known: known(), Bytes: bytesOf("b"), Copies: alone, Rows: &arrival.Rows{TooFar: tooFar, Accepted: true}},
			arrival.Decision{Action: arrival.Replace, Reason: arrival.BytesOther, Cause: arrival.CauseBytes}},
		"a new name for a period, too far from what that was": {
			arrival.Facts{Mode: period, Bytes: bytesOf("b"), Identified: true, Copies: alone, Rows: &arrival.Rows{Period: "2026-03", TooFar: tooFar}},
			arrival.Decision{Action: arrival.HoldBack, Reason: arrival.VolumeFar}},
		"of no period": {
			arrival.Facts{Mode: period, Bytes: bytesOf("b"), Identified: true, Copies: alone, Rows: &arrival.Rows{}},
			arrival.Decision{Action: arrival.Refuse, Reason: arrival.NoPeriod}},
		"read anew, with the same rows": {
			arrival.Facts{Mode: object, Known: known(otherPlan), Bytes: bytesOf("a"), Copies: alone, Rows: &arrival.Rows{Same: true}},
			arrival.Decision{Action: arrival.Skip, Reason: arrival.SameRows, Cause: arrival.CausePlan}},
		"read anew, with other rows": {
			arrival.Facts{Mode: object, Known: known(otherPlan), Bytes: bytesOf("a"), Copies: alone, Rows: &arrival.Rows{}},
			arrival.Decision{Action: arrival.Reread, Reason: arrival.PlanOther, Cause: arrival.CausePlan}},
	} {
		if got := arrival.Decide(c.facts); got != c.want {
			t.Errorf("%s: %+v, not %+v", name, got, c.want)
		}
	}
}

// However much is known, facts that are found out one after another lead from
// question to question to one outcome, and never back to a question that has
// been answered.
func TestDecideComesToAnEnd(t *testing.T) {
	for _, mode := range []dubbelkrona.LoadMode{dubbelkrona.ReplaceObject, dubbelkrona.ReplacePeriod, dubbelkrona.Upsert, dubbelkrona.Append} {
		for _, before := range []*arrival.Known{nil, known(in(mode)), known(in(mode), otherPlan), known(in(mode), otherPlan, replaced)} {
			for _, copies := range [][]arrival.Original{nil, {there}, {gone}, {there, gone}} {
				for _, sha256 := range []string{"a", "b"} {
					facts := arrival.Facts{Mode: mode, Fingerprint: tuesday, Known: before}
					asked := make(map[arrival.Action]bool)
					for {
						d := arrival.Decide(facts)
						if d.Final() {
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
							facts.Copies = twins(copies...)
						}
					}
				}
			}
		}
	}
}
