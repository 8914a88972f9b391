// Package identity parses, validates and finds the numbers that identify
// persons and organisations in Sweden.
//
// Its functions are pure, safe for concurrent use and never log or store their
// arguments. A number that they return is personal data and may be passed to
// the pseudonymising key only.
package identity

import "time"

// Kind is the kind of a number that identifies a person.
type Kind uint8

// The kinds of numbers.
const (
	// Personal is a personnummer.
	Personal Kind = iota
	// Coordination is a samordningsnummer: the day of birth plus 60. Month 00
	// and day 60 mean unknown.
	Coordination
	// Interim is a temporary number of an authority for somebody who has
	// neither of the others; the first digit of its birth number is a letter.
	Interim
)

// Person is a valid number that identifies a person.
type Person struct {
	// Number is the normalised form: twelve characters, yyyymmdd and the last
	// four. A coordination number keeps its day plus 60, an interim number its
	// letter in upper case.
	Number    string
	Kind      Kind
	BirthYear int
	// Sex is K (woman) or M (man), from the second last digit.
	Sex string
}

// interimDigit replaces an interim number's letter in the check sum.
const interimDigit = '1'

// ParsePerson parses a personnummer, samordningsnummer or interim number: six
// or eight digits of date, at most one hyphen (of any shape) or plus, and four
// characters; or the VAT number of a sole trader, SE…01. The date must exist
// (parts of a samordningsnummer's may be unknown) and not be after ref, and
// the check digit must be correct.
//
// Ten-digit forms get the latest century in which the day is not after ref; a
// plus means that the person is at least a hundred.
func ParsePerson(s string, ref time.Time) (Person, bool) {
	form, ok := splitPerson(trim(s))
	if !ok {
		return Person{}, false
	}
	number := form.number
	kind := Personal
	check := number
	if letter := upper(number[8]); isInterimLetter(letter) {
		kind = Interim
		number[8], check[8] = letter, interimDigit
	}
	if !allDigits(check[2:]) || !luhn10(check[2:]) {
		return Person{}, false
	}
	month, day := two(number[4], number[5]), two(number[6], number[7])
	if day >= coordination && kind == Personal {
		kind, day = Coordination, day-coordination
	}
	year, past := form.year(two(number[2], number[3]), month, day, ref)
	if !past || !kind.allows(year, month, day, number[8:11]) {
		return Person{}, false
	}
	number[0], number[1] = byte('0'+year/1000), byte('0'+year/100%10)
	sex := "K"
	if number[10]%2 == 1 {
		sex = "M"
	}
	return Person{Number: string(number[:]), Kind: kind, BirthYear: year, Sex: sex}, true
}

// personForm is a number split into parts but not validated. The century of
// number is set only if the text has it.
type personForm struct {
	number  [12]byte
	century int // 18, 19, 20, or 0 if the text has none
	plus    bool
}

// splitPerson splits s into century, delimiter and digits.
func splitPerson(s string) (personForm, bool) {
	var f personForm
	if vat, ok := vatCore(s); ok {
		s = vat
	}
	digits := 0
	for digits < len(s) && isDigit(s[digits]) {
		digits++
	}
	date, rest := s[:digits], s[digits:]
	if digits == 10 || digits == 12 {
		date, rest = s[:digits-4], s[digits-4:]
	} else if width, mark := leadingMark(rest); width > 0 {
		f.plus = mark == plus
		rest = rest[width:]
	}
	if len(rest) != 4 || (len(date) != 6 && len(date) != 8) {
		return f, false
	}
	if len(date) == 8 {
		f.century = two(date[0], date[1])
		if f.century < 18 || f.century > 20 {
			return f, false
		}
		date = date[2:]
	}
	copy(f.number[2:8], date)
	copy(f.number[8:], rest)
	return f, true
}

// year returns the year of birth and whether the day is not after ref.
func (f personForm) year(yy, month, day int, ref time.Time) (year int, past bool) {
	ry, rm, rd := ref.Date()
	after := func(y int) bool {
		return y > ry || y == ry && (month > int(rm) || month == int(rm) && day > rd)
	}
	year = f.century*100 + yy
	if f.century == 0 {
		year = ry - ry%100 + yy
		if after(year) {
			year -= 100
		}
		if f.plus {
			year -= 100
		}
	}
	return year, !after(year)
}

// allows reports whether a number of this kind can have the date and the three
// characters before the check digit. No personnummer has birth number 000.
func (k Kind) allows(year, month, day int, birth []byte) bool {
	if k == Coordination {
		return validCoordination(month, day)
	}
	return validDay(year, month, day) && string(birth) != "000"
}
