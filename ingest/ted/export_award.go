package ted

import (
	"cmp"
	"strconv"
	"strings"
)

// award reads a section V.
func (x *export) award(index int, a *element) {
	r := x.contract(cmp.Or(a.attr("ITEM"), strconv.Itoa(index+1)), x.base)
	r[colLot], r[colContractNo] = a.value("LOT_NO"), a.value("CONTRACT_NO")
	title := x.inLanguage(func(form *element) string { return nth(x.sections[form].awards, index).at("TITLE").paragraphs() })
	lot, at := x.lotOf(a)
	x.fromLot(r, lot, at)
	r[colTitle] = cmp.Or(title, r[colTitle])
	done := firstElement(a, "AWARDED_CONTRACT", "AWARDED_PRIZE")
	if done == nil {
		r[colStatus] = statusUnsuccessful
		if a.has("NO_AWARDED_CONTRACT", "PROCUREMENT_DISCONTINUED") || a.has("NO_AWARDED_PRIZE", "PROCUREMENT_DISCONTINUED") {
			r[colStatus] = statusCancelled
		}
		return
	}
	r[colStatus] = statusAwarded
	switch x.kind {
	case "F15":
		r[colStatus] = statusExAnte
	case "F20":
		r[colStatus] = statusModified
	}
	r[colSigned] = cmp.Or(done.value("DATE_CONCLUSION_CONTRACT"), done.value("DATE_DECISION_JURY"))
	winners := done
	if changed := x.changed(); changed != nil {
		winners = changed
	}
	x.winners(r, winners)
	x.values(r, done)
}

// nth returns the element at an index, nil if there is none.
func nth(all []*element, index int) *element {
	if index < 0 || index >= len(all) {
		return nil
	}
	return all[index]
}

// firstElement returns the first child with one of the names.
func firstElement(e *element, names ...string) *element {
	for _, name := range names {
		if c := e.at(name); c != nil {
			return c
		}
	}
	return nil
}

// changed returns the contract after a modification (F20, section VII), nil in
// other forms.
func (x *export) changed() *element {
	return x.form.at("MODIFICATIONS_CONTRACT", "DESCRIPTION_PROCUREMENT")
}

// winners sets the winners of a contract.
func (x *export) winners(r *row, awarded *element) {
	list := firstElement(awarded, "CONTRACTORS", "WINNERS")
	if list.attr("PUBLICATION") == "NO" {
		r[colWithheld] = appended(r[colWithheld], "CONTRACTORS")
		return
	}
	if list == nil {
		list = awarded
	}
	var found []party
	for _, c := range list.children {
		if a := firstElement(c, "ADDRESS_CONTRACTOR", "ADDRESS_WINNER"); a != nil {
			found = append(found, addressed(a))
		}
	}
	r[colWinnerName], r[colWinnerOrgNo] = joinedNames(found), firstOrgNo(found)
	x.organisations(found, roleWinner)
}

// values sets the values of a contract: those of section V, or of section VII
// of a modification.
func (x *export) values(r *row, awarded *element) {
	section := valuesIn(awarded)
	from := section
	if changed := valuesIn(x.changed()); changed.stated() {
		from = changed
	}
	after := valuesIn(x.form.at("MODIFICATIONS_CONTRACT", "INFO_MODIFICATIONS"))
	if section.withheld() || from.withheld() || after.withheld() {
		r[colWithheld] = appended(r[colWithheld], "VALUES")
		x.partly = true
		return
	}
	value := firstAmount(after.at("VAL_TOTAL_AFTER"), from.at("VAL_TOTAL"), from.at("VAL_PRIZE"), from.element)
	if r[colValue], r[colCurrency] = value.value, value.currency; value.known() {
		r[colVATBasis] = "excluding" // required by the forms
	}
	x.partly = x.partly || !value.known()
	if around := from.at("VAL_RANGE_TOTAL"); around != nil {
		r[colValueLow], r[colValueHigh] = around.value("LOW"), around.value("HIGH")
		r[colCurrency] = cmp.Or(r[colCurrency], around.attr("CURRENCY"))
	}
	r[colEstimatedValue], r[colEstimatedCurrency] = from.value("VAL_ESTIMATED_TOTAL"), from.at("VAL_ESTIMATED_TOTAL").attr("CURRENCY")
}

func firstAmount(all ...*element) amount {
	for _, e := range all {
		if a := moneyOf(e); a.known() {
			return a
		}
	}
	return amount{}
}

// lots creates a row for each lot of a notice before the award, or for each
// object that is not divided into lots.
func (x *export) lots(status string) {
	objects := x.sections[x.form].objects
	for i, object := range objects {
		shared := x.base
		shared[colStatus], shared[colSigned] = status, x.base[colPublished]
		shared[colTitle] = x.inLanguage(func(form *element) string { return nth(x.sections[form].objects, i).at("TITLE").paragraphs() })
		shared[colCPV] = cmp.Or(object.at("CPV_MAIN", "CPV_CODE").attr("CODE"), x.base[colCPV])
		lots := object.all("OBJECT_DESCR")
		if len(lots) == 0 {
			lots = []*element{nil}
		}
		for j, lot := range lots {
			if x.tooMuch() {
				return
			}
			r := x.contract(lotID(len(objects), len(lots), i, j), shared)
			index := -1 // awards refer to lots of the first object only
			if i == 0 && lot != nil {
				index = j
			}
			x.fromLot(r, lot, index)
			estimate := firstOfEstimates(lot, object, len(lots))
			r[colEstimatedValue], r[colEstimatedCurrency] = estimate.value, estimate.currency
		}
	}
}

// lotID returns the id of a lot from its positions among objects and lots, if
// there are several.
func lotID(objects, lots, i, j int) string {
	var parts []string
	if objects > 1 {
		parts = append(parts, strconv.Itoa(i+1))
	}
	if lots > 1 {
		parts = append(parts, strconv.Itoa(j+1))
	}
	return strings.Join(parts, "/")
}

// firstOfEstimates returns the estimated value of a lot, or of the object if
// that is the only lot.
func firstOfEstimates(lot, object *element, lots int) amount {
	if a := moneyOf(lot.at("VAL_OBJECT")); a.known() || lots > 1 {
		return a
	}
	return moneyOf(object.at("VAL_ESTIMATED_TOTAL"))
}

// lotOf returns the lot of an award, with its index: the one with its number,
// or the only one.
func (x *export) lotOf(a *element) (lot *element, index int) {
	all := x.sections[x.form].lots
	if len(all) == 1 {
		return all[0], 0
	}
	index, ok := x.numbered[a.value("LOT_NO")]
	if !ok {
		return nil, -1
	}
	return all[index], index
}

// fromLot sets the cells of a lot. Its CPV codes are additional ones: the main
// one is the object's.
func (x *export) fromLot(r *row, lot *element, index int) {
	r[colLot] = cmp.Or(r[colLot], lot.value("LOT_NO"))
	title := x.inLanguage(func(form *element) string { return nth(x.sections[form].lots, index).at("TITLE").paragraphs() })
	r[colTitle] = cmp.Or(title, lot.at("TITLE").paragraphs(), r[colTitle])
	r[colStart], r[colEnd] = lot.value("DATE_START"), lot.value("DATE_END")
	if changed := x.changed(); changed != nil {
		r[colStart], r[colEnd] = cmp.Or(changed.value("DATE_START"), r[colStart]), cmp.Or(changed.value("DATE_END"), r[colEnd])
	}
}
