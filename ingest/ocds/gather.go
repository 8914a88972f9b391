package ocds

import (
	"fmt"
	"hash/maphash"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/jsontext"
)

// The releases of a process may stand anywhere in an object that is larger
// than memory, and a format has no disk. So an object is read twice: first to
// count the releases of each process, then to hold them until the last one of
// their process has come. A process with one release, or whose releases stand
// together, is thus written as it is met, and what is held is only what lies
// between the first and last release of others.
//
// Where that is more than memory allows, processes that begin while it is full
// wait for another reading of the object. That costs time in proportion to the
// surplus and never memory, the same rows come out of it, in another order of
// processes, and the usual file, sorted by process or with one release of
// each, needs no third reading. The alternative, to sort the object on disk,
// would write unmasked bytes outside the lake.
//
// What remains is 64 bytes for each process, to which Limits.Memory is a bound
// as well: four million processes by default.

const (
	tallyBytes = 64 // of a process in the map of tallies
	heldShare  = 2  // of Limits.Memory, what is held between readings: a half
	treeShare  = 8  // and the largest process, whose tree is several times as large
)

// tally is what the first reading tells of a process.
type tally struct {
	elements int64
	bytes    int64
	state    state
	held     []element
}

// state is what becomes of a process in a reading.
type state uint8

const (
	waiting  state = iota // not met in this reading
	holding               // its elements are held
	deferred              // left to the next reading
	done
)

// gatherer collects the elements of processes.
type gatherer struct {
	in     ingest.Input
	seed   maphash.Seed
	tally  map[uint64]*tally
	full   func([]element) error
	fault  func(string) error
	size   int64 // of what is held or promised
	passes int
	again  bool // something was deferred
}

// gather calls full with all the elements of one process, or of a few whose
// ocid have the same hash, and fault with what is wrong with an element or
// process that has to be left out.
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

// changed says that a reading found less than the one before it.
func changed() error {
	return dubbelkrona.Errorf(dubbelkrona.Conflict, "its bytes changed while it was read; it is read again next time")
}

// key is a hash of an element's ocid, and what is wrong where it has none.
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

// count takes an element in the first reading.
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

// take takes an element in a later reading.
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

// admit decides on a process whose first element has come.
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
