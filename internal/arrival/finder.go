package arrival

import (
	"context"
	"math"
	"slices"

	"dubbelkrona"
	"dubbelkrona/internal/compile"
	"dubbelkrona/internal/identity"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/transform"
)

// Finder gets the facts for Decide about the objects of one source. It changes
// nothing but its own Masked.
type Finder struct {
	Ledger *ledger.Ledger
	Source *compile.Source
	// UpToDate reports whether rows that were made with a mapping and a version
	// of a format are what the source would make of the same bytes today.
	UpToDate func(src *compile.Source, mapping, format string) bool
	// Env is the environment in which the period of an object is parsed.
	Env    transform.Env
	Listed *Listing
	// Past is set if the source is read for a past slot.
	Past bool
	// Held are the versions that are held back, by label.
	Held map[string]ledger.Held
	// Masked are the labels that an earlier version may have used for more than
	// one object.
	Masked []string
}

// Whole reports whether an object that the source does not list is gone.
func (f *Finder) Whole() bool {
	return !f.Listed.OnlyNew && !f.Listed.Broken && !f.Source.Moving && !f.Past && !f.Source.BuiltIn()
}

// Gone reports whether an object is gone from the source.
func (f *Finder) Gone(object string) bool { return f.Whole() && f.Listed.Lacks(object) }

// HeldPlan identifies everything but the bytes that the decision to hold back
// depends on.
func HeldPlan(src *compile.Source) string { return src.Mapping + " " + src.Limits.String() }

// Object returns the facts about an object that are known without reading it.
func (f *Finder) Object(ctx context.Context, label string, listed ledger.Fingerprint) (Facts, error) {
	facts := Facts{Mode: f.Source.Mode, Repeats: f.Source.Repeats, BuiltIn: f.Source.BuiltIn(), Fingerprint: listed}
	state, found, err := f.Ledger.Objects.Find(ctx, f.Source.Name, label)
	if err != nil {
		return facts, err
	}
	if found {
		if facts.Known, err = f.known(ctx, state); err != nil {
			return facts, err
		}
	}
	if h, held := f.Held[label]; held {
		facts.Held = &Held{Fingerprint: h.Fingerprint, SHA256: h.SHA256}
		if h.Plan == HeldPlan(f.Source) {
			accepted, err := f.Ledger.Acceptances.Open(ctx, h.Source, h.Object, h.SHA256)
			if err != nil {
				return facts, err
			}
			facts.Held.Stands = !accepted
		}
	}
	return facts, nil
}

func (f *Finder) known(ctx context.Context, state ledger.ObjectState) (*Known, error) {
	k := &Known{ObjectState: state, UpToDate: state.Mode == f.Source.Mode && f.UpToDate(f.Source, state.Mapping, state.Format)}
	if k.UpToDate || !state.Live || state.Mode != dubbelkrona.Upsert || f.Source.Mode != dubbelkrona.Upsert {
		return k, nil
	}
	if !f.Whole() {
		k.LaterGone = true
		return k, nil
	}
	gone, err := f.Ledger.Objects.GoneWithRows(ctx, f.Source.Name, f.Listed.Lacks)
	k.LaterGone = len(gone) > 0
	return k, err
}

// Former is the state of an object that an earlier version recorded under another
// label.
//
// An earlier version masked the identity numbers in names, so that several
// objects could have one label. It read one of them, and the ledger does not say
// which. In the first list that is read by this version, the object with the
// recorded bytes takes over the state; the others are new and are read.
type Former struct {
	// Label is the label under which the object's state is; empty if there is
	// none.
	Label string
	Known *Known
	// Alike is a label that may have been the object's, but with other bytes:
	// the object has to wait for the end of the list.
	Alike string
}

// Former looks for an object under the labels of an earlier version.
func (f *Finder) Former(ctx context.Context, name, label, sha256 string) (former Former, err error) {
	take := func(from string, state ledger.ObjectState) (Former, error) {
		known, err := f.known(ctx, state)
		return Former{Label: from, Known: known}, err
	}
	if name != label {
		// A name that was not masked is unique.
		state, found, err := f.Ledger.Objects.Find(ctx, f.Source.Name, name)
		if err != nil {
			return former, err
		}
		if found {
			return take(name, state)
		}
	}
	for _, masked := range f.Masked {
		if !identity.LabelledBefore(name, masked) {
			continue
		}
		state, found, err := f.Ledger.Objects.Find(ctx, f.Source.Name, masked)
		if err != nil {
			return former, err
		}
		if found && state.SHA256 == sha256 {
			return take(masked, state)
		}
		former.Alike = masked
	}
	return former, nil
}

// Taken records that an object has taken over the state of a masked label.
func (f *Finder) Taken(label string) {
	f.Masked = slices.DeleteFunc(f.Masked, func(masked string) bool { return masked == label })
}

// Copies finds the objects with the same bytes as the one of a label. final is set
// when the whole list is known. changes reports whether another object's bytes
// have changed in this run, so that its rows of these bytes will be replaced.
func (f *Finder) Copies(ctx context.Context, label string, origin dubbelkrona.Origin, cause Cause, final bool, changes func(object string) bool) (*Copies, error) {
	original, _, err := f.Ledger.Objects.Original(ctx, f.Source.Name, label, origin.SHA256)
	if err != nil {
		return nil, err
	}
	c := &Copies{Final: final, RefusedFor: original}
	twins, err := f.twins(ctx, label, origin, cause)
	if err != nil {
		return nil, err
	}
	for _, twin := range twins {
		if !final || !changes(twin) {
			c.Originals = append(c.Originals, Original{Object: twin, Gone: final && f.Gone(twin)})
		}
	}
	return c, nil
}

// twins returns the objects of the source whose rows come from the same bytes and
// would count twice, the one first seen first. If the object has rows already,
// only those that were seen before it are returned.
func (f *Finder) twins(ctx context.Context, label string, origin dubbelkrona.Origin, cause Cause) (objects []string, err error) {
	all, err := f.Ledger.Objects.SameBytes(ctx, f.Source.Name, origin.SHA256, label)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	first := int64(math.MaxInt64)
	if cause == CausePlan {
		if first, err = f.Ledger.Objects.FirstSeen(ctx, f.Source.Name, label); err != nil {
			return nil, err
		}
	}
	period := ""
	if f.Source.Mode == dubbelkrona.ReplacePeriod {
		pass := f.Source.Plan.Start(origin, f.Env)
		period = pass.Period()
		pass.Close()
	}
	for _, t := range all {
		// Within one period the later object replaces the earlier one.
		if t.First < first && (period == "" || t.Period != period) {
			objects = append(objects, t.Object)
		}
	}
	return objects, nil
}
