package reference

import (
	"bytes"
	"encoding/csv"
	"strings"
	"sync"
	"unicode"
)

// register is the list of municipalities, indexed both ways.
type register struct {
	names map[string]string // code to name
	codes map[string]string // folded name to code
}

// municipalities parses municipality.csv on first use.
var municipalities = sync.OnceValue(func() register {
	r, err := readMunicipalities()
	if err != nil {
		// The file is embedded and tested, so this cannot happen in a working
		// build.
		panic(err)
	}
	return r
})

func readMunicipalities() (register, error) {
	r := register{names: make(map[string]string, 290), codes: make(map[string]string, 290)}
	data, err := files.ReadFile("municipality.csv")
	if err != nil {
		return r, err
	}
	lines, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		return r, err
	}
	for _, cells := range lines[1:] {
		r.names[cells[0]] = cells[1]
		r.codes[fold(cells[1])] = cells[0]
	}
	return r, nil
}

// MunicipalityCode returns the four-digit kommunkod for a code or a name in
// common forms: "0360", "360", "Malmö", "MALMÖ", "Malmö kommun", "Malmö stad",
// "Göteborgs Stad", "Region Gotland". Only exact matches of the 290
// municipalities are found.
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

// MunicipalityName returns the name of a municipality without the word kommun,
// in the nominative: "Malmö" for "1280". The code must have four digits.
func MunicipalityName(code string) (name string, ok bool) {
	name, ok = municipalities().names[code]
	return name, ok
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// fold normalises a name: lower case, single spaces, and letters with
// diacritics as one rune.
func fold(s string) string {
	s = composed.Replace(strings.ToLower(s))
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		// Unicode classifies a no-break space as a space, but not a zero-width
		// space.
		return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff'
	}), " ")
}

// composed replaces base letters with combining marks by single runes. Swedish
// municipalities need only these.
var composed = strings.NewReplacer("a\u030a", "å", "a\u0308", "ä", "o\u0308", "ö", "e\u0301", "é")

// forms returns the names that a folded text may mean, the text itself first:
// municipalities call themselves kommun, stad or region, after their name in
// the genitive.
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
	// Only Gotland is a municipality that calls itself a region.
	if name == "region gotland" {
		found = append(found, "gotland")
	}
	return found
}
