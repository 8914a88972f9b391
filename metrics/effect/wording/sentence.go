package wording

import (
	"fmt"
	"strings"

	"dubbelkrona"
)

// say returns a sentence in both languages, with the parts put in place of %s.
func say(sv, en string, parts ...dubbelkrona.Label) dubbelkrona.Label {
	inSwedish, inEnglish := make([]any, len(parts)), make([]any, len(parts))
	for i, p := range parts {
		inSwedish[i], inEnglish[i] = p.SV, p.EN
	}
	return dubbelkrona.Label{SV: fmt.Sprintf(sv, inSwedish...), EN: fmt.Sprintf(en, inEnglish...)}
}

// text returns sentences one after the other; empty ones are left out.
func text(sentences ...dubbelkrona.Label) dubbelkrona.Label {
	var sv, en []string
	for _, s := range sentences {
		if s.SV != "" {
			sv, en = append(sv, s.SV), append(en, s.EN)
		}
	}
	return dubbelkrona.Label{SV: strings.Join(sv, " "), EN: strings.Join(en, " ")}
}

// upper returns a text that begins with a capital letter.
func upper(l dubbelkrona.Label) dubbelkrona.Label {
	first := func(s string) string {
		for i, r := range s {
			return strings.ToUpper(string(r)) + s[i+len(string(r)):]
		}
		return s
	}
	return dubbelkrona.Label{SV: first(l.SV), EN: first(l.EN)}
}
