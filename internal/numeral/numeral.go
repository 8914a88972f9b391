// Package numeral writes the numbers of formats that know which of their cells
// are numbers. A number is a value and its notation is free: a workbook may
// write 4600 as 4600.0 and a JSON file as 4.6E3. Where it is read as text, as a
// code or an identity, one value must be one text.
package numeral

import (
	"bytes"
	"strconv"
)

// mostZeros bounds the zeros that a number is written out with. One that needs
// more is left as it is, for who reads numbers to refuse.
const mostZeros = 40

// Append appends a number as plain digits: without an exponent, and without
// decimals that are all zeros. No digit is rounded. A text that is no number in
// the notation of JSON is appended as it is.
func Append(dst, number []byte) []byte {
	whole, fraction, exponent, negative, ok := parts(number)
	if !ok {
		return append(dst, number...)
	}
	hasExponent := exponent != 0 || bytes.ContainsAny(number, "eE")
	if !hasExponent && (len(fraction) == 0 || len(bytes.Trim(fraction, "0")) > 0) {
		return append(dst, number...) // as nearly all are
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
	case point-len(digits) > mostZeros || -point > mostZeros:
		return append(dst, number...)
	}
	if negative {
		dst = append(dst, '-')
	}
	if point <= 0 {
		dst = zeros(append(dst, "0."...), -point)
		return append(dst, digits...)
	}
	if point >= len(digits) {
		return zeros(append(dst, digits...), point-len(digits))
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

// parts takes a number apart; ok is false for what is none.
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

// digitsOf are the digits that s begins with, and the rest.
func digitsOf(s []byte) (digits, rest []byte) {
	n := 0
	for n < len(s) && s[n]-'0' <= 9 {
		n++
	}
	return s[:n], s[n:]
}

func zeros(dst []byte, n int) []byte {
	for range n {
		dst = append(dst, '0')
	}
	return dst
}
