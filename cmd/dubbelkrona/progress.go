package main

import (
	"context"
	"io"
	"sync"

	"dubbelkrona/internal/config"
	"dubbelkrona/internal/pipeline"
	"dubbelkrona/internal/session"
	"dubbelkrona/internal/upkeep"
	"dubbelkrona/internal/wording"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"
)

// working does long work on the project. If standard error is a terminal it shows
// the progress meanwhile. The project is nil if it cannot be used.
func working[T any](ctx context.Context, p *program, work func(*pipeline.Pipeline) (T, error)) (project *config.Project, got T, err error) {
	if p.terminal != nil && !p.quiet && term.IsTerminal(int(p.terminal.Fd())) {
		shown := showProgress(ctx, p.terminal)
		p.progress = shown.update
		defer shown.stop()
	}
	project, pipe, err := p.load(ctx, false)
	if err != nil {
		return nil, got, err
	}
	got, err = work(pipe)
	return project, got, err
}

// kept is working with the project's Keeper.
func kept[T any](ctx context.Context, p *program, work func(*upkeep.Keeper) (T, error)) (*config.Project, T, error) {
	return working(ctx, p, func(pipe *pipeline.Pipeline) (T, error) { return work(keeper(pipe)) })
}

// progressLine is a line on a terminal that shows what a run is doing. Its methods
// may be called from several goroutines.
type progressLine struct {
	lines *mpb.Progress
	bar   *mpb.Bar
	mu    sync.Mutex
	text  string
}

func showProgress(ctx context.Context, terminal io.Writer) *progressLine {
	l := &progressLine{lines: mpb.NewWithContext(ctx, mpb.WithOutput(terminal), mpb.WithWidth(3))}
	l.bar = l.lines.New(0, mpb.SpinnerStyle(), mpb.BarRemoveOnComplete(), mpb.AppendDecorators(decor.Any(func(decor.Statistics) string {
		l.mu.Lock()
		defer l.mu.Unlock()
		return " " + l.text
	})))
	return l
}

func (l *progressLine) update(at session.Progress) {
	text := string(at.Stage)
	switch at.Stage {
	case session.StageFetch:
		text += " " + at.Source + " " + at.Object + " " + wording.Language("sv").Number(at.Bytes>>10) + " KiB"
	case session.StageRead:
		text += " " + at.Source + " " + at.Object + " " + wording.Language("sv").Number(at.Rows)
	}
	l.mu.Lock()
	l.text = text
	l.mu.Unlock()
}

// stop removes the line.
func (l *progressLine) stop() {
	l.bar.Abort(true)
	l.lines.Wait()
}
