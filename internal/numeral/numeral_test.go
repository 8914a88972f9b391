package numeral

import (
	"math/big"
	"strings"
	"testing"
)

func TestAppend(t *testing.T) {
	for number, want := range map[string]string{
		"4600": "4600", "4600.0": "4600", "4600.00": "4600", "3.0000001E7": "30000001", "1.91212121212E11": "191212121212", "2182.0": "2182",
		"1001.0": "1001", "5.599999991E9": "5599999991", "0.1": "0.1", "1234.56": "1234.56", "1234.50": "1234.50", "-12.0": "-12", "-0.0": "0", "0": "0",
		"1299.1199999999999": "1299.1199999999999", "1e3": "1000", "1E+3": "1000", "12345e-2": "123.45", "1.20e1": "12", "5e-5": "0.00005", "-2.5E-3": "-0.0025",
		"007": "007", "1e300": "1e300", "1e-300": "1e-300", "0e9": "0", "10": "10", "100.0": "100", "1.5e1": "15", "9007199254740993": "9007199254740993",
		"abc": "abc", "": "", "1.": "1.", "1e": "1e", "4600,0": "4600,0", "1.2.3": "1.2.3", "1E5x": "1E5x",
	} {
		if got := string(Append([]byte("<"), []byte(number))); got != "<"+want {
			t.Errorf("%s is %s, want %s", number, got[1:], want)
		}
		if got := Text(number); got != want {
			t.Errorf("Text: %s is %s, want %s", number, got, want)
		}
	}
}

// FuzzAppend checks that the text is exactly the same number.
func FuzzAppend(f *testing.F) {
	for _, seed := range []string{"4600.0", "3.0000001E7", "-1e-3", "0.0e5", "00.10e1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, number string) {
		got := Text(number)
		if got == number || strings.ContainsAny(number, "_xXpP/") {
			return
		}
		a, ok := new(big.Rat).SetString(number)
		b, okToo := new(big.Rat).SetString(got)
		if !ok || !okToo || a.Cmp(b) != 0 || strings.ContainsAny(got, "eE") {
			t.Errorf("%s became %s", number, got)
		}
	})
}
