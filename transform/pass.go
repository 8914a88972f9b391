package transform

import (
	"cmp"
	"fmt"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona"
)

// Env is what a pass needs besides the plan.
type Env struct {
	Key   Key              // must not be zero
	Now   time.Time        // determines the century of identity numbers without one
	Alloc memory.Allocator // for typed batches; nil is Go's heap
	// Erased are the marks (Key.Marks) of erased persons, whose pseudonyms become zero and whose tokens become random.
	Erased map[string]bool
}

// Counts are the numbers of rows read so far from one object.
type Counts struct {
	Read     int64 // raw rows
	Written  int64 // typed rows; one raw row may produce several, in one table or more
	Rejected int64 // raw rows of which at least one typed row was rejected
	Skipped  int64 // raw rows that the mapping leaves out
}

// Pass applies a Plan to the batches of one object. It is used by one
// goroutine; several passes of one plan may run concurrently.
type Pass struct {
	plan   *Plan
	origin dubbelkrona.Origin
	env    Env
	hash   *hasher
	report reporter
	counts Counts
	// period is the default date of rows; periodKey is the period by which the
	// ledger replaces objects.
	period, periodKey string
	// modified is the day on which the object was last changed; empty if its
	// place does not provide it.
	modified string

	failed error // from Start, returned by the first call that can return an error

	schema  *arrow.Schema // to which the entries are bound
	bound   bool          // the columns of a batch have been checked
	sheets  sheets
	entries []*boundEntry
	fault   *array.String
	dropped []bool // raw rows that were mapped to no entry
	bad     []bool // raw rows that were rejected
	sumRows []sumRow
}

// Start begins the pass of one object. Errors about the origin or the
// environment are returned by the first Batch or by Finish.
func (p *Plan) Start(origin dubbelkrona.Origin, env Env) *Pass {
	env.Alloc = cmp.Or(env.Alloc, memory.DefaultAllocator)
	pass := &Pass{plan: p, origin: origin, env: env}
	if env.Key.IsZero() {
		pass.failed = dubbelkrona.Errorf(dubbelkrona.Internal, "transform %s: no pseudonymisation key", origin.Object)
		return pass
	}
	hash := env.Key.hasher()
	hash.now, hash.erased, hash.replacements = env.Now, env.Erased, make(map[string]string)
	pass.hash = &hash
	pass.failed = pass.findPeriod()
	if !origin.Modified.IsZero() {
		pass.modified = origin.Modified.UTC().Format(time.DateOnly)
	}
	maker := columnMaker{hash: pass.hash, now: env.Now, municipality: p.municipality}
	for _, e := range p.entries {
		bound := &boundEntry{entry: e, columns: maker.columns(e), schema: e.table.Schema(),
			where: bindConditions(e.where...), skip: bindConditions(e.skip...), totals: bindConditions(e.totals)}
		bound.makeTallies()
		pass.entries = append(pass.entries, bound)
	}
	return pass
}

// Counts returns the counts so far.
func (p *Pass) Counts() Counts { return p.counts }

// Batch converts one raw batch into a typed batch for each entry of the
// mapping that has rows (several if spells become months) and reports issues.
// Emit must retain the batch's record to keep it. Errors of emit and issue are
// returned unchanged. An Invalid error means that the whole object does not
// match the mapping: a column is missing or too many rows were rejected. After
// an error only Close may be called.
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

// Finish ends the object: it reports the collected warnings, and returns an
// Invalid error if too many rows were rejected.
func (p *Pass) Finish(issue func(dubbelkrona.Issue) error) error {
	if p.failed != nil {
		return p.failed
	}
	if err := p.sheets.finish(p); err != nil {
		return err
	}
	if !p.bound {
		return dubbelkrona.Invalidf("object %s has neither a header nor rows, so it is not a delivery", p.origin.Object)
	}
	if err := p.report.flush(issue); err != nil {
		return err
	}
	if err := p.unfitting(); err != nil {
		return err
	}
	return p.tooMany()
}

// Close releases the memory of the pass.
func (p *Pass) Close() { *p = Pass{failed: fmt.Errorf("pass is closed")} }

// count adds the rows of one batch to the counts.
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
