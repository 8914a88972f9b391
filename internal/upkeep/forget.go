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
	// Numbers are identity numbers, in any notation.
	Numbers []string
	// OtherIDs are identifiers that a source maps as other_id.
	OtherIDs []string
	// Pseudonyms are pseudonyms or sole traders' tokens as they are in the data.
	Pseudonyms []string
}

// Forgotten is the result of Forget.
type Forgotten struct {
	Report *session.Report
	// Rows is the number of rows that were dropped or, if they had a sole
	// trader's token, changed; Files that of the files which had them.
	Rows  int64
	Files int
	// Searched is what was searched afterwards, and what was found.
	Searched Searched
}

// Forget erases persons from every segment ever committed, from snapshots, builds
// and the publication. One ledger transaction replaces all files; then the old
// ones are removed. Later deliveries leave the persons out. At the end every byte
// that is kept is searched; if a person is still found, that is an Internal error.
// Forget may be repeated. If it is killed, the next run finishes the erasure; call
// it again for the search.
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

// erasure is one call of Forget.
type erasure struct {
	rewriting
	done   *Forgotten
	traces transform.Traces
}

// tracesOf returns the pseudonyms, tokens and numbers of the named persons.
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
				return all, dubbelkrona.Invalidf("person %d: %w", i+1, err)
			}
			all.Persons = append(all.Persons, one.Persons...)
			all.Tokens = append(all.Tokens, one.Tokens...)
			all.Numbers = append(all.Numbers, one.Numbers...)
		}
	}
	if len(all.Persons)+len(all.Tokens) == 0 {
		return all, dubbelkrona.Invalidf("no person is named")
	}
	return all, nil
}

func (e *erasure) erase(ctx context.Context) error {
	files, err := e.Files(ctx)
	if err != nil {
		return err
	}
	editor := eraser(e.traces)
	changes, rows, err := e.edit(ctx, files, editor)
	if err != nil {
		return err
	}
	e.done.Rows, e.done.Files = rows, len(changes)
	r := ledger.Rewriting{RunID: e.Report.Run.ID, Operation: "forget", Rows: rows, Changes: changes, Erased: e.Key.Marks(e.traces), Persons: pseudonyms(e.traces), Text: editor.Text}
	if rows == 0 {
		return e.Ledger.Files.Rewrite(ctx, r) // nothing to rebuild
	}
	return e.commit(ctx, r)
}

// prove searches all that is kept. A person who is not in the lake may still be in
// an older snapshot: then snapshots are removed and the publication is rebuilt.
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

// pseudonyms returns the pseudonyms of traces.
func pseudonyms(traces transform.Traces) (all [][]byte) {
	for _, p := range traces.Persons {
		all = append(all, p[:])
	}
	return all
}

// eraser returns the editor that erases traces.
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
