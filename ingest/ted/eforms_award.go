package ted

import (
	"cmp"
	"slices"
)

// results are the parts of a notice's result by their identifiers, and the
// tenders whose value has been used.
type results struct {
	*eform
	tenders, parties, contracts map[string]*element
	counted                     map[string]bool
}

// awards creates a row for each contract of each lot's result, and for each lot
// without a contract.
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
		a.lotResult(lotResult)
	}
}

// lotResult creates the rows of a lot's result.
func (a *results) lotResult(e *element) {
	lot := e.value("TenderLot", "ID") // BT-13713
	l := lotResult{name: cmp.Or(lot, e.value("ID")), row: a.lotRow(a.lots[lot]), tenders: references(e, "LotTender")}
	l.row[colLot] = lot
	a.status(&l.row, e)
	settled := references(e, "SettledContract")
	for _, id := range settled {
		if a.tooMuch() {
			return
		}
		a.award(l, id, len(settled))
	}
	if len(settled) == 0 && !a.tooMuch() {
		a.unsettled(l)
	}
}

// lotResult is a lot's result: its name in the notice, the cells that its
// contracts share, and its tenders.
type lotResult struct {
	name    string
	row     row
	tenders []string
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

// status sets how a lot ended (BT-142), by the kind of the notice (BT-03).
func (a *results) status(r *row, e *element) {
	if !a.withheld(r, e, "win-cho") {
		r[colStatus] = selection(e.value("TenderResultCode"))
	}
	switch a.root.at("NoticeTypeCode").attr("listName") {
	case "dir-awa-pre":
		r[colStatus] = statusExAnte
	case "cont-modif":
		r[colStatus] = statusModified
	case "completion":
		r[colStatus] = statusCompleted
	}
}

// selection returns the status for a code of the code list
// winner-selection-status.
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

// unsettled creates the row of a lot without a contract. If a winner was
// selected, it is the tenderer of the lot's only tender.
func (a *results) unsettled(l lotResult) {
	r := a.contract(l.name, l.row)
	if r[colStatus] != statusAwarded && r[colStatus] != statusExAnte {
		return
	}
	if len(l.tenders) == 1 {
		a.won(r, l.tenders)
	} else {
		a.partly = true
	}
}

// award creates the row of a contract of a lot.
func (a *results) award(l lotResult, id string, settled int) {
	r := a.contract(l.name+"/"+id, l.row)
	contract := a.contracts[id]
	r[colContractNo] = contract.value("ContractReference", "ID")                    // BT-150
	r[colTitle] = cmp.Or(inLanguage(contract.all("Title")), r[colTitle])            // BT-721
	r[colSigned] = cmp.Or(contract.value("IssueDate"), contract.value("AwardDate")) // BT-145, BT-1451
	a.won(r, a.tendersOf(l.tenders, contract, settled))
}

// tendersOf returns the tenders of a contract in a lot: those listed in both.
// If there is no common tender, it is that of the lot's result, provided there
// is only one tender and one contract.
func (a *results) tendersOf(ofLot []string, contract *element, settled int) []string {
	ofContract := references(contract, "LotTender")
	a.steps += len(ofLot) + len(ofContract)
	listed := make(map[string]bool, len(ofLot))
	for _, id := range ofLot {
		listed[id] = true
	}
	common := slices.DeleteFunc(slices.Clone(ofContract), func(id string) bool { return !listed[id] })
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

// won sets the winners of some tenders, and the tenders' total value. A
// tender's value (BT-720) is used only once: the value for a group of lots, or
// of a tender with two contracts, would otherwise count twice.
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

// tenderers returns the members of a tendering party (OPT-300), its leader
// first.
func (a *results) tenderers(id string) []party {
	var leaders, others []party
	for _, t := range a.parties[id].all("Tenderer") {
		a.steps++
		p, ok := a.orgs[t.value("ID")]
		switch {
		case !ok || p.id == "":
		case t.value("GroupLeadIndicator") == "true": // OPT-170
			leaders = append(leaders, p)
		default:
			others = append(others, p)
		}
	}
	return append(leaders, others...)
}
