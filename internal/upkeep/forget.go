package upkeep

import (
	"context"
	"path/filepath"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/session"
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
	Report *session.Report
	// Rows were dropped or, if a sole trader's token stood in them, changed.
	Rows  int64
	Files int
	// Searched is the proof: what was searched afterwards, and what was found.
	Searched Searched
}

// Forget erases persons: from every segment ever committed, snapshots, builds
// and what is published, all at once in the ledger and then in each place.
// Later deliveries leave them out. Whatever was found, it ends with a search of
// every byte that is kept; one who is still found is an Internal error. It may
// be repeated; a Forget that was killed is finished by the next run, and
// repeated to have it proved.
func (k *Keeper) Forget(ctx context.Context, who Forgetting) (f Forgotten, err error) {
	f.Report, err = k.project.RunAlone(ctx, "forget", func(ctx context.Context, s *session.Session) error {
		if err := s.LoadKey(ctx); err != nil {
			return err
		}
		traces, err := tracesOf(who, s.Key, s.Now())
		if err != nil {
			return err
		}
		e := erasure{rewriting: k.rewriting(s), done: &f, traces: traces}
		withdrawn := e.erase(ctx)
		if withdrawn != nil && dubbelkrona.KindOf(withdrawn) != dubbelkrona.Blocked {
			return withdrawn
		}
		if err := e.prove(ctx); err != nil {
			return err
		}
		return withdrawn
	})
	return f, err
}

// erasure is one forgetting.
type erasure struct {
	rewriting
	done   *Forgotten
	traces transform.Traces
}

// tracesOf are what the key and the data say of the persons.
func tracesOf(who Forgetting, key transform.Key, now time.Time) (all transform.Traces, err error) {
	for _, kind := range []struct {
		texts []string
		read  func(string) (transform.Traces, error)
	}{
		{who.Numbers, func(text string) (transform.Traces, error) { return key.Traces(text, now) }},
		{who.OtherIDs, key.OtherTraces},
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

func (e *erasure) erase(ctx context.Context) error {
	files, err := e.Files(ctx)
	if err != nil {
		return err
	}
	changes, rows, err := e.edit(ctx, files, eraser(e.traces))
	if err != nil {
		return err
	}
	e.done.Rows, e.done.Files = rows, len(changes)
	r := ledger.Rewriting{RunID: e.Report.Run.ID, Operation: "forget", Rows: rows, Changes: changes, Erased: e.Key.Marks(e.traces)}
	if rows == 0 {
		return e.Ledger.Rewrite(ctx, r) // nothing to build anew
	}
	return e.commit(ctx, r)
}

// prove searches all that is kept. Who is not in the lake may still be in
// a snapshot that was kept from before: then the snapshots are made anew.
func (e *erasure) prove(ctx context.Context) (err error) {
	needles := NewNeedles(e.traces.Persons, e.traces.Tokens, e.traces.Numbers)
	if e.done.Searched, err = e.search(ctx, needles); err != nil {
		return err
	}
	if len(e.done.Searched.Found) > 0 && e.done.Rows == 0 {
		err := e.commit(ctx, ledger.Rewriting{Operation: "forget"})
		if err != nil && dubbelkrona.KindOf(err) != dubbelkrona.Blocked {
			return err
		}
		if e.done.Searched, err = e.search(ctx, needles); err != nil {
			return err
		}
	}
	if len(e.done.Searched.Found) > 0 {
		return dubbelkrona.Errorf(dubbelkrona.Internal, "still found in %q; remove what is not dubbelkrona's, and run forget again", e.done.Searched.Found)
	}
	return nil
}

// search looks for needles in all that the project keeps and publishes.
func (e *erasure) search(ctx context.Context, n Needles) (Searched, error) {
	return Search(ctx, n, e.Limits(), e.Config.Var(), filepath.Dir(e.Config.Published()))
}

// eraser takes traces out.
func eraser(traces transform.Traces) Erase {
	persons := make(map[Pseudonym]bool, len(traces.Persons))
	for _, p := range traces.Persons {
		persons[p] = true
	}
	replacements := make(map[string]string, len(traces.Tokens))
	for _, t := range traces.Tokens {
		replacements[t] = transform.NewToken()
	}
	e := Erase{Person: func(pseudonym []byte) bool { return persons[Pseudonym(pseudonym)] }}
	if len(replacements) > 0 {
		e.Text = func(text string) string {
			return transform.ReplaceTokens(text, func(token string) string {
				if other, ok := replacements[token]; ok {
					return other
				}
				return token
			})
		}
	}
	return e
}
