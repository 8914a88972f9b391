package main

import (
	"context"
	"errors"

	"dubbelkrona"
	"dubbelkrona/internal/present"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/session"
)

// noteLacking prints what the double value of the published snapshot lacks, and which
// rows refer to something that does not exist. A
// snapshot that cannot be read, such as one that an earlier version made, is no
// fault of the project.
func noteLacking(ctx context.Context, p *program, project *session.Project) error {
	if p.quiet {
		return nil
	}
	l := project.Language()
	all, checks, err := lacking(ctx, project)
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
	return errors.Join(present.Lacking(p.stdout, l, all), present.Unresolved(p.stdout, l, checks))
}

func lacking(ctx context.Context, project *session.Project) (all dubbelkrona.Lacking, checks []dubbelkrona.CheckResult, err error) {
	snapshot, err := published.OpenKept(ctx, project)
	if err != nil {
		return all, nil, err
	}
	defer func() { err = errors.Join(err, snapshot.Close()) }()
	if all, err = snapshot.Lacking(ctx); err != nil {
		return all, nil, err
	}
	checks, err = snapshot.Checks(ctx)
	return all, checks, err
}
