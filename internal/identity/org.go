package identity

// ParseOrg parses an organisation number: ten digits with or without a hyphen
// before the last four and with or without the prefix 16, or a VAT number
// SE…01. The check digit must be correct and the third digit at least 2, which
// distinguishes organisations from persons: the number of a sole trader is a
// personal one, see ParsePerson.
//
// The result is ten digits.
func ParseOrg(s string) (no string, ok bool) {
	s = trim(s)
	if core, vat := vatCore(s); vat {
		s = core
	}
	var d [12]byte
	n := 0
	for i := 0; i < len(s); {
		if isDigit(s[i]) {
			if n == len(d) {
				return "", false
			}
			d[n] = s[i]
			n++
			i++
			continue
		}
		width, m := leadingMark(s[i:])
		if m != dash || len(s)-i-width != 4 {
			return "", false
		}
		i += width
	}
	switch {
	case n == 12 && d[0] == '1' && d[1] == '6':
		return orgOf(d[2:])
	case n == 10:
		return orgOf(d[:10])
	}
	return "", false
}

func orgOf(d []byte) (string, bool) {
	if d[2] < '2' || d[0] == '0' || !luhn10(d) {
		return "", false
	}
	return string(d), true
}

// vatCore returns the ten digits of a Swedish VAT number, SE and ten digits
// and 01.
func vatCore(s string) (string, bool) {
	if len(s) != 14 || upper(s[0]) != 'S' || upper(s[1]) != 'E' || s[12:] != "01" {
		return "", false
	}
	return s[2:12], true
}
