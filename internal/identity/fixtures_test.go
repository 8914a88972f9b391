package identity

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// day is the reference day of the tests.
var day = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

// fixture decodes one file of the public test numbers, or skips the test.
func fixture(t testing.TB, name string, into any) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "fixtures", "identifiers", filepath.FromSlash(name)))
	if err != nil {
		t.Skip("the public test numbers are not here: " + name)
	}
	if err := json.Unmarshal(b, into); err != nil {
		t.Fatal(err)
	}
}

type listed struct {
	Long      string `json:"long_format"`
	Short     string `json:"short_format"`
	Separated string `json:"separated_format"`
	SepLong   string `json:"separated_long"`
	Valid     bool
	Type      string
	IsMale    bool `json:"isMale"`
}

func (l listed) forms() []string {
	var forms []string
	for _, f := range []string{l.Long, l.Short, l.Separated, l.SepLong} {
		if f != "" {
			forms = append(forms, f)
		}
	}
	return forms
}

func TestListsOfPersons(t *testing.T) {
	kinds := map[string]Kind{"ssn": Personal, "con": Coordination, "interim": Interim}
	for _, file := range []string{"list", "interim", "orgnumber"} {
		var list []listed
		fixture(t, "personnummer/"+file+".json", &list)
		for _, l := range list {
			for _, form := range l.forms() {
				p, ok := ParsePerson(form, day)
				if ok != l.Valid {
					t.Errorf("%s %q: valid %v, listed %v", file, form, ok, l.Valid)
				}
				if !ok {
					continue
				}
				// Ten digits without a plus are never read as a person over a hundred.
				if want := l.Long; p.Number != want && (form != l.Short || p.Number[2:] != want[2:]) {
					t.Errorf("%q is %s, listed %s", form, p.Number, want)
				}
				if p.Kind != kinds[l.Type] || (p.Sex == "M") != l.IsMale {
					t.Errorf("%q is %v %s, listed %s male %v", form, p.Kind, p.Sex, l.Type, l.IsMale)
				}
				if masked, n := Mask("nr " + form + "."); n != 1 || masked != "nr "+Mark+"." {
					t.Errorf("mask of %q: %q", form, masked)
				}
			}
		}
	}
}

func TestStructuredList(t *testing.T) {
	var texts map[string]struct {
		String map[string][]string
	}
	fixture(t, "personnummer/structured.json", &texts)
	for group, forms := range texts {
		for verdict, list := range forms.String {
			for _, s := range list {
				if _, ok := ParsePerson(s, day); ok != (verdict == "valid") {
					t.Errorf("%s %q: valid %v, listed %s", group, s, ok, verdict)
				}
			}
		}
	}
}

func TestListOfOrganisations(t *testing.T) {
	var list []struct {
		Input, Type string
		Long        string `json:"long_format"`
		Short       string `json:"short_format"`
		VAT         string `json:"vat_number"`
		Valid       bool
	}
	fixture(t, "organisationsnummer/list.json", &list)
	for _, l := range list {
		for _, form := range []string{l.Input, l.Long, l.Short, l.VAT} {
			no, org := ParseOrg(form)
			p, person := ParsePerson(form, day)
			switch trader := l.Type == "Enskild firma"; {
			case org != (l.Valid && !trader) || person != (l.Valid && trader):
				t.Errorf("%q: organisation %v, person %v; listed valid %v as %s", form, org, person, l.Valid, l.Type)
			case org && no != l.Short:
				t.Errorf("%q is %s, listed %s", form, no, l.Short)
			case person && p.Number[2:] != l.Short:
				t.Errorf("%q is not the listed %s", form, l.Short)
			case Contains("org "+form) != trader:
				t.Errorf("%q as %s: contains %v", form, l.Type, Contains(form))
			}
		}
	}
}

// All published test numbers are parsed, and each is masked in every notation
// and between many kinds of surrounding text.
func TestEveryTestNumber(t *testing.T) {
	for file, kind := range map[string]Kind{"allPins": Personal, "allCoords": Coordination} {
		var list []string
		fixture(t, "personnummer/"+file+".json", &list)
		if want := map[Kind]int{Personal: 41129, Coordination: 2264}[kind]; len(list) != want {
			t.Fatalf("%s has %d numbers, want %d", file, len(list), want)
		}
		for _, n := range list {
			p, ok := ParsePerson(n, day)
			if !ok || p.Number != n || p.Kind != kind {
				t.Fatalf("%s is not accepted as %v", n, kind)
			}
			for _, form := range written(n) {
				for _, around := range surroundings {
					text := strings.Replace(around, "#", form, 1)
					if masked, hits := Mask(text); hits != 1 || !strings.Contains(masked, Mark) || strings.Contains(masked, n[8:]) {
						t.Fatalf("%q became %q", text, masked)
					}
				}
			}
		}
	}
}

// written returns the number n of twelve digits in the notations that people use.
func written(n string) []string {
	forms := []string{n, n[2:]}
	for _, sep := range []string{"-", "+", " ", "–", "−", "\u00a0", "\u2011", " - ", "- ", "/", "."} {
		forms = append(forms, n[:8]+sep+n[8:], n[2:8]+sep+n[8:])
	}
	return append(forms, n[:4]+"-"+n[4:6]+"-"+n[6:8]+"-"+n[8:], n[:4]+"-"+n[4:6]+"-"+n[6:8]+" "+n[8:])
}

var surroundings = []string{"#", "pnr#", "Ringde # i dag", "(#)", "nr:#,", "åäö#åäö", "x\u00a0#\n", "<td>#</td>", "_#_", "a=#&b"}
