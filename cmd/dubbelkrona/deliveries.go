package main

import (
	"fmt"
	"io"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/arrival"
	"dubbelkrona/internal/pipeline"
	"dubbelkrona/internal/wording"
)

// acceptanceJSON is an acceptance as `status --json` prints it.
type acceptanceJSON struct {
	Source string    `json:"source"`
	Object string    `json:"object"`
	SHA256 string    `json:"sha256"`
	Reason string    `json:"reason"`
	User   string    `json:"user"`
	At     time.Time `json:"at"`
	Taken  bool      `json:"taken"` // it has been read since
}

func jsonAcceptances(s pipeline.Status) []acceptanceJSON {
	all := []acceptanceJSON{}
	for _, a := range s.Acceptances {
		all = append(all, acceptanceJSON{a.Source, a.Object, a.SHA256, a.Reason, a.User, a.At.UTC(), a.Taken})
	}
	return all
}

// printDeliveries prints what is held back, what is gone, and what was accepted.
func printDeliveries(w io.Writer, l wording.Language, s pipeline.Status) {
	for _, f := range s.Sources {
		for _, h := range f.Held {
			fmt.Fprintf(w, l.Pick("Hålls tillbaka sedan %s: %s %s (%s)\n", "Held back since %s: %s %s (%s)\n"), stamped(h.Since), h.Source, dubbelkrona.Printable(h.Object),
				arrival.Changes(string(l), h))
		}
		for _, m := range f.Gone {
			fmt.Fprintf(w, l.Pick("Finns inte längre sedan %s, raderna står kvar: %s %s\n", "No longer there since %s, its rows are kept: %s %s\n"),
				stamped(m.Since), m.Source, dubbelkrona.Printable(m.Object))
		}
	}
	for _, a := range s.Acceptances {
		state := l.Pick("läses in vid nästa körning", "the next run reads it")
		if a.Taken {
			state = l.Pick("inläst", "read")
		}
		fmt.Fprintf(w, l.Pick("Godtaget %s av %s: %s %s (%s): %s\n", "Accepted %s by %s: %s %s (%s): %s\n"), stamped(a.At), a.User, a.Source, dubbelkrona.Printable(a.Object), state, dubbelkrona.Printable(a.Reason))
	}
}
