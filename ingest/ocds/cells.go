package ocds

import (
	"strconv"
	"strings"

	"dubbelkrona/internal/jsontext"
)

// unknownCurrency is ISO 4217's code for none: an amount that names no
// currency is not taken for kronor.
const unknownCurrency = "XXX"

// money sets an amount with its currency.
func (w *rows) money(c column, value *jsontext.Value) {
	amount := plainNumber(textOf(value.Get("amount")))
	if amount == "" {
		return
	}
	w.set(c, amount)
	currency := strings.TrimSpace(textOf(value.Get("currency")))
	if currency == "" {
		currency = w.currency
	}
	w.set(colCurrency, currency)
}

// maxExponent bounds the zeros that a number may be written out with.
const maxExponent = 30

// plainNumber writes a number with an exponent out, digit for digit. One whose
// exponent no amount has is left as it is, for who reads numbers to refuse.
func plainNumber(text string) string {
	at := strings.IndexAny(text, "eE")
	if at < 0 {
		return text
	}
	exponent, err := strconv.Atoi(text[at+1:])
	if err != nil || exponent > maxExponent || exponent < -maxExponent {
		return text
	}
	digits, negative := strings.CutPrefix(text[:at], "-")
	whole, fraction, _ := strings.Cut(digits, ".")
	if exponent >= 0 {
		fraction += strings.Repeat("0", max(0, exponent-len(fraction)))
		whole, fraction = whole+fraction[:exponent], fraction[exponent:]
	} else {
		whole = strings.Repeat("0", max(0, 1-exponent-len(whole))) + whole
		cut := len(whole) + exponent
		whole, fraction = whole[:cut], whole[cut:]+fraction
	}
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	if fraction != "" {
		whole += "." + fraction
	}
	if negative {
		whole = "-" + whole
	}
	return whole
}

// dateOf is the date of a date-time, in the zone that it was written in.
func dateOf(v *jsontext.Value) string {
	text := strings.TrimSpace(textOf(v))
	if len(text) > 10 && (text[10] == 'T' || text[10] == ' ') {
		return text[:10]
	}
	return text
}

func firstDate(values ...*jsontext.Value) string {
	for _, v := range values {
		if date := dateOf(v); date != "" {
			return date
		}
	}
	return ""
}

// firstText is the first field of any of the names that has a text, in the
// parts one after the other.
func firstText(parts []*jsontext.Value, names ...string) string {
	for _, part := range parts {
		for _, name := range names {
			if text := strings.TrimSpace(textOf(part.Get(name))); text != "" {
				return text
			}
		}
	}
	return ""
}

// cpvOf is the first CPV code of the parts: eight digits, without the check
// digit that may follow.
func cpvOf(parts []*jsontext.Value) string {
	for _, part := range parts {
		classifications := []*jsontext.Value{part.Get("classification")}
		items := part.Get("items").Elements()
		for i := range items {
			classifications = append(classifications, items[i].Get("classification"))
		}
		for _, c := range classifications {
			if !strings.EqualFold(textOf(c.Get("scheme")), "CPV") {
				continue
			}
			if code := cpv(textOf(c.Get("id"))); code != "" {
				return code
			}
		}
	}
	return ""
}

func cpv(id string) string {
	const digits = 8
	id = strings.TrimSpace(id)
	if len(id) < digits || strings.Trim(id[:digits], "0123456789") != "" || len(id) > digits && id[digits]-'0' <= 9 {
		return ""
	}
	return id[:digits]
}
