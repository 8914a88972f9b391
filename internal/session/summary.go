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
		notes = append(notes, l.Pick("markören låg före klockan; läsningen fortsätter från den senaste inläsningen", "the cursor was ahead of the clock; reading continues from the last commit"))
	}
	if len(r.Gone) > 0 {
		notes = append(notes, fmt.Sprintf(l.Pick("finns inte längre, raderna står kvar: %s", "no longer there, their rows stay: %s"), l.Some(r.Gone)))
	}
	if r.Reread > 0 {
		notes = append(notes, fmt.Sprintf(l.Pick("%s lästes på nytt med samma innehåll, eftersom mappningen eller programmet har ändrats",
			"%s read again with the same content, since the mapping or the program has changed"), l.Objects(r.Reread)))
	}
	if r.Kept > 0 {
		notes = append(notes, fmt.Sprintf(l.Pick("%s behåller rader som lästes med en tidigare mappning eller version, eftersom de inte längre finns att läsa",
			"%s keep rows that were read with an earlier mapping or version, since they are gone and cannot be read again"), l.Objects(r.Kept)))
	}
	if len(r.Moved) > 0 {
		notes = append(notes, fmt.Sprintf(l.Pick("har bytt namn, raderna följde med: %s", "renamed, with their rows: %s"), l.Some(r.Moved)))
	}
	if len(r.Hidden) > 0 {
		notes = append(notes, fmt.Sprintf(l.Pick("förväxlades av en tidigare version med ett annat objekt vars maskerade namn är likadant, lästa nu: %s",
			"confused by an earlier version with another object whose masked name is the same, read now: %s"), l.Some(r.Hidden)))
	}
	if len(r.Unstored) > 0 {
		notes = append(notes, fmt.Sprintf(l.Pick("kolumner som inte längre lagras, eftersom inget tal läser dem; ta bort dem ur mappningen: %s",
			"columns that are no longer stored, since no figure reads them; remove them from the mapping: %s"), l.Some(r.Unstored)))
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
	return fmt.Sprintf(l.Pick("inget finns där källan letar (%s); rätta mönstret eller fråga leverantören",
		"nothing found where the source looks (%s); correct the pattern, or ask the supplier"), where)
}
