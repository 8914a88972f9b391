package wording

import (
	"testing"

	"github.com/shopspring/decimal"
)

func TestDecimalsOfEachLanguage(t *testing.T) {
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
		if got := Language("sv").Decimal(d, tc.places); got != tc.sv {
			t.Errorf("sv %s: %q, want %q", tc.in, got, tc.sv)
		}
		if got := Language("en").Decimal(d, tc.places); got != tc.en {
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
