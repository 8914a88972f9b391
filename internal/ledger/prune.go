package ledger

import (
	"context"
)

// PruneLimits are how much is kept of the history that nothing refers to.
// What rows or published figures can be traced to is always kept: deliveries,
// segments, the runs that made them, every publication and its snapshot.
type PruneLimits struct {
	// Slots of each job and kind that have ended.
	Slots int
	// Runs that committed and published nothing.
	Runs int
	// Snapshots whose content hashes are kept beside those of kept files.
	Snapshots int
	// Restatements are entries of the log of restated figures.
	Restatements int
}

// DefaultPruneLimits bound a ledger to a few megabytes beside its deliveries: five
// years of nightly slots, and as many idle runs as ten jobs make in a year
// and a half; the log of restated figures takes at most some 15 MB more. Slots is more than twice what the scheduler registers at once,
// so that a clock that is ahead for a while cannot displace all others.
func DefaultPruneLimits() PruneLimits {
	return PruneLimits{Slots: 2000, Runs: 5000, Snapshots: 100, Restatements: 50000}
}

// Prune deletes what is beyond the limits, so that runs which change nothing do
// not make the ledger grow.
func (l *Ledger) Prune(ctx context.Context, limits PruneLimits) error {
	return l.transact(ctx, "ledger prune", func(t *tx) error {
		for _, step := range []struct {
			query string
			arg   int
		}{{pruneFloor, limits.Slots}, {pruneSlots, limits.Slots}, {pruneRuns, limits.Runs}, {pruneSnapshotHashes, limits.Snapshots}, {pruneSealedHashes, limits.Snapshots}, {pruneSnapshots, limits.Snapshots}, {pruneRestatements, limits.Restatements}} {
			if _, err := t.exec(step.query, step.arg); err != nil {
				return err
			}
		}
		return nil
	})
}

const (
	// The slots to go, newest of them first: beyond the number kept, and ended.
	oldSlots = `SELECT job, local, kind, due FROM
		(SELECT job, local, kind, due, state, row_number() OVER (PARTITION BY job, kind ORDER BY due DESC, local DESC) AS place FROM slot)
		WHERE place > ?1 AND state NOT IN ('due', 'running')`
	// A dropped slot must not be registered anew, so the floor rises with it.
	pruneFloor = `UPDATE slot_mark SET "floor" = max("floor", old.due)
		FROM (SELECT job, max(due) AS due FROM (` + oldSlots + `) WHERE kind = 'scheduled' GROUP BY job) AS old WHERE old.job = slot_mark.job`
	pruneSlots = `DELETE FROM slot WHERE (job, local, kind) IN (SELECT job, local, kind FROM (` + oldSlots + `))`
	idleRuns   = `SELECT id FROM run WHERE state <> 'started'
		AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.run = run.id)
		AND NOT EXISTS (SELECT 1 FROM publication WHERE publication.run = run.id)`
	pruneRuns         = `DELETE FROM run WHERE id IN (` + idleRuns + ` ORDER BY started DESC, id DESC LIMIT -1 OFFSET ?1)`
	pruneRestatements = `DELETE FROM restatement WHERE id IN (SELECT id FROM restatement ORDER BY at DESC, id DESC LIMIT -1 OFFSET ?1)`
	// Hashes compare a rebuild with what is published; of old snapshots nobody
	// asks for them.
	oldSnapshots = ` WHERE snapshot IN (SELECT id FROM snapshot WHERE path = '' ORDER BY built DESC LIMIT -1 OFFSET ?1)
		AND snapshot <> coalesce((SELECT snapshot FROM publication ORDER BY id DESC LIMIT 1), '')`
	pruneSnapshotHashes = `DELETE FROM table_hash` + oldSnapshots
	pruneSealedHashes   = `DELETE FROM sealed_hash` + oldSnapshots
	pruneSnapshots      = `DELETE FROM snapshot WHERE path = '' AND NOT EXISTS (SELECT 1 FROM publication WHERE publication.snapshot = snapshot.id)
		AND id IN (SELECT id FROM snapshot ORDER BY built DESC LIMIT -1 OFFSET ?1)
		AND NOT EXISTS (SELECT 1 FROM table_hash WHERE table_hash.snapshot = snapshot.id)
		AND NOT EXISTS (SELECT 1 FROM sealed_hash WHERE sealed_hash.snapshot = snapshot.id)`
)
