package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/transform"
)

// mappingHash identifies all that the rows of a source depend on besides the
// bytes of each object and the version of its format: the compiled plan, and
// how the source says that it is decoded. A plan with faults has none.
func mappingHash(plan *transform.Plan, decoding ...string) string {
	if plan == nil {
		return ""
	}
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%q", plan.Hash(), decoding)
	return hex.EncodeToString(h.Sum(nil))
}

// upToDate reports whether the rows of a delivery are what the source would make
// of its bytes now.
func (s *session) upToDate(src *source, known ledger.ObjectState) bool {
	return known.Mode == src.mode && known.Mapping == src.mapping && s.options.Registry.Reads(known.Format)
}

// stays reports whether an object whose bytes are the same keeps its rows
// though they would be read in another way now: where another object holds its
// place, which it would take back; and in the load mode upsert, where later
// objects win, if one that was read later is no longer there to win again.
func (r *reading) stays(ctx context.Context, known ledger.ObjectState) (bool, error) {
	if known.Mode != r.src.mode {
		return false, nil
	}
	if !known.Live || r.src.mode != dubbelkrona.Upsert {
		return !known.Live, nil
	}
	if !r.whole() {
		r.kept++
		return true, nil
	}
	gone, err := r.ledger.Holding(ctx, r.src.name, r.listed.lacks)
	if len(gone) > 0 {
		r.kept++
	}
	return len(gone) > 0, err
}

// whole reports whether what the source does not list is gone.
func (r *reading) whole() bool {
	return !r.listed.cursors && !r.listed.broken && !r.src.moving && !r.past && r.src.name != config.ReservedSource
}

// planFact holds the plan whose change a source's objects have been through.
const planFact = "plan of "

// noteKept tells, once after each change of the plan, how many objects keep the
// rows that were read under a former one, since they are no longer there.
func (r *reading) noteKept(ctx context.Context) error {
	if r.listed.broken || r.past || r.src.name == config.ReservedSource {
		return nil
	}
	name, now := planFact+r.src.name, r.src.mapping+" "+r.options.Registry.Versions()
	before, _, err := r.ledger.Fact(ctx, name)
	if err != nil || before == now {
		return err
	}
	outdated, err := r.ledger.Outdated(ctx, r.src.name, func(object, mapping, format string) bool {
		return r.listed.lacks(object) && (mapping != r.src.mapping || !r.options.Registry.Reads(format))
	})
	if err != nil {
		return err
	}
	if r.report.Kept = r.kept + outdated; r.report.Kept > 0 {
		r.options.Log.Warn("objects keep the rows that were read under a former mapping or version", "source", r.src.name, "objects", r.report.Kept)
	}
	return r.ledger.SetFact(ctx, name, now)
}
