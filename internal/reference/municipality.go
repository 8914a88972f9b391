package reference

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"unicode"
)

// register is the list of municipalities, indexed both ways.
type register struct {
	names map[string]string // code to name
	codes map[string]string // folded name to code
}

// municipalities reads municipality.csv the first time somebody asks.
var municipalities = sync.OnceValue(func() register {
	r, err := readMunicipalities()
	if err != nil {
		// The file is part of the program and its test reads it: this can
		// only be a broken build.
		panic(err)
	}
	return r
})

func readMunicipalities() (register, error) {
	r := register{names: make(map[string]string, 290), codes: make(map[string]string, 290)}
	data, err := files.ReadFile("municipality.csv")
	if err != nil {
		return r, fmt.Errorf("municipalities read: %w", err)
	}
	lines := bytes.Split(bytes.TrimSuffix(data, []byte("\n")), []byte("\n"))
	for i, line := range lines[1:] {
		// No name has a comma or a quote, so a full CSV reader is not needed.
		cells := strings.Split(string(line), ",")
		if len(cells) != 3 {
			return r, fmt.Errorf("municipalities read: line %d has %d cells, not 3", i+2, len(cells))
		}
		r.names[cells[0]] = cells[1]
		r.codes[fold(cells[1])] = cells[0]
	}
	return r, nil
}

// MunicipalityCode finds the four-digit kommunkod of a code or a name as
// people write them: "0360", "360", "Malmö", "MALMÖ", "Malmö kommun", "Malmö
// stad", "Göteborgs Stad", "Region Gotland". It never guesses from a
// resemblance: what is not exactly one of the 290 municipalities is not found.
func MunicipalityCode(nameOrCode string) (code string, ok bool) {
	r := municipalities()
	s := strings.TrimSpace(nameOrCode)
	if digits(s) {
		if len(s) == 3 {
			s = "0" + s
		}
		_, ok = r.names[s]
		if !ok {
			return "", false
		}
		return s, true
	}
	for _, form := range forms(fold(s)) {
		if code, ok = r.codes[form]; ok {
			return code, true
		}
	}
	return "", false
}

// MunicipalityName is the name of a municipality without the word kommun, in
// the nominative: "Malmö" for "1280". The code must have its four digits.
func MunicipalityName(code string) (name string, ok bool) {
	name, ok = municipalities().names[code]
	return name, ok
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// fold makes names comparable: lower case, one space between words, a letter
// with its diacritic as one rune however it was typed.
func fold(s string) string {
	s = composed.Replace(strings.ToLower(s))
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		// A no-break space is a space to Unicode; a zero-width one is not.
		return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff'
	}), " ")
}

// composed puts letters typed as a base and a combining mark together. Swedish
// municipalities need no others than these.
var composed = strings.NewReplacer("a\u030a", "å", "a\u0308", "ä", "o\u0308", "ö", "e\u0301", "é")

// forms are the names that a folded text may stand for, the text itself
// first: municipalities call themselves kommun, stad or region, and put their
// name in the genitive before it.
func forms(name string) []string {
	found := []string{name}
	for _, title := range []string{"kommun", "stad"} {
		bare, ok := strings.CutSuffix(name, " "+title)
		if !ok {
			bare, ok = strings.CutPrefix(name, title+" ")
		}
		if !ok {
			continue
		}
		found = append(found, bare)
		if stem, genitive := strings.CutSuffix(bare, "s"); genitive {
			found = append(found, stem)
		}
	}
	// Gotland alone is a municipality that calls itself a region.
	if name == "region gotland" {
		found = append(found, "gotland")
	}
	return found
}
