package export_test

import (
	"math/big"
	"strings"
	"testing"

	"dubbelkrona/export"
)

func TestParseDecimal(t *testing.T) {
	for text, want := range map[string]string{
		"":                              "",
		"0":                             "0",
		"-0":                            "0",
		"0.000001":                      "0.000001",
		"-0.1":                          "-0.1",
		"1.500000":                      "1.5",
		"-14250.00":                     "-14250",
		"007.10":                        "7.1",
		"1.50000000":                    "1.5",
		"9999999999999999999999.999999": "9999999999999999999999.999999",
	} {
		got, err := export.ParseDecimal(text)
		if err != nil || got.String() != want || got.Valid != (text != "") {
			t.Errorf("ParseDecimal(%q) = %q, %v, %v; want %q", text, got.String(), got.Valid, err, want)
		}
	}
	for _, text := range []string{"1.0000001", "10000000000000000000000", "1,5", "1e3", "+1", "--1", ".5", "NaN", " 1", "1.2.3", "-", "1_000"} {
		if got, err := export.ParseDecimal(text); err == nil {
			t.Errorf("ParseDecimal(%q) = %q, want an error", text, got.String())
		}
	}
}

func TestNewDecimal(t *testing.T) {
	for _, tc := range []struct {
		unscaled int64
		scale    int
		want     string
	}{{12345, 2, "123.45"}, {-5, 0, "-5"}, {1230, 7, "0.000123"}, {1, 6, "0.000001"}} {
		got, err := export.NewDecimal(big.NewInt(tc.unscaled), tc.scale)
		if err != nil || got.String() != tc.want {
			t.Errorf("NewDecimal(%d, %d) = %q, %v; want %q", tc.unscaled, tc.scale, got.String(), err, tc.want)
		}
	}
	if got, err := export.NewDecimal(nil, 2); got.Valid || err != nil {
		t.Errorf("NewDecimal(nil) = %v, %v; want NULL", got, err)
	}
	wide, _ := new(big.Int).SetString("1"+strings.Repeat("0", 40), 10)
	if _, err := export.NewDecimal(wide, 0); err == nil {
		t.Error("41 digits were taken")
	}
}
