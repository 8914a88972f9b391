package ocds

import (
	"fmt"
	"hash/maphash"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/jsontext"
)

// The releases of a process may be anywhere in an object, which may be larger
// than memory, and a format may not write to disk. So an object is read twice:
// first to count the releases of each process, then to collect them until the
// last release of their process is read. A process with a single release or
// with adjacent releases is thus written at once, and only the others take
// memory, between their first and last release.
//
// If they exceed the memory limit, processes that begin while it is full are
// deferred to another reading of the object. That costs time and no memory; the
// rows are the same, in another order of processes. A file sorted by process or
// with one release each needs no third reading. Sorting the object on disk
// instead would write unmasked bytes outside the lake.
//
// In addition each process takes 64 bytes, which Limits.Memory also limits:
// four million processes by default.

const (
	tallyBytes = 64 // of a process in the map of tallies
	heldShare  = 2  // of Limits.Memory, what is held between readings: a half
	treeShare  = 8  // and the largest process, whose tree is several times as large
)

// tally has the counts of a process from the first reading.
type tally struct {
	elements int64
	bytes    int64
	state    state
	held     []element
}

// state is the state of a process in a reading.
type state uint8

const (
	waiting  state = iota // not seen in this reading
	holding               // its elements are being collected
	deferred              // for the next reading
	done
)

// gatherer collects the elements of each process.
type gatherer struct {
	in     ingest.Input
	seed   maphash.Seed
	tally  map[uint64]*tally
	full   func([]element) error
	fault  func(string) error
	size   int64 // bytes collected or reserved
	passes int
	again  bool // something was deferred
}

// gather calls full with all the elements of one process, or of a few whose
// ocid have the same hash, and fault with the reason for each element or
// process that is left out.
func gather(in ingest.Input, full func([]element) error, fault func(string) error) error {
	g := gatherer{in: in, seed: maphash.MakeSeed(), tally: make(map[uint64]*tally), full: full, fault: fault}
	if err := readElements(in, g.count); err != nil {
		return err
	}
	for g.again = true; g.again; {
		g.again = false
		g.passes++
		if err := readElements(in, g.take); err != nil {
			return err
		}
		for _, t := range g.tally {
			switch t.state {
			case deferred:
				t.state = waiting
			case holding:
				return changed()
			}
		}
	}
	return nil
}

// changed returns the error for a reading that found less than the one before
// it.
func changed() error {
	return dubbelkrona.Errorf(dubbelkrona.Conflict, "its bytes changed while it was read; it is read again next time")
}

// key returns a hash of an element's ocid, or the fault of an element without
// one.
func (g *gatherer) key(e element) (key uint64, fault string, err error) {
	if e.raw[0] != '{' {
		return 0, fmt.Sprintf("release.object: element %d is no object", e.n), nil
	}
	raw, err := jsontext.Find(e.raw, "ocid")
	if err != nil {
		return 0, "", fmt.Errorf("element %d: %w", e.n, err)
	}
	ocid, ok := jsontext.Text(raw)
	if !ok || ocid == "" {
		return 0, fmt.Sprintf("release.ocid: element %d has no ocid, so that nobody knows which process it is about", e.n), nil
	}
	return maphash.String(g.seed, ocid), "", nil
}

// count processes an element in the first reading.
func (g *gatherer) count(e element) error {
	key, fault, err := g.key(e)
	if err != nil || fault != "" {
		return err
	}
	t := g.tally[key]
	if t == nil {
		if int64(len(g.tally)+1)*tallyBytes > g.in.Limits.Memory {
			return dubbelkrona.Invalidf("it is about more than %d processes; split it", len(g.tally))
		}
		t = new(tally)
		g.tally[key] = t
	}
	t.elements++
	t.bytes += int64(len(e.raw))
	return nil
}

// take processes an element in a later reading.
func (g *gatherer) take(e element) error {
	key, fault, err := g.key(e)
	switch {
	case err != nil:
		return err
	case fault != "" && g.passes > 1:
		return nil
	case fault != "":
		return g.fault(fault)
	}
	t := g.tally[key]
	if t == nil {
		return changed()
	}
	if t.state == waiting {
		if err := g.admit(t, e); err != nil {
			return err
		}
	}
	if t.state != holding {
		return nil
	}
	if t.elements > 1 {
		e = e.kept()
	}
	t.held = append(t.held, e)
	if int64(len(t.held)) < t.elements {
		return nil
	}
	held := t.held
	g.size -= t.bytes
	t.state, t.held = done, nil
	return g.full(held)
}

// admit decides whether a process is collected or deferred when its first
// element is read.
func (g *gatherer) admit(t *tally, e element) error {
	switch limit := g.in.Limits.Memory; {
	case t.elements > 1 && t.bytes > limit/treeShare:
		t.state = done
		return g.fault(fmt.Sprintf("process.size: the %d releases of the process of element %d are larger than %d bytes together", t.elements, e.n, limit/treeShare))
	case t.elements > 1 && g.size > 0 && g.size+t.bytes > limit/heldShare:
		t.state, g.again = deferred, true
		return nil
	}
	t.state = holding
	g.size += t.bytes
	return nil
}
