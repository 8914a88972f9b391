package ledger

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"fmt"

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
	_, err := l.db.ExecContext(ctx, "INSERT INTO run (id, command, state, started) VALUES (?, ?, ?, ?)",
		run.ID, run.Command, run.State, stamp{run.Started})
	if err != nil {
		return dubbelkrona.Run{}, fmt.Errorf("run begin: %w", err)
	}
	return run, nil
}

// EndRun stores how a run ended. Ended is set to the time of the call where it
// is zero. A run that is not there is NotFound.
func (l *Ledger) EndRun(ctx context.Context, run dubbelkrona.Run) error {
	if run.Ended.IsZero() {
		run.Ended = l.now()
	}
	result, err := l.db.ExecContext(ctx, `UPDATE run SET state = ?, ended = ?, message = ?,
		objects = ?, skipped = ?, failed = ?, rows = ?, rejected = ?, snapshot = ? WHERE id = ?`,
		run.State, stamp{run.Ended}, run.Message,
		run.Objects, run.Skipped, run.Failed, run.Rows, run.Rejected, run.Snapshot, run.ID)
	if err != nil {
		return fmt.Errorf("run end: %w", err)
	}
	if n, err := result.RowsAffected(); err == nil && n == 0 {
		return dubbelkrona.Errorf(dubbelkrona.NotFound, "run end: there is no run %s", run.ID)
	}
	return nil
}

// Runs gives the latest runs, newest first, at most limit of them; 0 is all.
func (l *Ledger) Runs(ctx context.Context, limit int) ([]dubbelkrona.Run, error) {
	if limit <= 0 {
		limit = -1
	}
	runs, err := collect(ctx, l.db, scanRun, `SELECT id, command, state, started, ended, message,
		objects, skipped, failed, rows, rejected, snapshot FROM run ORDER BY started DESC, id DESC LIMIT ?`, limit)
	if err != nil {
		return nil, fmt.Errorf("runs list: %w", err)
	}
	return runs, nil
}

func scanRun(rows *sql.Rows, run *dubbelkrona.Run) error {
	var started, ended stamp
	err := rows.Scan(&run.ID, &run.Command, &run.State, &started, &ended, &run.Message,
		&run.Objects, &run.Skipped, &run.Failed, &run.Rows, &run.Rejected, &run.Snapshot)
	run.Started, run.Ended = started.Time, ended.Time
	return err
}

// AbandonOpenRuns marks the runs that never ended, because their process died,
// and says how many they were. Only the holder of the lock may call it, before
// its own BeginRun: to anybody else a run that is going on looks the same.
func (l *Ledger) AbandonOpenRuns(ctx context.Context) (int, error) {
	result, err := l.db.ExecContext(ctx, "UPDATE run SET state = ?, ended = ?, message = ? WHERE state = ?",
		dubbelkrona.RunAbandoned, stamp{l.now()}, "the process ended without saying how", dubbelkrona.RunStarted)
	if err != nil {
		return 0, fmt.Errorf("runs abandon: %w", err)
	}
	n, err := result.RowsAffected()
	return int(n), err
}
