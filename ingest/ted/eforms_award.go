package ted

import "slices"

// results are the parts of a notice's result by their identifiers, and which
// tenders have had their value counted.
type results struct {
	*eform
	tenders, parties, contracts map[string]*element
	counted                     map[string]bool
}

// awards makes a row of each contract of each lot's result, and of each lot
// that was left without one.
func (f *eform) awards(lotResults []*element) {
	a := &results{
		eform: f, counted: make(map[string]bool),
		tenders:   byID(f.result.all("LotTender")),
		parties:   byID(f.result.all("TenderingParty")),
		contracts: byID(f.result.all("SettledContract")),
	}
	if !f.withheld(&f.base, f.result, "not-val") {
		f.total = moneyIn(f.result.at("TotalAmount")) // BT-161
	}
	for _, lotResult := range lotResults {
		settled := references(lotResult, "SettledContract")
		for _, id := range settled {
			a.award(lotResult, id, len(settled))
		}
		if len(settled) == 0 {
			a.unsettled(lotResult)
		}
	}
}

func byID(all []*element) map[string]*element {
	found := make(map[string]*element, len(all))
	for _, e := range all {
		if id := e.value("ID"); id != "" && found[id] == nil {
			found[id] = e
		}
	}
	return found
}

// start begins a row of a lot's result.
func (a *results) start(lotResult *element, id string) *row {
	lot := lotResult.value("TenderLot", "ID") // BT-13713
	name := firstOf(lot, lotResult.value("ID"))
	if id != "" {
		name += "/" + id
	}
	r := a.contract(name)
	a.fromLot(r, a.lots[lot])
	r[colLot] = lot
	if !a.withheld(r, lotResult, "win-cho") {
		r[colStatus] = selection(lotResult.value("TenderResultCode")) // BT-142
	}
	switch a.root.at("NoticeTypeCode").attr("listName") {
	case "dir-awa-pre":
		r[colStatus] = statusExAnte
	case "cont-modif":
		r[colStatus] = statusModified
	case "completion":
		r[colStatus] = statusCompleted
	}
	return r
}

// selection is a status from the code list winner-selection-status.
func selection(code string) string {
	switch code {
	case "selec-w":
		return statusAwarded
	case "clos-nw":
		return statusUnsuccessful
	case "open-nw":
		return statusOpen
	}
	return ""
}

// unsettled is a lot without a contract. One with a winner has who it is where
// a single tender leaves no doubt.
func (a *results) unsettled(lotResult *element) {
	r := a.start(lotResult, "")
	if r[colStatus] != statusAwarded && r[colStatus] != statusExAnte {
		return
	}
	if tenders := references(lotResult, "LotTender"); len(tenders) == 1 {
		a.won(r, tenders)
	} else {
		a.partly = true
	}
}

// award is a contract of a lot.
func (a *results) award(lotResult *element, id string, settled int) {
	r := a.start(lotResult, id)
	contract := a.contracts[id]
	r[colContractNo] = contract.value("ContractReference", "ID")                     // BT-150
	r[colTitle] = firstOf(inLanguage(contract.all("Title")), r[colTitle])            // BT-721
	r[colSigned] = firstOf(contract.value("IssueDate"), contract.value("AwardDate")) // BT-145, BT-1451
	a.won(r, a.tendersOf(lotResult, contract, settled))
}

// tendersOf are the tenders that a contract of a lot was made on: those that
// both name. Where they name none in common, what the lot's result names
// counts, if it is one tender for one contract.
func (a *results) tendersOf(lotResult, contract *element, settled int) []string {
	ofLot, ofContract := references(lotResult, "LotTender"), references(contract, "LotTender")
	common := slices.DeleteFunc(slices.Clone(ofContract), func(id string) bool { return !slices.Contains(ofLot, id) })
	switch {
	case len(common) > 0:
		return common
	case len(ofLot) == 1 && settled == 1:
		return ofLot
	case len(ofLot) == 0:
		return ofContract
	}
	return nil
}

// won fills in who won with some tenders, and what they are worth together.
// A tender's value (BT-720) counts the first time: one of a group of lots, or
// with two contracts on it, would count twice.
func (a *results) won(r *row, tenders []string) {
	var winners []party
	var values []amount
	for _, id := range tenders {
		tender := a.tenders[id]
		winners = append(winners, a.tenderers(tender.value("TenderingParty", "ID"))...)
		if a.counted[id] {
			continue
		}
		a.counted[id] = true
		var value amount
		if !a.withheld(r, tender, "win-ten-val") {
			value = moneyIn(tender.at("LegalMonetaryTotal", "PayableAmount"))
		}
		values = append(values, value)
	}
	r[colWinnerName], r[colWinnerOrgNo] = joinedNames(winners), firstOrgNo(winners)
	a.organisations(winners, roleWinner)
	value := added(values)
	r[colValue], r[colCurrency] = value.value, value.currency
	a.partly = a.partly || !value.known() && (len(values) > 0 || len(tenders) == 0)
}

// tenderers are the members of a tendering party (OPT-300), its leader first.
func (a *results) tenderers(id string) (found []party) {
	for _, t := range a.parties[id].all("Tenderer") {
		p, ok := a.orgs[t.value("ID")]
		switch {
		case !ok || p.id == "":
		case t.value("GroupLeadIndicator") == "true": // OPT-170
			found = slices.Insert(found, 0, p)
		default:
			found = append(found, p)
		}
	}
	return found
}
