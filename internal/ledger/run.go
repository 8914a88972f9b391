package ledger

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"time"

	"dubbelkrona"
)

// Runs are the runs of the program that read or published something.
type Runs struct{ *conn }

// idLayout is the layout of the time at the start of a run's ID.
const idLayout = "20060102T150405.000Z"

// StartOf returns when the run with an ID, or that of the snapshot with this ID, was
// started, to the millisecond; zero if it is no such ID.
func StartOf(id string) time.Time {
	at, err := time.Parse(idLayout, id[:min(len(id), len(idLayout))])
	if err != nil {
		return time.Time{}
	}
	return at
}

// Begin records that a run has started and returns it with its ID.
func (r Runs) Begin(ctx context.Context, command string) (dubbelkrona.Run, error) {
	started := r.now().UTC()
	var tail [2]byte
	rand.Read(tail[:])
	run := dubbelkrona.Run{
		ID:      started.Format(idLayout) + hex.EncodeToString(tail[:]),
		Command: command, State: dubbelkrona.RunStarted, Started: started,
	}
	_, err := r.exec(ctx, "run begin", "INSERT INTO run (id, command, state, started) VALUES (?, ?, ?, ?)",
		run.ID, run.Command, run.State, stamp(run.Started))
	return run, err
}

// End stores how a run ended. Ended is set to the time of the call if it
// is zero. A run that is not there is NotFound.
func (r Runs) End(ctx context.Context, run dubbelkrona.Run) error {
	if run.Ended.IsZero() {
		run.Ended = r.now()
	}
	n, err := r.exec(ctx, "run end", `UPDATE run SET state = ?, ended = ?, message = ?,
		objects = ?, skipped = ?, failed = ?, rows = ?, rejected = ?, snapshot = ? WHERE id = ?`,
		run.State, stamp(run.Ended), run.Message,
		run.Objects, run.Skipped, run.Failed, run.Rows, run.Rejected, run.Snapshot, run.ID)
	if err == nil && n == 0 {
		err = dubbelkrona.Errorf(dubbelkrona.NotFound, "run end: there is no run %s", run.ID)
	}
	return err
}

// Latest returns the latest runs, newest first, at most limit of them; 0 is all.
func (r Runs) Latest(ctx context.Context, limit int) ([]dubbelkrona.Run, error) {
	return list(ctx, r.db, "runs list", func(run *dubbelkrona.Run) []any {
		return []any{&run.ID, &run.Command, &run.State, timeIn(&run.Started), timeIn(&run.Ended), &run.Message,
			&run.Objects, &run.Skipped, &run.Failed, &run.Rows, &run.Rejected, &run.Snapshot}
	}, `SELECT id, command, state, started, ended, message, objects, skipped, failed, rows, rejected, snapshot
		FROM run ORDER BY started DESC, id DESC`+limited, limit)
}

// AbandonOpen marks the runs that never ended, because their process died, and
// returns their number. Only the holder of the lock may call it, before its own
// Begin: an unfinished run of a live process looks the same.
func (r Runs) AbandonOpen(ctx context.Context) (int, error) {
	n, err := r.exec(ctx, "runs abandon", "UPDATE run SET state = ?, ended = ?, message = ? WHERE state = ?",
		dubbelkrona.RunAbandoned, stamp(r.now()), "the process ended without saying how", dubbelkrona.RunStarted)
	return int(n), err
}
