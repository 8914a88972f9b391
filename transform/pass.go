package transform

import (
	"fmt"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona"
)

// Env is what a pass needs from its surroundings.
type Env struct {
	Key   Key              // pseudonymises; must not be zero
	Now   time.Time        // decides the century of identity numbers without one
	Alloc memory.Allocator // of typed batches; nil is Go's heap
	// Erased are the marks (Key.PersonMark, Key.TokenMark) of persons who have
	// been erased: theirs become the zero pseudonym and tokens of nobody.
	Erased map[string]bool
}

// Counts are the rows of one object, as far as they have been read.
type Counts struct {
	Read     int64 // raw rows
	Written  int64 // typed rows; a raw row may give several, in one table or more
	Rejected int64 // raw rows of which at least one typed row was rejected
	Skipped  int64 // raw rows that the mapping sends nowhere
}

// Pass takes the batches of one object through a Plan. One goroutine uses it;
// several passes of one plan may run side by side.
type Pass struct {
	plan   *Plan
	origin dubbelkrona.Origin
	env    Env
	hash   *hasher
	report reporter
	counts Counts
	// period is the date that rows without one of their own get; periodKey is
	// what the ledger replaces by.
	period, periodKey string
	// modified is the day on which the object was last changed, empty where
	// its place does not tell.
	modified string

	failed error // of Start, told by the first call that can

	schema  *arrow.Schema // that the entries are bound to
	bound   bool          // the columns of a batch were looked at
	sheets  sheets
	entries []*boundEntry
	fault   *array.String
	dropped []bool // raw rows that went nowhere, and why
	bad     []bool // raw rows rejected
	sumRows []sumRow
}

// Start begins the pass of one object. What is wrong with the origin or the
// environment is told by the first Batch or by Finish.
func (p *Plan) Start(origin dubbelkrona.Origin, env Env) *Pass {
	if env.Alloc == nil {
		env.Alloc = memory.DefaultAllocator
	}
	pass := &Pass{plan: p, origin: origin, env: env}
	if env.Key.IsZero() {
		pass.failed = dubbelkrona.Errorf(dubbelkrona.Internal, "transform %s: no pseudonymisation key", origin.Object)
		return pass
	}
	hash := env.Key.hasher()
	hash.now, hash.erased, hash.strangers = env.Now, env.Erased, make(map[string]string)
	pass.hash = &hash
	pass.failed = pass.findPeriod()
	if !origin.Modified.IsZero() {
		pass.modified = origin.Modified.UTC().Format(time.DateOnly)
	}
	for _, e := range p.entries {
		bound := &boundEntry{entry: e, columns: pass.makeColumns(e), schema: e.table.Schema()}
		bound.makeTallies()
		pass.entries = append(pass.entries, bound)
	}
	return pass
}

// Counts are the rows so far.
func (p *Pass) Counts() Counts { return p.counts }

// Batch turns one raw batch into a typed batch for each entry of the mapping
// that got rows, or several where spells become months, and reports what was
// wrong. Emit must not keep the batch without retaining its record. Errors of
// emit and issue are returned as they are. An Invalid error means that the
// object as a whole cannot be what the mapping takes it for: a column is
// missing, or too many rows were rejected. After an error the pass is of no
// further use.
func (p *Pass) Batch(raw *dubbelkrona.RawBatch, emit func(*dubbelkrona.TypedBatch) error, issue func(dubbelkrona.Issue) error) error {
	if p.failed != nil {
		return p.failed
	}
	if takes, err := p.enter(raw); err != nil || !takes {
		return err
	}
	n := int(raw.Record.NumRows())
	p.dropped, p.bad = resized(p.dropped, n), resized(p.bad, n)
	for i := range p.dropped {
		p.dropped[i] = true
	}
	p.faults(raw, n)
	if err := p.report.send(issue, unnamed); err != nil {
		return err
	}
	p.sumRows = findSums(raw.Record, p.sumRows)
	for _, e := range p.entries {
		if err := p.fill(e, raw, n, emit, issue); err != nil {
			return err
		}
	}
	p.count(n)
	return p.tooManyRows()
}

// Finish ends the object: it reports the gathered warnings, and gives an
// Invalid error where more rows were rejected than the ceiling allows.
func (p *Pass) Finish(issue func(dubbelkrona.Issue) error) error {
	if p.failed != nil {
		return p.failed
	}
	if err := p.sheets.finish(p); err != nil {
		return err
	}
	if !p.bound {
		return dubbelkrona.Errorf(dubbelkrona.Invalid, "object %s has neither a header nor rows, so that it is no delivery", p.origin.Object)
	}
	if err := p.report.flush(issue); err != nil {
		return err
	}
	if err := p.unfitting(); err != nil {
		return err
	}
	return p.tooMany()
}

// Close gives back what the pass holds.
func (p *Pass) Close() { *p = Pass{failed: fmt.Errorf("pass is closed")} }

// count adds one batch's rows to the counts.
func (p *Pass) count(n int) {
	p.counts.Read += int64(n)
	for i := range n {
		switch {
		case p.bad[i]:
			p.counts.Rejected++
		case p.dropped[i]:
			p.counts.Skipped++
		}
	}
}
