// Package numeral normalises numbers of formats with typed cells. The same
// number may be written differently: a workbook may have 4600 as 4600.0 and a
// JSON file as 4.6E3. Since cells are text, and may be a code or an identity,
// equal values must have equal texts.
package numeral

import (
	"bytes"
	"strconv"
)

// maxZeros is the max number of zeros that a number is expanded to. A number
// that needs more is kept as written, for the parser of numbers to reject.
const maxZeros = 40

// Append appends a number as plain digits: without an exponent, and without
// decimals that are all zeros. No digit is rounded. A text that is not a JSON
// number is appended unchanged.
func Append(dst, number []byte) []byte {
	whole, fraction, exponent, negative, ok := parts(number)
	if !ok {
		return append(dst, number...)
	}
	hasExponent := exponent != 0 || bytes.ContainsAny(number, "eE")
	if !hasExponent && (len(fraction) == 0 || len(bytes.Trim(fraction, "0")) > 0) {
		return append(dst, number...) // the usual case
	}
	digits := append(bytes.Clone(whole), fraction...)
	point := len(whole) + exponent
	digits = bytes.TrimRight(digits, "0")
	for len(digits) > 0 && digits[0] == '0' {
		digits, point = digits[1:], point-1
	}
	switch {
	case len(digits) == 0:
		return append(dst, '0')
	case point-len(digits) > maxZeros || -point > maxZeros:
		return append(dst, number...)
	}
	if negative {
		dst = append(dst, '-')
	}
	if point <= 0 {
		dst = append(append(dst, "0."...), bytes.Repeat([]byte("0"), -point)...)
		return append(dst, digits...)
	}
	if point >= len(digits) {
		return append(append(dst, digits...), bytes.Repeat([]byte("0"), point-len(digits))...)
	}
	dst = append(dst, digits[:point]...)
	dst = append(dst, '.')
	return append(dst, digits[point:]...)
}

// Text is Append for texts.
func Text(number string) string {
	if !bytes.ContainsAny([]byte(number), ".eE") {
		return number
	}
	return string(Append(nil, []byte(number)))
}

// parts splits a number into its parts; ok is false if it is not a number.
func parts(s []byte) (whole, fraction []byte, exponent int, negative, ok bool) {
	if len(s) > 0 && (s[0] == '-' || s[0] == '+') {
		negative, s = s[0] == '-', s[1:]
	}
	whole, s = digitsOf(s)
	if len(s) > 0 && s[0] == '.' {
		if fraction, s = digitsOf(s[1:]); len(fraction) == 0 {
			return nil, nil, 0, false, false
		}
	}
	if len(whole)+len(fraction) == 0 {
		return nil, nil, 0, false, false
	}
	if len(s) == 0 {
		return whole, fraction, 0, negative, true
	}
	if s[0] != 'e' && s[0] != 'E' {
		return nil, nil, 0, false, false
	}
	exponent, err := strconv.Atoi(string(s[1:]))
	return whole, fraction, exponent, negative, err == nil
}

// digitsOf returns the digits at the start of s, and the rest.
func digitsOf(s []byte) (digits, rest []byte) {
	n := 0
	for n < len(s) && s[n]-'0' <= 9 {
		n++
	}
	return s[:n], s[n:]
}
