package ted

import (
	"cmp"
	"strconv"
	"strings"
)

// readOld reads a form of R2.0.8. Each form has its own element names for the
// same things, so they are searched for anywhere in a section.
func (x *export) readOld() {
	if x.kind == formCorrigendum {
		return
	}
	buyers := organisedIn(x.form.find("CA_CE_CONCESSIONAIRE_PROFILE"))
	b := &x.base
	b[colBuyerName], b[colBuyerOrgNo] = joinedNames(buyers), firstOrgNo(buyers)
	b[colTitle] = x.inLanguage(func(form *element) string { return form.find("TITLE_CONTRACT").paragraphs() })
	b[colCPV] = x.form.find("CPV_MAIN").at("CPV_CODE").attr("CODE")
	b[colProcedure] = procedureOf(x.form)
	b[colReservedParticipation], b[colReservedExecution] = x.reserved()
	awards := oldAwards(x.form)
	for i, a := range awards {
		if x.tooMuch() {
			return
		}
		x.oldAward(i, a)
	}
	if len(awards) == 0 {
		r := x.contract("", x.base)
		if r[colStatus] = statusPlanned; x.call() {
			r[colStatus] = statusTender
		}
		r[colSigned] = x.base[colPublished]
	}
	x.organisations(buyers, roleBuyer)
}

// organisedIn returns the organisation in an element, with its country.
func organisedIn(e *element) []party {
	o := e.find("ORGANISATION")
	if o == nil {
		return nil
	}
	return []party{{name: cmp.Or(o.find("OFFICIALNAME").paragraphs(), o.text), orgNo: o.value("NATIONALID"), country: e.find("COUNTRY").attr("VALUE")}}
}

// oldAwards returns the sections V, in document order.
func oldAwards(e *element) (found []*element) {
	for _, c := range e.children {
		if strings.HasPrefix(c.name, "AWARD_OF_CONTRACT") && (c.has("ECONOMIC_OPERATOR_NAME_ADDRESS") || c.has("CONTRACT_VALUE_INFORMATION") || c.has("CONTRACT_AWARD_DATE")) {
			found = append(found, c)
			continue
		}
		found = append(found, oldAwards(c)...)
	}
	return found
}

// oldAward reads a section V of R2.0.8.
func (x *export) oldAward(index int, a *element) {
	r := x.contract(cmp.Or(a.attr("ITEM"), strconv.Itoa(index+1)), x.base)
	r[colLot], r[colContractNo] = a.value("LOT_NUMBER"), cmp.Or(a.value("CONTRACT_NUMBER"), a.value("CONTRACT_NO"))
	r[colTitle] = cmp.Or(firstElement(a, "CONTRACT_TITLE", "TITLE_CONTRACT").paragraphs(), r[colTitle])
	if r[colStatus] = statusAwarded; x.kind == "F15" {
		r[colStatus] = statusExAnte
	}
	if date := a.at("CONTRACT_AWARD_DATE"); date != nil {
		r[colSigned] = dashed(date.value("YEAR"), date.value("MONTH"), date.value("DAY"))
	}
	winners := organisedIn(a.at("ECONOMIC_OPERATOR_NAME_ADDRESS"))
	r[colWinnerName], r[colWinnerOrgNo] = joinedNames(winners), firstOrgNo(winners)
	x.organisations(winners, roleWinner)
	x.oldValues(r, a.at("CONTRACT_VALUE_INFORMATION"))
}

// oldValues sets the values of a contract of R2.0.8, with or without VAT as
// stated.
func (x *export) oldValues(r *row, values *element) {
	cost := values.at("COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE")
	currency := cost.attr("CURRENCY")
	value := newAmount(plainNumber(cost.at("VALUE_COST")), currency)
	r[colValue], r[colCurrency] = value.value, value.currency
	x.partly = x.partly || !value.known()
	if around := cost.at("RANGE_VALUE_COST"); around != nil {
		r[colValueLow], r[colValueHigh] = plainNumber(around.at("LOW_VALUE")), plainNumber(around.at("HIGH_VALUE"))
		r[colCurrency] = currency
	}
	switch {
	case cost.has("INCLUDING_VAT"):
		r[colVATBasis] = "including"
	case cost.has("EXCLUDING_VAT"):
		r[colVATBasis] = "excluding"
	}
	if estimate := values.at("INITIAL_ESTIMATED_TOTAL_VALUE_CONTRACT"); estimate != nil {
		r[colEstimatedValue], r[colEstimatedCurrency] = plainNumber(estimate.at("VALUE_COST")), estimate.attr("CURRENCY")
	}
}

// plainNumber returns an amount with a decimal point. The amount is given
// twice: as text in French notation (189 945 844,15), and as a number derived
// from it (FMTVAL). If they differ the amount is unknown.
func plainNumber(e *element) string {
	if e == nil {
		return ""
	}
	written := strings.ReplaceAll(strings.Join(strings.Fields(e.text), ""), ",", ".")
	made := e.attr("FMTVAL")
	switch {
	case made == "":
		return written
	case written == "":
		return made
	}
	a, b := amount{value: written}.number(), amount{value: made}.number()
	if a == nil || b == nil || a.Cmp(b) != 0 {
		return ""
	}
	return made
}
