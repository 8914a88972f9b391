package present

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/wording"
	words "dubbelkrona/metrics/effect/wording"
)

// Effects writes the list of effects.
func Effects(w io.Writer, l wording.Language, all []dubbelkrona.EffectListing) error {
	t := Table{Head: []string{l.Pick("namn", "name"), l.Pick("titel", "title"), "design", l.Pick("primärt utfall", "primary outcome"),
		l.Pick("månader efter start", "months after the start"), l.Pick("utfall av prövningen", "verdicts"), "version", l.Pick("registrerad", "registered"), ""},
		Left: []int{1, 2, 3, 5, 7, 8}}
	for _, e := range all {
		registered := l.Pick("nej", "no")
		if !e.Registered.IsZero() {
			registered = e.Registered.Format(time.DateOnly)
		}
		own := ""
		if !e.BuiltIn {
			own = l.Pick("projektets", "the project's")
		}
		t.Add(e.Name, e.Title, design(l, e.Design), e.PrimaryTitle, event(e.PrimaryBlock), verdicts(l, e.Verdicts), versionOf(l, e), registered, own)
	}
	return t.Write(w)
}

// verdicts writes how many scopes have each verdict: "ej belagd 1, skattad 3".
func verdicts(l wording.Language, count map[string]int) string {
	var parts []string
	for _, verdict := range slices.Sorted(maps.Keys(count)) {
		parts = append(parts, words.Grade(verdict).In(string(l))+" "+l.Number(int64(count[verdict])))
	}
	if len(parts) == 0 {
		return l.Pick("inget än", "none yet")
	}
	return strings.Join(parts, ", ")
}

func versionOf(l wording.Language, e dubbelkrona.EffectListing) string {
	if e.Version == 0 {
		return wording.Unknown
	}
	return fmt.Sprintf(l.Pick("%d av %d", "%d of %d"), e.Version, e.Versions)
}

// EffectRegistration writes what has been registered, and for which scopes it came too
// late.
func EffectRegistration(w io.Writer, l wording.Language, r dubbelkrona.EffectRegistration) error {
	var b strings.Builder
	if r.Anew {
		fmt.Fprintf(&b, l.Pick("Registrerad: %s, version %d, %s\n", "Registered: %s, version %d, %s\n"), r.Name, r.Version, r.Registered.Format(time.RFC3339))
	} else {
		fmt.Fprintf(&b, l.Pick("%s, version %d, är redan registrerad sedan %s; inget ändras.\n", "%s, version %d, has been registered since %s; nothing changes.\n"),
			r.Name, r.Version, r.Registered.Format(time.RFC3339))
	}
	fmt.Fprintf(&b, "  hash: %s\n", r.Hash)
	through := r.Through
	if through == "" {
		through = l.Pick("inga utfall fanns", "there were no outcomes")
	}
	fmt.Fprintf(&b, l.Pick("  senaste utfallsmånad i sjön: %s\n", "  latest outcome month in the lake: %s\n"), through)
	if len(r.Scopes) == 0 {
		fmt.Fprintf(&b, "  %s\n", l.Pick("Ingen deltagare har startat ännu.", "No participant has started yet."))
	}
	for _, s := range r.Scopes {
		registeredScope(&b, l, r.PrimaryUnit, s)
	}
	fmt.Fprintf(&b, "%s\n", l.Pick("Nästa `dubbelkrona run` visar registreringen i resultatet.", "The next `dubbelkrona run` shows the registration in the result."))
	_, err := io.WriteString(w, b.String())
	return err
}

func registeredScope(b *strings.Builder, l wording.Language, unit string, s dubbelkrona.RegisteredScope) {
	text := l.Pick("  %s: förhandsregistrerad; uppföljningen börjar %s, och inga utfall därifrån är kända", "  %s: preregistered; follow-up begins %s, and no outcomes from then on are known")
	if !s.Preregistered {
		text = l.Pick("  %s: INTE förhandsregistrerad; uppföljningen började %s, och utfall är redan kända", "  %s: NOT preregistered; follow-up began %s, and outcomes are known already")
	}
	fmt.Fprintf(b, text, scopeName(s.Scope, s.Name), s.Follows)
	detectable := l.Pick("okänd", "unknown")
	if s.MDE != nil {
		detectable = effectAmount(l, unit, s.MDE) + " " + effectUnit(l, unit)
	}
	fmt.Fprintf(b, l.Pick("; minsta effekt som kan upptäckas: %s\n", "; smallest effect that can be detected: %s\n"), detectable)
}
