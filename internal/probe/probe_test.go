package probe

import (
	"reflect"
	"testing"
)

func TestColumnShape(t *testing.T) {
	for want, cells := range map[Shape][]string{
		Empty:        {"", " "},
		Number:       {"1 200,50", "-3", "(4)", "−12", "1.5", "1", "2", "3", "4", ""},
		Date:         {"2026-06-01", "2026-06", "2026-06-01T00:00:00Z"},
		Organisation: {"212000-1355", "5560360793", "SE556036079301"},
		Text:         {"Flytt", "1", "2"},
	} {
		var c Column
		for _, cell := range cells {
			c.look(cell)
		}
		if c.Shape() != want {
			t.Errorf("%q: %s, want %s", cells, c.Shape(), want)
		}
	}
}

func TestRankPrefersTheProfileThatUsesMostOfTheFile(t *testing.T) {
	fits := []Fit{{Profile: "few", Read: 10, Filled: 2}, {Profile: "rejects", Read: 10, Rejected: 9, Filled: 9}, {Profile: "most", Read: 10, Filled: 8}}
	rank(fits)
	if fits[0].Profile != "most" || fits[1].Profile != "few" {
		t.Errorf("%+v", fits)
	}
}

func TestGuessNamesMissingColumns(t *testing.T) {
	g := guess([]Column{{Name: "BELOPP"}, {Name: "leverantör"}, {Name: "Färg"}})
	if g == nil || g.Table != "spend" || !reflect.DeepEqual(g.Columns, map[string]string{"amount": "BELOPP", "supplier_name": "leverantör"}) {
		t.Fatalf("%+v", g)
	}
}

func TestQuotedColumnNamesAreYAML(t *testing.T) {
	for name, want := range map[string]string{"Kön": "Kön", "no": "'no'", "a: b": "'a: b'", "it's": "'it''s'", "12": "'12'", "x # y": "'x # y'"} {
		if got := quoted(name); got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
}
