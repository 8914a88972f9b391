package transform_test

import (
	"strings"
	"testing"

	"dubbelkrona/transform"
)

func TestIsHeading(t *testing.T) {
	for row, want := range map[string]bool{
		"kopare_id;leverantor;belopp":                      true,
		"Personnummer;Förnamn;Efternamn;Adress;Anteckning": true,
		"Kommun;2021;2022;2023":                            true,
		"Avtalets nr;Leverantörens namn;Vad det gäller":    true,
		"kolumn_1;kolumn_2;Belopp i kr":                    true,
		"Pnr;Något annat;Helt okänt":                       true,
		"Helt okänt;Något annat;Vad som helst;Pnr":         false,
		"19121212-1212;Vilhelmina;Prövovägen 17;ordblind":  false,
		"Vilhelmina Testsdotter;Prövovägen;ordblind":       false,
		"K;Malmö;hemlig uppgift":                           false,
		"belopp;4711.50;leverantor":                        false,
		"namn;nn@example.org":                              false,
		"ORA-00942: table or view does not exist":          false,
		"foo;bar": false,
	} {
		if got := transform.IsHeading(strings.Split(row, ";")); got != want {
			t.Errorf("%s: %v", row, got)
		}
	}
	if !transform.IsHeading([]string{"Zyx", "Foo"}, "zyx") {
		t.Error("a name of the mapping is a name")
	}
}
