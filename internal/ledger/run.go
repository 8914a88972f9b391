package ledger

import (
	"context"
	"crypto/rand"
	"encoding/hex"

	"dubbelkrona"
)

// BeginRun notes that a run has started and gives it its ID.
func (l *Ledger) BeginRun(ctx context.Context, command string) (dubbelkrona.Run, error) {
	started := l.now().UTC()
	var tail [2]byte
	rand.Read(tail[:])
	run := dubbelkrona.Run{
		ID:      started.Format("20060102T150405.000Z") + hex.EncodeToString(tail[:]),
		Command: command, State: dubbelkrona.RunStarted, Started: started,
	}
	_, err := l.exec(ctx, "run begin", "INSERT INTO run (id, command, state, started) VALUES (?, ?, ?, ?)",
		run.ID, run.Command, run.State, stamp(run.Started))
	return run, err
}

// EndRun stores how a run ended. Ended is set to the time of the call if it
// is zero. A run that is not there is NotFound.
func (l *Ledger) EndRun(ctx context.Context, run dubbelkrona.Run) error {
	if run.Ended.IsZero() {
		run.Ended = l.now()
	}
	n, err := l.exec(ctx, "run end", `UPDATE run SET state = ?, ended = ?, message = ?,
		objects = ?, skipped = ?, failed = ?, rows = ?, rejected = ?, snapshot = ? WHERE id = ?`,
		run.State, stamp(run.Ended), run.Message,
		run.Objects, run.Skipped, run.Failed, run.Rows, run.Rejected, run.Snapshot, run.ID)
	if err == nil && n == 0 {
		err = dubbelkrona.Errorf(dubbelkrona.NotFound, "run end: there is no run %s", run.ID)
	}
	return err
}

// Runs returns the latest runs, newest first, at most limit of them; 0 is all.
func (l *Ledger) Runs(ctx context.Context, limit int) ([]dubbelkrona.Run, error) {
	return list(ctx, l.db, "runs list", func(run *dubbelkrona.Run) []any {
		return []any{&run.ID, &run.Command, &run.State, timeIn(&run.Started), timeIn(&run.Ended), &run.Message,
			&run.Objects, &run.Skipped, &run.Failed, &run.Rows, &run.Rejected, &run.Snapshot}
	}, `SELECT id, command, state, started, ended, message, objects, skipped, failed, rows, rejected, snapshot
		FROM run ORDER BY started DESC, id DESC`+limited, limit)
}

// AbandonOpenRuns marks the runs that never ended, because their process died,
// and says how many they were. Only the holder of the lock may call it, before
// its own BeginRun: to anybody else a run that is going on looks the same.
func (l *Ledger) AbandonOpenRuns(ctx context.Context) (int, error) {
	n, err := l.exec(ctx, "runs abandon", "UPDATE run SET state = ?, ended = ?, message = ? WHERE state = ?",
		dubbelkrona.RunAbandoned, stamp(l.now()), "the process ended without saying how", dubbelkrona.RunStarted)
	return int(n), err
}
