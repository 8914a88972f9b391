package main

import (
	"fmt"
	"io"

	"dubbelkrona"
	"dubbelkrona/internal/wording"
)

// printDeliveries prints what is held back, what is gone, and what was accepted.
func printDeliveries(w io.Writer, l wording.Language, s dubbelkrona.Status) {
	for _, f := range s.Sources {
		for _, h := range f.Held {
			fmt.Fprintf(w, l.Pick("Hålls tillbaka sedan %s: %s %s (%s)\n", "Held back since %s: %s %s (%s)\n"), stamped(h.Since), f.Source, dubbelkrona.Printable(h.Object), h.Changes)
		}
		for _, m := range f.Gone {
			fmt.Fprintf(w, l.Pick("Finns inte längre sedan %s, raderna står kvar: %s %s\n", "No longer there since %s, its rows are kept: %s %s\n"),
				stamped(m.Since), f.Source, dubbelkrona.Printable(m.Object))
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
