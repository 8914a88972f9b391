package main

import (
	"context"
	"errors"

	"dubbelkrona"
	"dubbelkrona/internal/present"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/session"
)

// noteLacking prints what the double value of the published snapshot lacks. A
// snapshot that cannot be read, such as one that an earlier version made, is no
// fault of the project.
func noteLacking(ctx context.Context, p *program, project *session.Project) error {
	if p.quiet {
		return nil
	}
	l := project.Language()
	all, err := lacking(ctx, project)
	switch {
	case dubbelkrona.KindOf(err) == dubbelkrona.NotFound:
		p.say("\n%s\n", present.LackingUnknown(l))
		return nil
	case err != nil:
		p.say(l.Pick("\nVad det dubbla värdet saknar kunde inte läsas; det är känt efter nästa körning: %v\n",
			"\nWhat the double value lacks could not be read; it is known after the next run: %v\n"), err)
		return nil
	}
	p.say("\n")
	return present.Lacking(p.stdout, l, all)
}

func lacking(ctx context.Context, project *session.Project) (all dubbelkrona.Lacking, err error) {
	snapshot, err := published.OpenKept(ctx, project)
	if err != nil {
		return all, err
	}
	defer func() { err = errors.Join(err, snapshot.Close()) }()
	return snapshot.Lacking(ctx)
}
