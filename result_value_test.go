package dubbelkrona_test

import (
	"math/big"
	"strings"
	"testing"

	"dubbelkrona"
)

func TestParseNumber(t *testing.T) {
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
		got, err := dubbelkrona.ParseNumber(text)
		if err != nil || got.String() != want || got.Valid != (text != "") {
			t.Errorf("ParseNumber(%q) = %q, %v, %v; want %q", text, got.String(), got.Valid, err, want)
		}
	}
	for _, text := range []string{"1.0000001", "10000000000000000000000", "1,5", "1e3", "+1", "--1", ".5", "NaN", " 1", "1.2.3", "-", "1_000"} {
		if got, err := dubbelkrona.ParseNumber(text); err == nil {
			t.Errorf("ParseNumber(%q) = %q, want an error", text, got.String())
		}
	}
}

func TestNewNumber(t *testing.T) {
	for _, tc := range []struct {
		unscaled int64
		scale    int
		want     string
	}{{12345, 2, "123.45"}, {-5, 0, "-5"}, {1230, 7, "0.000123"}, {1, 6, "0.000001"}} {
		got, err := dubbelkrona.NewNumber(big.NewInt(tc.unscaled), tc.scale)
		if err != nil || got.String() != tc.want {
			t.Errorf("NewNumber(%d, %d) = %q, %v; want %q", tc.unscaled, tc.scale, got.String(), err, tc.want)
		}
	}
	if got, err := dubbelkrona.NewNumber(nil, 2); got.Valid || err != nil {
		t.Errorf("NewNumber(nil) = %v, %v; want NULL", got, err)
	}
	wide, _ := new(big.Int).SetString("1"+strings.Repeat("0", 40), 10)
	if _, err := dubbelkrona.NewNumber(wide, 0); err == nil {
		t.Error("41 digits were taken")
	}
}
