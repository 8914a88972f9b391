package main

import (
	"fmt"

	"dubbelkrona/internal/config"
	"dubbelkrona/internal/present"
	"dubbelkrona/internal/session"
)

// summary converts the report of a run to what the terminal shows.
func summary(project *config.Project, r *session.Report) present.Run {
	out := present.Run{
		State: string(r.Run.State), Objects: r.Run.Objects, Skipped: r.Run.Skipped, Rows: r.Run.Rows, Rejected: r.Run.Rejected,
		Faults: r.Faults, Checks: r.Checks, Snapshot: r.Snapshot, Built: r.Built, Fresh: r.Fresh, Compared: r.Compared, Differs: r.Differs, Exports: r.Exports, Steering: r.Steering,
	}
	if r.Snapshot != "" {
		out.Published = project.Shown("publish/impact.duckdb")
	}
	if d := r.Database; d != nil {
		out.Database, out.DatabaseWritten = d.Where, d.Written
		if d.Err != nil {
			out.DatabaseFault = d.Err.Error()
		}
	}
	if r.HeldBack != "" {
		out.Notes = append(out.Notes, fmt.Sprintf(language(project).Pick("ögonblicksbild %s är publicerad i stället för %s efter en återgång; `dubbelkrona publish` går framåt igen, liksom nya leveranser och ändrade definitioner",
			"snapshot %s is published instead of %s after a rollback; `dubbelkrona publish` goes forward again, and so do new deliveries and changed definitions"), r.Snapshot, r.HeldBack))
	}
	if r.Suppressed+r.Frozen > 0 {
		out.Notes = append(out.Notes, fmt.Sprintf(language(project).Pick("få personer: %d grupper lämnas inte ut, och %d står kvar som de senast lämnades ut",
			"few persons: %d groups are not released, and %d stay as they were last released"), r.Suppressed, r.Frozen))
	}
	for _, s := range r.Sources {
		if s.Synthetic {
			out.Synthetic = append(out.Synthetic, s.Name)
		}
		for _, note := range s.Notes(project.Language) {
			out.Notes = append(out.Notes, s.Name+": "+note)
		}
		for _, f := range s.Failures {
			out.Refused = append(out.Refused, present.Refusal{Source: s.Name, Object: f.Object, Reason: f.Err.Error()})
		}
	}
	return out
}
