package daemon

import (
	"context"
	"errors"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/pipeline"
	"dubbelkrona/internal/session"
	"dubbelkrona/internal/wording"
	"dubbelkrona/scheduler"
)

// jobsOf returns the configured jobs with the functions that they run.
func jobsOf(project *config.Project, pipe *pipeline.Pipeline) []scheduler.Job {
	jobs := project.Jobs()
	for i, job := range jobs {
		if source, ok := config.SourceOf(job.Name); ok {
			jobs[i].Run = readSource(pipe, source, job.Schedule, project.Language)
		} else {
			jobs[i].Run = publishNight(pipe, project.Language)
		}
	}
	return jobs
}

// readSource returns the function that reads a source for a slot.
func readSource(pipe *pipeline.Pipeline, source string, schedule *scheduler.Schedule, language string) func(context.Context, dubbelkrona.Slot) (scheduler.Outcome, error) {
	return func(ctx context.Context, slot dubbelkrona.Slot) (scheduler.Outcome, error) {
		wall, err := schedule.Wall(slot.Local)
		if err != nil {
			return scheduler.Outcome{}, err
		}
		read := pipe.Ingest
		if slot.Kind == dubbelkrona.SlotBackfill {
			read = pipe.Backfill
		}
		report, err := whenFree(ctx, func() (*session.Report, error) { return read(ctx, source, wall) })
		outcome := scheduler.Outcome{RunID: report.Run.ID}
		if err != nil || len(report.Sources) == 0 {
			return outcome, err
		}
		return readOutcome(outcome, report.Sources[0], language)
	}
}

// readOutcome returns what was read. A transient error fails the slot, so that it is
// tried again. If some objects were read and others refused the outcome is partial.
func readOutcome(outcome scheduler.Outcome, source session.SourceReport, language string) (scheduler.Outcome, error) {
	outcome.Message = source.Summary(language)
	err := source.Err(language)
	if err == nil || dubbelkrona.KindOf(err) == dubbelkrona.Transient || source.Objects+source.Skipped == 0 {
		return outcome, err
	}
	outcome.Partial = true
	return outcome, nil
}

// publishNight returns the function that builds, checks, publishes and exports what
// the sources have delivered.
func publishNight(pipe *pipeline.Pipeline, language string) func(context.Context, dubbelkrona.Slot) (scheduler.Outcome, error) {
	return func(ctx context.Context, _ dubbelkrona.Slot) (scheduler.Outcome, error) {
		report, err := whenFree(ctx, func() (*session.Report, error) { return pipe.Refresh(ctx) })
		outcome := scheduler.Outcome{RunID: report.Run.ID}
		switch {
		case err != nil:
			return outcome, err
		case len(report.Faults) > 0:
			outcome.Partial, outcome.Message = true, report.Run.Message
		case report.Run.State == dubbelkrona.RunPartial:
			outcome.Partial, outcome.Message = true, report.Run.Message
		case !report.Built:
			outcome.Message = wording.Language(language).Pick("inget har ändrats", "nothing has changed")
		default:
			outcome.Message = wording.Language(language).Pick("ögonblicksbild ", "snapshot ") + report.Snapshot
		}
		return outcome, nil
	}
}

// whenFree does work when no other process holds the project's lock: it waits for
// other commands, until ctx ends.
func whenFree(ctx context.Context, work func() (*session.Report, error)) (*session.Report, error) {
	const pause = 10 * time.Second
	for {
		report, err := work()
		if !errors.Is(err, session.ErrLocked) {
			return report, err
		}
		select {
		case <-ctx.Done():
			return report, errors.Join(context.Cause(ctx), err)
		case <-time.After(pause):
		}
	}
}
