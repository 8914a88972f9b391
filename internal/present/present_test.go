package present

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
)

func TestNumbersAsEachLanguageWritesThem(t *testing.T) {
	for _, tc := range []struct {
		in     string
		places int32
		sv, en string
	}{
		{"1234567.891", 2, "1\u00a0234\u00a0567,89", "1,234,567.89"},
		{"-26884.4", 0, "−26\u00a0884", "−26,884"},
		{"999", 0, "999", "999"},
		{"0.5", 0, "1", "1"},
		{"-0.4", 0, "0", "0"},
		{"1.6616", 2, "1,66", "1.66"},
	} {
		d := decimal.RequireFromString(tc.in)
		if got := Language("sv").Number(d, tc.places); got != tc.sv {
			t.Errorf("sv %s: %q, want %q", tc.in, got, tc.sv)
		}
		if got := Language("en").Number(d, tc.places); got != tc.en {
			t.Errorf("en %s: %q, want %q", tc.in, got, tc.en)
		}
	}
	if got := Language("sv").Nullable(decimal.NullDecimal{}, 2); got != "–" {
		t.Errorf("NULL is %q", got)
	}
	if got := Language("sv").Percent(decimal.NewNullDecimal(decimal.RequireFromString("0.0892"))); got != "9\u00a0%" {
		t.Errorf("percent is %q", got)
	}
}

func TestTableAlignsByCharacters(t *testing.T) {
	table := Table{Head: []string{"Kommun", "DV", "Varning"}, Left: []int{2}}
	table.Add("Söderhamn", "1,66", "x")
	table.Add("Å", "10,00", "")
	var b strings.Builder
	if _, err := table.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	want := "Kommun        DV  Varning\n─────────  ─────  ───────\nSöderhamn   1,66  x\nÅ          10,00\n"
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}
