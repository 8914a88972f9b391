package ted

import (
	"cmp"
	"slices"
	"strings"

	"dubbelkrona/internal/jsontext"
)

// found is a notice in a response of the Search API: fields by name. A field is
// a text, a list of texts, or texts or lists by language.
type found struct{ fields *jsontext.Value }

// The fields that are requested and read. They apply to notices before and
// since eForms, except those whose name ends with a part of an eForms notice.
var searchFields = []string{
	NumberField, "publication-date", "notice-identifier", "notice-type", "form-type", "procedure-identifier", "procedure-type",
	"notice-title", "title-proc", "buyer-name", "buyer-identifier", "buyer-country", "main-classification-proc", "classification-cpv",
	"estimated-value-proc", "estimated-value-cur-proc", "total-value", "total-value-cur", "result-value-notice", "result-value-cur-notice",
	"identifier-lot", "reserved-procurement-lot", "BT-736-Lot", "social-objective-lot", "strategic-procurement-lot",
	"result-lot-identifier", "tender-value", "tender-value-cur", "winner-name", "winner-identifier", "winner-country", "winner-selection-status",
	"winner-decision-date", "contract-conclusion-date",
}

// texts returns all texts of a field in one language: Swedish, else English,
// else the first. Numbers and booleans are texts as written.
func (f found) texts(name string) []string { return flat(nil, f.fields.At(name)) }

func flat(all []string, v *jsontext.Value) []string {
	if v == nil {
		return all
	}
	switch v.Kind {
	case jsontext.String, jsontext.Number, jsontext.Bool:
		if text := strings.Join(strings.Fields(v.Text), " "); text != "" {
			all = append(all, text)
		}
	case jsontext.Array:
		for i := range v.Items {
			all = flat(all, &v.Items[i])
		}
	case jsontext.Object:
		return append(all, inOneLanguage(v)...)
	}
	return all
}

// inOneLanguage returns the texts of one language from an object with texts by
// language.
func inOneLanguage(v *jsontext.Value) (chosen []string) {
	for _, language := range []string{"swe", "eng"} {
		if texts := flat(nil, v.At(language)); len(texts) > 0 {
			return texts
		}
	}
	for i := range v.Fields {
		if texts := flat(nil, &v.Fields[i].Value); len(texts) > 0 {
			return texts
		}
	}
	return nil
}

// first returns the first text of a field.
func (f found) first(names ...string) string {
	for _, name := range names {
		if all := f.texts(name); len(all) > 0 {
			return all[0]
		}
	}
	return ""
}

// distinct returns the distinct texts of a field, in order.
func (f found) distinct(name string) []string { return distinct(f.texts(name)) }

// single returns the value of a field if it is the only one. The lists of a
// response have gaps and cannot be aligned, so a value that differs between
// lots is unknown for the notice.
func (f found) single(name string) string {
	if all := f.distinct(name); len(all) == 1 {
		return all[0]
	}
	return ""
}

// money returns the amount of a field with its currency.
func (f found) money(value, currency string) amount {
	if all := f.texts(value); len(all) == 1 {
		return newAmount(all[0], f.single(currency))
	}
	return amount{}
}

// notice creates the notice's row.
func (f found) notice() *notice {
	n := &notice{number: cmp.Or(publicationNumber(f.first(NumberField)), f.first("notice-identifier"))}
	n.base[colNotice], n.base[colNoticeType] = n.number, f.first("notice-type")
	n.base[colPublished] = f.first("publication-date")
	r := n.contract("", n.base)
	buyers := f.parties("buyer")
	r[colBuyerName], r[colBuyerOrgNo] = joinedNames(buyers), firstOrgNo(buyers)
	r[colTitle] = f.first("title-proc", "notice-title")
	r[colCPV] = cmp.Or(f.first("main-classification-proc"), f.single("classification-cpv"))
	r[colProcedure], r[colProcedureID] = f.first("procedure-type"), f.first("procedure-identifier")
	r[colReservedParticipation] = f.single("reserved-procurement-lot")
	r[colReservedExecution] = f.single("BT-736-Lot") // the API takes business terms beside its own names
	r[colSocialObjective] = joined(f.texts("social-objective-lot"))
	r[colSocialClause] = f.socialClause()
	estimate := f.money("estimated-value-proc", "estimated-value-cur-proc")
	r[colEstimatedValue], r[colEstimatedCurrency] = estimate.value, estimate.currency
	if r[colStatus] = f.status(); f.isResult() {
		f.award(n, r)
	} else {
		r[colSigned] = n.base[colPublished]
	}
	n.organisations(buyers, roleBuyer)
	return n
}

// parties returns the buyers or winners. Names and numbers are lists that may
// have gaps: only a single number certainly belongs to a single name.
func (f found) parties(role string) []party {
	names, numbers := f.distinct(role+"-name"), f.distinct(role+"-identifier")
	one := len(names) <= 1 && len(numbers) == 1
	persons := slices.ContainsFunc(numbers, func(no string) bool { return party{orgNo: no}.isPerson() })
	var all []party
	for _, name := range names {
		all = append(all, party{name: name, natural: persons})
	}
	if one {
		if len(all) == 0 {
			all = append(all, party{})
		}
		all[0].orgNo, all[0].country = numbers[0], f.single(role+"-country")
	}
	return all
}

// socialClause is social for all lots together.
func (f found) socialClause() string {
	strategic := f.distinct("strategic-procurement-lot")
	switch {
	case len(f.distinct("social-objective-lot")) > 0, slices.Contains(strategic, "soc-obj"):
		return yes
	case len(strategic) > 0:
		return no
	}
	return ""
}

// isResult reports whether the notice announces awards.
func (f found) isResult() bool {
	switch f.first("form-type") {
	case "result", "dir-awa-pre", "cont-modif", "completion":
		return true
	case "":
		kind := f.first("notice-type")
		return strings.HasPrefix(kind, "can-") || kind == "veat"
	}
	return false
}

// status returns the status of the notice as a whole; one lot with a winner is
// enough.
func (f found) status() string {
	switch f.first("form-type") {
	case "planning":
		return statusPlanned
	case "competition":
		return statusTender
	case "dir-awa-pre":
		return statusExAnte
	case "cont-modif":
		return statusModified
	case "completion":
		return statusCompleted
	}
	kind := f.first("notice-type")
	switch {
	case strings.HasPrefix(kind, "pin-"):
		return statusPlanned
	case strings.HasPrefix(kind, "cn-"):
		return statusTender
	case kind == "veat":
		return statusExAnte
	case kind == "can-modif":
		return statusModified
	case strings.HasPrefix(kind, "can-"):
		return f.resultStatus()
	}
	return ""
}

func (f found) resultStatus() string {
	selections := f.distinct("winner-selection-status")
	for _, code := range []string{"selec-w", "open-nw", "clos-nw"} {
		if slices.Contains(selections, code) {
			return selection(code)
		}
	}
	if len(f.texts("winner-name")) > 0 {
		return statusAwarded
	}
	return ""
}

// award sets the result. Its value is the notice's total of all contracts, or
// the tender of its only lot.
func (f found) award(n *notice, r *row) {
	winners := f.parties("winner")
	r[colWinnerName], r[colWinnerOrgNo] = joinedNames(winners), firstOrgNo(winners)
	n.organisations(winners, roleWinner)
	r[colSigned] = cmp.Or(f.single("contract-conclusion-date"), f.single("winner-decision-date"))
	value := f.money("result-value-notice", "result-value-cur-notice")
	if !value.known() {
		value = f.money("total-value", "total-value-cur")
	}
	if !value.known() && len(f.distinct("result-lot-identifier")) == 1 {
		value = f.money("tender-value", "tender-value-cur")
	}
	r[colValue], r[colCurrency] = value.value, value.currency
}
