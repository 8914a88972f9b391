package ocds

import (
	"cmp"
	"strings"

	"dubbelkrona/internal/jsontext"
	"dubbelkrona/internal/numeral"
)

// unknownCurrency is ISO 4217's code for no currency: an amount without a
// currency must not be taken for kronor.
const unknownCurrency = "XXX"

// money sets an amount with its currency.
func (w *rows) money(c column, value *jsontext.Value) {
	amount := numeral.Text(textOf(value.Get("amount")))
	if amount == "" {
		return
	}
	w.set(c, amount)
	w.set(colCurrency, cmp.Or(trimmed(value.Get("currency")), w.currency))
}

// trimmed returns the text of a string or number without the space around it. A
// date stays as written; transform applies the time zone.
func trimmed(v *jsontext.Value) string { return strings.TrimSpace(textOf(v)) }

// firstText returns the first non-empty text of any of the named fields, in the
// order of the parts.
func firstText(parts []*jsontext.Value, names ...string) string {
	for _, part := range parts {
		for _, name := range names {
			if text := trimmed(part.Get(name)); text != "" {
				return text
			}
		}
	}
	return ""
}

// cpvOf returns the first CPV code of the parts: eight digits, without the
// optional check digit.
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
