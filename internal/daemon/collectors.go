package daemon

import (
	"context"
	"fmt"

	"dubbelkrona/internal/config"
	"dubbelkrona/internal/lineage"
	"dubbelkrona/internal/pipeline"
	"dubbelkrona/internal/trace"
)

// Collectors are the OpenTelemetry and OpenLineage servers that runs are reported
// to. Each is opened once for its settings, so that a reload keeps those that did
// not change. The zero value has none. Collectors are used by one goroutine.
type Collectors struct {
	tracers  map[config.Collector]*trace.Tracer
	emitters map[config.Collector]*lineage.Emitter
}

// Close sends what is queued, and closes all.
func (c *Collectors) Close(ctx context.Context) {
	for _, tracer := range c.tracers {
		tracer.Close(ctx)
	}
	for _, emitter := range c.emitters {
		emitter.Close(ctx)
	}
}

// Use sets the options of a pipeline so that it reports its runs to the collectors
// that its project configures.
func (c *Collectors) Use(ctx context.Context, project *config.Project, o *pipeline.Options) error {
	if c.tracers == nil {
		c.tracers, c.emitters = make(map[config.Collector]*trace.Tracer), make(map[config.Collector]*lineage.Emitter)
	}
	if at := project.Watch.OTLP; at != nil {
		tracer := c.tracers[*at]
		if tracer == nil {
			token, err := at.Token.Optional(project.Root, "watch.otlp.token")
			if err != nil {
				return err
			}
			tracer, err = trace.Open(ctx, trace.Options{Endpoint: at.URL, Token: token, Project: project.Name, Version: o.Generator, Web: o.Web, Now: o.Now, Log: o.Log})
			if err != nil {
				return fmt.Errorf("watch.otlp: %w", err)
			}
			c.tracers[*at] = tracer
		}
		o.Span = tracer.Span
	}
	if at := project.Watch.OpenLineage; at != nil {
		emitter := c.emitters[*at]
		if emitter == nil {
			token, err := at.Token.Optional(project.Root, "watch.openlineage.token")
			if err != nil {
				return err
			}
			emitter, err = lineage.Open(ctx, lineage.Options{URL: at.URL, Token: token, Project: project.Name, Version: o.Generator, Web: o.Web, Log: o.Log})
			if err != nil {
				return fmt.Errorf("watch.openlineage: %w", err)
			}
			c.emitters[*at] = emitter
		}
		o.Lineage = emitter.Tell
	}
	return nil
}
