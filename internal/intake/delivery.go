package intake

import (
	"context"
	"errors"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/compile"
	"dubbelkrona/internal/lake"
	"dubbelkrona/internal/session"
	"dubbelkrona/transform"

	"golang.org/x/sync/errgroup"
)

// delivery is one object while it is read into the lake.
type delivery struct {
	in      *Intake
	source  *compile.Source
	origin  dubbelkrona.Origin
	pass    *transform.Pass
	writers map[string]*lake.Writer // by table
	issues  *issueLog
	rows    int64            // written so far
	erased  map[string]int64 // rows of erased persons, left out, by table
	tally   tally
}

func newDelivery(in *Intake, src *compile.Source, origin dubbelkrona.Origin) *delivery {
	return &delivery{
		in: in, source: src, origin: origin,
		pass:    src.Plan.Start(origin, transform.Env{Key: in.Key, Now: in.Now(), Erased: in.Erased}),
		writers: make(map[string]*lake.Writer),
		issues:  newIssueLog(in.Lake, origin.Object),
		erased:  make(map[string]int64),
		tally:   make(tally),
	}
}

// read decodes, transforms and writes the object, each stage in a goroutine of
// its own (see the package comment).
func (d *delivery) read(ctx context.Context, object ingest.Object) error {
	group, ctx := errgroup.WithContext(ctx)
	raw := make(chan *dubbelkrona.RawBatch, 1)
	typed := make(chan *dubbelkrona.TypedBatch, 1)
	group.Go(func() error {
		defer close(raw)
		return d.source.Reader.Read(ctx, object, d.origin, func(b *dubbelkrona.RawBatch) error {
			b.Record.Retain()
			return send(ctx, raw, b, b.Record.Release)
		})
	})
	group.Go(func() error {
		defer close(typed)
		return drain(raw, func(b *dubbelkrona.RawBatch) error {
			defer b.Record.Release()
			return d.pass.Batch(b, func(t *dubbelkrona.TypedBatch) error {
				t.Record.Retain()
				return send(ctx, typed, t, t.Record.Release)
			}, d.issue)
		}, func(b *dubbelkrona.RawBatch) { b.Record.Release() })
	})
	group.Go(func() error {
		return drain(typed, d.write, func(t *dubbelkrona.TypedBatch) { t.Record.Release() })
	})
	return group.Wait()
}

// send sends a batch to the next stage, or releases it when ctx is done.
func send[B any](ctx context.Context, to chan<- B, batch B, release func()) error {
	select {
	case to <- batch:
		return nil
	case <-ctx.Done():
		release()
		return context.Cause(ctx)
	}
}

// drain calls work for each batch of a channel. After an error it releases the
// remaining batches, so that the sender is not blocked.
func drain[B any](from <-chan B, work func(B) error, release func(B)) (err error) {
	for batch := range from {
		if err != nil {
			release(batch)
			continue
		}
		err = work(batch)
	}
	return err
}

func (d *delivery) write(batch *dubbelkrona.TypedBatch) error {
	defer batch.Record.Release()
	d.tally.add(batch)
	w, open := d.writers[batch.Table.Name]
	if !open {
		var err error
		if w, err = d.in.Lake.Create(batch.Table); err != nil {
			return projectError{err}
		}
		d.writers[batch.Table.Name] = w
	}
	if err := d.writeKnown(w, batch); err != nil {
		return projectError{err}
	}
	d.rows += batch.Record.NumRows()
	d.in.Tell(session.Progress{Stage: session.StageRead, Source: d.source.Name, Object: d.origin.Object, Rows: d.rows})
	return nil
}

func (d *delivery) issue(i dubbelkrona.Issue) error {
	return ofProject(d.issues.add(i))
}

// finish closes the files and returns their segments, still in the lake's tmp (see
// Intake.place).
func (d *delivery) finish() (segments []dubbelkrona.Segment, err error) {
	if err := d.addErased(); err != nil {
		return nil, err
	}
	writers, err := d.issues.writers()
	if err != nil {
		return nil, err
	}
	// Segments are numbered in this order, which must be the same each time.
	for _, t := range dubbelkrona.Tables() {
		if w, ok := d.writers[t.Name]; ok {
			writers = append(writers, w)
		}
	}
	for _, w := range writers {
		file, err := w.Close()
		if err != nil {
			return nil, err
		}
		segments = append(segments, dubbelkrona.Segment{Table: file.Table.Name, Path: file.Path, Rows: file.Rows, Bytes: file.Bytes, SHA256: file.SHA256})
	}
	return segments, nil
}

// abort removes unfinished files. After finish it does nothing.
func (d *delivery) abort() {
	var errs []error
	for _, w := range d.writers {
		errs = append(errs, w.Abort())
	}
	errs = append(errs, d.issues.abort())
	d.pass.Close()
	if err := errors.Join(errs...); err != nil {
		d.in.Log.Warn("files of a refused object could not be removed; the next run removes them", "error", err.Error())
	}
}
