package config

import (
	"strings"
	"testing"
)

// A catalogue is complete, or each of its faults is reported.
func TestCatalogue(t *testing.T) {
	const good = `publisher: {name: Tierps kommun, uri: "https://www.tierp.se/id/kommun"}
    contact: {name: Öppna data, email: oppnadata@tierp.se}
    licence: http://creativecommons.org/publicdomain/zero/1.0/
    base_url: https://data.tierp.se/inkop`
	for name, tc := range map[string]struct{ from, to, want string }{
		"good":            {"", "", ""},
		"no publisher":    {"name: Tierps kommun, ", "", "publish.catalogue.publisher.name is missing"},
		"kind":            {"Tierps kommun, ", "Tierps kommun, kind: Kommun, ", `"Kommun" is none of LocalAuthority, RegionalAuthority`},
		"no contact":      {"name: Öppna data, ", "", "publish.catalogue.contact.name is missing"},
		"address":         {"oppnadata@tierp.se", "Data <oppnadata@tierp.se>", "contact.email"},
		"relative":        {"https://data.tierp.se/inkop", "/inkop", "publish.catalogue.base_url"},
		"not an address":  {"http://creativecommons.org/publicdomain/zero/1.0/", "CC0", "publish.catalogue.licence"},
		"with a password": {"https://data.tierp.se/inkop", "https://u:p@data.tierp.se/inkop", "publish.catalogue.base_url"},
		"unknown key":     {"licence:", "license:", `unknown key "license"`},
	} {
		p, faults := load(t, "project: p\npublish:\n  catalogue:\n    "+strings.Replace(good, tc.from, tc.to, 1)+"\n")
		if tc.want == "" {
			if faults != nil || p.Publish.Catalogue.BaseURL != "https://data.tierp.se/inkop/" || p.Publish.Catalogue.Publisher.Kind != "LocalAuthority" {
				t.Errorf("%s: %q, %+v", name, faults, p.Publish.Catalogue)
			}
			continue
		}
		if !strings.Contains(strings.Join(faults, "\n"), tc.want) {
			t.Errorf("%s: %q, want one with %q", name, faults, tc.want)
		}
	}
	if p, faults := load(t, "project: p\n"); faults != nil || p.Publish.Catalogue != nil {
		t.Errorf("without a catalogue: %q", faults)
	}
}
