package pipeline

import (
	"context"

	"dubbelkrona"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/upkeep"
	"dubbelkrona/transform"
)

// Forgetting names the persons to be erased.
type Forgetting struct {
	// Numbers are identity numbers, in any way of writing them.
	Numbers []string
	// OtherIDs are numbers of a source's own, of sources that map them as
	// other_id.
	OtherIDs []string
	// Pseudonyms are pseudonyms or sole traders' tokens as the data has them.
	Pseudonyms []string
}

// Forgotten is what Forget did.
type Forgotten struct {
	Report *Report
	// Rows went or, where a sole trader's token stood in them, changed.
	Rows  int64
	Files int
	// Searched is the proof: what was searched afterwards, and what was found.
	Searched upkeep.Searched
}

// Forget erases persons: from every segment ever committed, snapshots, builds
// and what is published, all at once in the ledger and then in each place.
// Later deliveries leave them out. Whatever was found, it ends with a search of
// every byte that is kept; one who is still found is an Internal error. It may
// be repeated; a Forget that was killed is finished by the next run, and
// repeated to have it proved.
func (p *Pipeline) Forget(ctx context.Context, who Forgetting) (f Forgotten, err error) {
	f.Report, err = p.alone(ctx, "forget", func(ctx context.Context, s *session) error {
		if err := s.loadKey(ctx); err != nil {
			return err
		}
		traces, err := s.traces(who)
		if err != nil {
			return err
		}
		withdrawn := s.erase(ctx, traces, &f)
		if withdrawn != nil && dubbelkrona.KindOf(withdrawn) != dubbelkrona.Blocked {
			return withdrawn
		}
		if err := s.prove(ctx, traces, &f); err != nil {
			return err
		}
		return withdrawn
	})
	return f, err
}

// traces are what the key and the data say of the persons.
func (s *session) traces(who Forgetting) (all transform.Traces, err error) {
	for _, kind := range []struct {
		texts []string
		read  func(string) (transform.Traces, error)
	}{
		{who.Numbers, func(text string) (transform.Traces, error) { return s.key.Traces(text, s.options.Now()) }},
		{who.OtherIDs, s.key.OtherTraces},
		{who.Pseudonyms, transform.ParseTrace},
	} {
		for i, text := range kind.texts {
			one, err := kind.read(text)
			if err != nil {
				return all, dubbelkrona.Errorf(dubbelkrona.Invalid, "person %d: %w", i+1, err)
			}
			all.Persons = append(all.Persons, one.Persons...)
			all.Tokens = append(all.Tokens, one.Tokens...)
			all.Numbers = append(all.Numbers, one.Numbers...)
		}
	}
	if len(all.Persons)+len(all.Tokens) == 0 {
		return all, dubbelkrona.Errorf(dubbelkrona.Invalid, "nobody is named")
	}
	return all, nil
}

func (s *session) erase(ctx context.Context, traces transform.Traces, f *Forgotten) error {
	files, err := s.files(ctx)
	if err != nil {
		return err
	}
	changes, rows, err := s.rewrite(ctx, files, eraser(traces))
	if err != nil {
		return err
	}
	f.Rows, f.Files = rows, len(changes)
	r := ledger.Rewriting{RunID: s.report.Run.ID, Operation: "forget", Rows: rows, Changes: changes, Erased: s.key.Marks(traces)}
	if rows == 0 {
		return s.ledger.Rewrite(ctx, r) // nothing to build anew
	}
	return s.takeOut(ctx, r)
}

// prove searches all that is kept. Who is not in the lake may still be in
// a snapshot that was kept from before: then the snapshots are made anew.
func (s *session) prove(ctx context.Context, traces transform.Traces, f *Forgotten) (err error) {
	needles := upkeep.NewNeedles(traces.Persons, traces.Tokens, traces.Numbers)
	if f.Searched, err = s.search(ctx, needles); err != nil {
		return err
	}
	if len(f.Searched.Found) > 0 && f.Rows == 0 {
		err := s.takeOut(ctx, ledger.Rewriting{Operation: "forget"})
		if err != nil && dubbelkrona.KindOf(err) != dubbelkrona.Blocked {
			return err
		}
		if f.Searched, err = s.search(ctx, needles); err != nil {
			return err
		}
	}
	if len(f.Searched.Found) > 0 {
		return dubbelkrona.Errorf(dubbelkrona.Internal, "still found in %q; remove what is not dubbelkrona's, and run forget again", f.Searched.Found)
	}
	return nil
}

// eraser takes traces out.
func eraser(traces transform.Traces) upkeep.Erase {
	persons := make(map[upkeep.Pseudonym]bool, len(traces.Persons))
	for _, p := range traces.Persons {
		persons[p] = true
	}
	strangers := make(map[string]string, len(traces.Tokens))
	for _, t := range traces.Tokens {
		strangers[t] = transform.NewToken()
	}
	e := upkeep.Erase{Person: func(pseudonym []byte) bool { return persons[upkeep.Pseudonym(pseudonym)] }}
	if len(strangers) > 0 {
		e.Text = func(text string) string {
			return transform.ReplaceTokens(text, func(token string) string {
				if stranger, ok := strangers[token]; ok {
					return stranger
				}
				return token
			})
		}
	}
	return e
}
