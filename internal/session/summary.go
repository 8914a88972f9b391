package session

import (
	"errors"
	"fmt"

	"dubbelkrona"
	"dubbelkrona/internal/wording"
)

// Err returns why a source was not read completely, in a language, sv or en; nil
// if it was. It is Transient if a retry may help.
func (r SourceReport) Err(language string) error {
	if len(r.Failures) == 0 {
		return nil
	}
	worst := r.Failures[0]
	for _, f := range r.Failures {
		if dubbelkrona.KindOf(f.Err) == dubbelkrona.Transient {
			worst = f
			break
		}
	}
	err := errors.New(r.Summary(language))
	return dubbelkrona.Errorf(dubbelkrona.KindOf(worst.Err), "%w", err)
}

// Summary returns one line, in a language, on what was read, what was refused and
// why, and what was missing.
func (r SourceReport) Summary(language string) string {
	l := wording.Language(language)
	text := fmt.Sprintf(l.Pick("%s med %s lästa, %s oförändrade", "%s with %s read, %s unchanged"), l.Objects(r.Objects), l.Rows(r.Rows), l.Number(r.Skipped))
	if r.Rejected > 0 {
		text += fmt.Sprintf(l.Pick(", %s i karantän", ", %s in quarantine"), l.Rows(r.Rejected))
	}
	for _, note := range r.Notes(language) {
		text += "; " + note
	}
	if len(r.Failures) == 0 {
		return text
	}
	text += fmt.Sprintf(l.Pick("; %d nekade: %s", "; %d refused: %s"), len(r.Failures), r.Failures[0])
	if more := len(r.Failures) - 1; more > 0 {
		text += fmt.Sprintf(l.Pick(", och %d till", ", and %d more"), more)
	}
	return text
}

// Notes returns further remarks, one line each, in a language: what was missing,
// and what was read again.
func (r SourceReport) Notes(language string) (notes []string) {
	l := wording.Language(language)
	if r.Nothing {
		notes = append(notes, NothingFound(l, r.Where))
	}
	if r.Rewound {
		notes = append(notes, l.Pick("var läst till en tidpunkt som ligger före klockan; läses vidare från när det skedde", "had been read up to a moment ahead of the clock; it goes on from when that was"))
	}
	if len(r.Gone) > 0 {
		notes = append(notes, fmt.Sprintf(l.Pick("finns inte längre, raderna står kvar: %s", "no longer there, their rows stay: %s"), l.Some(r.Gone)))
	}
	if r.Reread > 0 {
		notes = append(notes, fmt.Sprintf(l.Pick("%s lästes på nytt med samma innehåll, eftersom mappningen eller programmet är ett annat",
			"%s read anew with the same content, since the mapping or the program is another"), l.Objects(r.Reread)))
	}
	if r.Kept > 0 {
		notes = append(notes, fmt.Sprintf(l.Pick("%s behåller rader som lästes med en tidigare mappning eller version, eftersom de inte finns kvar att läsa",
			"%s keep rows that were read under a former mapping or version, since they are no longer there to be read"), l.Objects(r.Kept)))
	}
	if len(r.Moved) > 0 {
		notes = append(notes, fmt.Sprintf(l.Pick("flyttade, raderna följde med: %s", "moved, and their rows with them: %s"), l.Some(r.Moved)))
	}
	if len(r.Hidden) > 0 {
		notes = append(notes, fmt.Sprintf(l.Pick("togs av en tidigare version för ett annat objekt med lika maskerat namn, lästa nu: %s",
			"taken by an earlier version for another object whose name is masked alike, read now: %s"), l.Some(r.Hidden)))
	}
	return notes
}

// String is the object and the reason.
func (f Failure) String() string {
	if f.Object == "" {
		return f.Err.Error()
	}
	return f.Object + ": " + f.Err.Error()
}

// NothingFound returns the message that a source found nothing at its place.
func NothingFound(l wording.Language, where string) string {
	return fmt.Sprintf(l.Pick("inget finns där källan letar (%s); rätta mönstret eller fråga den som levererar",
		"nothing is there where the source looks (%s); correct the pattern, or ask who delivers"), where)
}
