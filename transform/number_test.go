package transform

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
)

func moneyFormat() numberFormat { return numberFormat{scale: 2, limit: maxDecimal, units: true} }
func rateFormat() numberFormat {
	return numberFormat{scale: 6, limit: maxDecimal, units: true, rounds: true, percent: true}
}

// written returns the value of a cell as decimal text, or the rule that refused it.
func (f numberFormat) written(cell string) string {
	v, why := f.parse(cell)
	if why != "" {
		return string(why)
	}
	return decimal.New(v, int32(-f.scale)).StringFixed(int32(f.scale))
}

func TestMoney(t *testing.T) {
	for cell, want := range map[string]string{
		"136.98": "136.98", "136,98": "136.98", "0": "0.00", "-14250.00": "-14250.00", "007": "7.00", "1": "1.00", "+5,5": "5.50",
		// Thousands.
		"1 234 567,89": "1234567.89", "1\u00a0234\u00a0567,89": "1234567.89", "1\u202f234": "1234.00", "1\u2009234,5": "1234.50",
		"1.234.567,89": "1234567.89", "1,234,567.89": "1234567.89", "1.234.567": "1234567.00", "1'234.50": "1234.50", "1 234.50": "1234.50",
		"4.000": "number.ambiguous", "4,000": "number.ambiguous", "12.345": "number.ambiguous", "0.125": "number.precision", "3285.000": "3285.00",
		"12 34": "number.grouping", "1234 567": "number.grouping", "1 234 5": "number.grouping", "1.234,567.8": "number.grouping",
		"1 234.567,89": "number.grouping", "149 280": "149280.00",
		// Minus.
		"\u2212100": "-100.00", "–100": "-100.00", "100-": "-100.00", "100\u2212": "-100.00", "(100)": "-100.00", "( 1 234,50 )": "-1234.50",
		"- 100": "-100.00", "-100-": "number.invalid", "(-100)": "number.invalid", "(100": "number.invalid", "--1": "number.invalid", "-0": "0.00",
		// Units.
		"1 200 kr": "1200.00", "1200 SEK": "1200.00", "SEK 1200": "1200.00", "kr 5": "5.00", "1 200:-": "1200.00", "1200,-": "1200.00", "12 kr.": "12.00",
		"1,5 tkr": "1500.00", "2 tsek": "2000.00", "1,25 mkr": "1250000.00", "3 mnkr": "3000000.00", "4 MSEK": "4000000.00", "0,5 mdr": "500000000.00",
		"-3 tkr": "-3000.00", "(3 tkr)": "-3000.00", "12 %": "number.invalid", "12 EUR": "number.invalid", "kr": "number.invalid",
		// Spreadsheets' floats.
		"1299.1199999999999": "1299.12", "1299,1199999999999": "1299.12", "0.30000000000000004": "0.30", "-1299.1199999999999": "-1299.12",
		"1299.1250000000000": "number.precision", "1299.125": "number.precision", "33333.333333333336": "number.precision", "1.2999E+3": "number.scientific", "1,23457E+06": "number.scientific", "-1E+06": "number.scientific", "1.23456789000000E+6": "1234567.89", "0,00E+00": "0.00",
		"5.0000000000000003E-2": "0.05", "1299.11999999": "number.precision", "9.9999999999999995E-3": "0.01",
		// Limits.
		"9999999999999999.99": "9999999999999999.99", "10000000000000000": "number.overflow", "-9999999999999999,99": "-9999999999999999.99",
		"99999999999999999999999999999999999999999999": "number.overflow", "1E+40": "number.scientific", "1.00000000000000001E+40": "number.overflow", "10000000 mdr": "number.overflow",
		// No numbers.
		"abc": "number.invalid", "1a": "number.invalid", "1.": "number.invalid", ",5": "0.50", ".": "number.invalid", ",": "number.invalid", "1e": "number.invalid",
		"1-2": "number.invalid", "2026-01-07": "number.invalid", "1,2,3": "number.grouping", "٣": "number.invalid", "1e5e5": "number.invalid",
	} {
		if got := moneyFormat().written(cell); got != want {
			t.Errorf("%q is %s, want %s", cell, got, want)
		}
	}
}

func TestMarksOfTheMapping(t *testing.T) {
	comma, dot, points := moneyFormat(), moneyFormat(), moneyFormat()
	comma.decimal, dot.decimal, points.thousands = ',', '.', '.'
	for _, tt := range []struct {
		f          numberFormat
		cell, want string
	}{
		{comma, "4.000", "4000.00"}, {comma, "4,000", "4.00"}, {comma, "4.5", "number.grouping"}, {comma, "1,234,567", "number.grouping"}, {comma, "12,5", "12.50"},
		{dot, "4.000", "4.00"}, {dot, "4,000", "4000.00"}, {dot, "4,50", "number.grouping"}, {dot, "4.50", "4.50"},
		{points, "4.000", "4000.00"}, {points, "4,50", "4.50"}, {points, "4.50", "number.grouping"}, {points, "1.000,50", "1000.50"},
	} {
		if got := tt.f.written(tt.cell); got != tt.want {
			t.Errorf("%q with decimal %q thousands %q is %s, want %s", tt.cell, tt.f.decimal, tt.f.thousands, got, tt.want)
		}
	}
}

func TestUnitsOfTheMapping(t *testing.T) {
	tkr, share, fromPercent, whole := moneyFormat(), rateFormat(), rateFormat(), numberFormat{limit: maxInteger}
	tkr.exponent, share.share, fromPercent.share, fromPercent.exponent = 3, true, true, -2
	for _, tt := range []struct {
		f          numberFormat
		cell, want string
	}{
		{tkr, "1,5", "1500.00"}, {tkr, "0,00125", "1.25"}, {tkr, "12 kr", "12.00"}, {tkr, "12 mkr", "12000000.00"},
		{share, "0,5", "0.500000"}, {share, "50 %", "0.500000"}, {share, "12,5%", "0.125000"}, {fromPercent, "50", "0.500000"}, {fromPercent, "50 %", "0.500000"},
		{rateFormat(), "31,42 %", "31.420000"}, {rateFormat(), "0.3333333333", "0.333333"}, {rateFormat(), "0.0000005", "0.000001"},
		{rateFormat(), "-0.6666666", "-0.666667"}, {rateFormat(), "0.0000004", "0.000000"}, {rateFormat(), "59 200", "59200.000000"},
		{rateFormat(), "999999999999.9999999", "number.overflow"},
		{whole, "1 234", "1234"}, {whole, "12,0", "12"}, {whole, "12,5", "number.precision"}, {whole, "9223372036854775807", "9223372036854775807"},
		{whole, "9223372036854775808", "number.overflow"}, {whole, "5 kr", "number.invalid"},
	} {
		if got := tt.f.written(tt.cell); got != tt.want {
			t.Errorf("%q is %s, want %s", tt.cell, got, tt.want)
		}
	}
}

// Amounts that are written as a spreadsheet stores them, with 17 digits, are read
// exactly.
func TestFloatsOfAmounts(t *testing.T) {
	f := moneyFormat()
	for i := int64(1); i < 2_000_000; i += 997 {
		for _, öre := range []int64{i, i * 1013, i * 100_003} {
			text := strconv.FormatFloat(float64(öre)/100, 'g', 17, 64)
			if got, why := f.parse(text); why != "" || got != öre {
				t.Fatalf("%s is %d (%s), want %d", text, got, why, öre)
			}
		}
	}
}

// plainDecimal matches numbers that both parsers accept.
var plainDecimal = regexp.MustCompile(`^[-+]?\d*\.?\d+([eE][-+]?\d{1,2})?$`)

// FuzzNumber checks that plain decimals are read as by shopspring/decimal.
func FuzzNumber(f *testing.F) {
	for _, s := range []string{"1", "-1.5", "12345.67", "0.001", "1e5", "99999999999999999.99", "1 000,5", "1.2.3", "(3)", "4.000"} {
		f.Add(s)
	}
	money := moneyFormat()
	money.decimal = '.'
	rate := rateFormat()
	rate.decimal = '.'
	f.Fuzz(func(t *testing.T, s string) {
		cell := clean(s)
		if cell == "" {
			return
		}
		for _, format := range []numberFormat{money, rate, moneyFormat()} {
			v, why := format.parse(cell)
			if v > int64(maxDecimal) || v < -int64(maxDecimal) {
				t.Fatalf("%q is %d, beyond the column", cell, v)
			}
			want, err := decimal.NewFromString(cell)
			if err != nil || !plainDecimal.MatchString(cell) || format.decimal == 0 {
				continue
			}
			if why != "" {
				justified(t, cell, want, format, why)
				continue
			}
			if got := decimal.New(v, int32(-format.scale)); !got.Equal(want) && !got.Equal(want.Round(int32(format.scale))) {
				t.Fatalf("%q is %s, want %s", cell, got, want)
			}
		}
	})
}

// justified fails if a refused number is one that the column can store.
func justified(t *testing.T, cell string, want decimal.Decimal, format numberFormat, why rule) {
	t.Helper()
	switch limit := decimal.New(maxDecimal, int32(-format.scale)); {
	case why == ruleOverflow && want.Abs().Round(int32(format.scale)).GreaterThan(limit):
	case why == rulePrecision && !want.Equal(want.Round(int32(format.scale))):
	case why == rulePrecision && len(cell) > maxDigits:
	case why == ruleScientific && strings.ContainsAny(cell, "eE"):
	case why == ruleOverflow && math.Abs(want.InexactFloat64()) >= 1e12 && strings.ContainsAny(cell, "eE"):
	default:
		t.Fatalf("%q was refused as %s, it is %s", cell, why, want)
	}
}
