package reference_test

import (
	"strings"
	"testing"

	"dubbelkrona/internal/reference"
)

func TestMunicipalityCode(t *testing.T) {
	for input, want := range map[string]string{
		"0360":                    "0360",
		"360":                     "0360",
		" 0360 ":                  "0360",
		"Tierp":                   "0360",
		"Tierps kommun":           "0360",
		"TIERPS KOMMUN":           "0360",
		"Malmö":                   "1280",
		"MALMÖ":                   "1280",
		"malmo\u0308":             "1280", // o and a combining diaeresis
		"Malmö kommun":            "1280",
		"Malmö stad":              "1280",
		"Malmö  Stad\u00a0":       "1280",
		"Kommun Malmö":            "1280",
		"Göteborgs Stad":          "1480",
		"Stockholms stad":         "0180",
		"Västerås stad":           "1980", // the name itself ends in s
		"Borås":                   "1490",
		"Upplands Väsby":          "0114",
		"UPPLANDS-BRO":            "0139",
		"Region Gotland":          "0980",
		"Gotlands kommun":         "0980",
		"Håbo":                    "0305",
		"Uddevalla\u200b":         "1485",
		"Helsingborg":             "1283",
		"Hudiksvalls\u00a0kommun": "2184",
	} {
		if got, ok := reference.MunicipalityCode(input); !ok || got != want {
			t.Errorf("MunicipalityCode(%q) = %q, %v, want %q", input, got, ok, want)
		}
	}
}

func TestMunicipalityCodeDoesNotGuess(t *testing.T) {
	for _, input := range []string{"", " ", "0", "0000", "9999", "60", "00360", "12 80", "kommun", "stad", "Malm", "Malmös", "Region Skåne", "Uppsala län", "?"} {
		if got, ok := reference.MunicipalityCode(input); ok || got != "" {
			t.Errorf("MunicipalityCode(%q) = %q, %v, want none", input, got, ok)
		}
	}
}

func TestMunicipalityName(t *testing.T) {
	if name, ok := reference.MunicipalityName("2182"); !ok || name != "Söderhamn" {
		t.Errorf("2182 is %q, %v", name, ok)
	}
	if name, ok := reference.MunicipalityName("360"); ok {
		t.Errorf("360 without its zero is %q", name)
	}
}

func TestMunicipalities(t *testing.T) {
	all := rows(t, "municipality.csv")
	seen := make(map[string]bool)
	regions := make(map[string]bool)
	for _, m := range all {
		code, name := m["code"], m["name"]
		if len(code) != 4 || seen[code] || !strings.HasPrefix(code, m["region_code"]) || len(m["region_code"]) != 2 {
			t.Errorf("row %v", m)
		}
		seen[code] = true
		regions[m["region_code"]] = true
		for _, form := range []string{code, name, strings.ToUpper(name), name + " kommun", name + "s kommun"} {
			if got, ok := reference.MunicipalityCode(form); !ok || got != code {
				t.Errorf("MunicipalityCode(%q) = %q, %v, want %s", form, got, ok, code)
			}
		}
	}
	if len(seen) != 290 || len(regions) != 21 {
		t.Errorf("%d municipalities in %d counties, want 290 in 21", len(seen), len(regions))
	}
}
