package ocds

import (
	"cmp"
	"time"

	"dubbelkrona/internal/jsontext"
)

// view is a merged process with what its rows share.
type view struct {
	ocid    string
	release *jsontext.Value
	history *jsontext.Value // versioned contracts, nil if there is one release
	tender  *jsontext.Value
	parties parties
	buyer   *jsontext.Value
	at      time.Time
	ids     map[string]bool // each contract_id that has been written
}

// process writes the rows of a merged process.
func (w *rows) process(ocid string, release, history *jsontext.Value) error {
	v := view{ocid: ocid, release: release, history: history, tender: release.Get("tender"), parties: partiesOf(release), ids: make(map[string]bool)}
	v.at, _ = parseInstant(textOf(release.Get("date")))
	for _, buyer := range []*jsontext.Value{release.Get("buyer"), v.tender.Get("procuringEntity"), withRole(release, "buyer")} {
		if v.buyer = v.parties.find(buyer); v.buyer != nil {
			break
		}
	}
	if err := w.register(&v); err != nil {
		return err
	}
	contracts, awards := release.Get("contracts").Elements(), release.Get("awards").Elements()
	named := make(map[*jsontext.Value]bool)
	allNamed := true
	for i := range contracts {
		award := awardOf(&contracts[i], awards)
		named[award] = true
		allNamed = allNamed && award != nil
		if err := w.contract(&v, &contracts[i], award); err != nil {
			return err
		}
	}
	for i := range awards {
		if named[&awards[i]] {
			continue
		}
		if err := w.award(&v, &awards[i], allNamed); err != nil {
			return err
		}
	}
	if len(contracts) == 0 && len(awards) == 0 {
		return w.tender(&v)
	}
	return nil
}

// register records the organisations of a process.
func (w *rows) register(v *view) error {
	orgs := []*jsontext.Value{v.buyer}
	add := func(list []jsontext.Value) {
		for i := range list {
			orgs = append(orgs, &list[i])
		}
	}
	add(v.release.Get("parties").Elements())
	for _, part := range []string{"awards", "contracts"} {
		list := v.release.Get(part).Elements()
		for i := range list {
			add(list[i].Get("suppliers").Elements())
		}
	}
	for _, org := range orgs {
		if err := w.orgs.add(org, v.at); err != nil {
			return err
		}
	}
	return nil
}

// awardOf returns the award of a contract: the referenced one, or the only one
// if it references none.
func awardOf(contract *jsontext.Value, awards []jsontext.Value) *jsontext.Value {
	id := idText(contract.Get("awardID"))
	if id == "" && len(awards) == 1 {
		return &awards[0]
	}
	for i := range awards {
		if id != "" && idText(awards[i].Get("id")) == id {
			return &awards[i]
		}
	}
	return nil
}

// contract writes the row of a contract and those of its transactions.
func (w *rows) contract(v *view, contract, award *jsontext.Value) error {
	id := idText(contract.Get("id"))
	if id == "" {
		return w.fault("contract.id: a contract has no id")
	}
	full := v.ocid + "/" + id
	if v.ids[full] {
		return w.fault("contract.id: two contracts of a process have the same id")
	}
	v.ids[full] = true
	w.begin(v, full, contract, award)
	w.set(colStatus, textOf(contract.Get("status")))
	w.money(colValue, contract.Get("value"))
	w.set(colAmendments, amendmentsOf(contract, v.history))
	if err := w.EndNext(); err != nil {
		return err
	}
	return w.transactions(v, full, contract, award)
}

// award writes the row of an award without a contract. alone means that no
// contract of the process can belong to it.
func (w *rows) award(v *view, award *jsontext.Value, alone bool) error {
	id := idText(award.Get("id"))
	if id == "" {
		return w.fault("award.id: an award has no id")
	}
	full := v.ocid + "/award/" + id
	if v.ids[full] {
		return w.fault("award.id: a contract of the process has the id of an award")
	}
	v.ids[full] = true
	w.begin(v, full, nil, award)
	status := textOf(award.Get("status"))
	w.set(colStatus, "award."+cmp.Or(status, "unknown"))
	if alone && (status == "" || status == "active") {
		w.money(colValue, award.Get("value"))
	}
	w.set(colAmendments, amendmentsOf(award, nil))
	return w.EndNext()
}

// tender writes the row of a process without awards and contracts.
func (w *rows) tender(v *view) error {
	w.begin(v, v.ocid, nil, nil)
	status := "planning"
	if v.tender.Is(jsontext.Object) {
		status = "tender." + cmp.Or(textOf(v.tender.Get("status")), "unknown")
		w.set(colAmendments, amendmentsOf(v.tender, nil))
	}
	w.set(colStatus, status)
	return w.EndNext()
}

// begin sets the cells common to contracts, awards and tenders. The day of
// signing is that of the award or of the invitation if there is no later one.
func (w *rows) begin(v *view, id string, contract, award *jsontext.Value) {
	w.common(recordContract, v.ocid, id, v.buyer, v.suppliers(contract, award))
	parts := []*jsontext.Value{contract, award, v.tender}
	w.set(colTitle, firstText(parts, "title_sv", "title"))
	w.set(colCPV, cpvOf(parts))
	w.set(colProcedure, firstText([]*jsontext.Value{v.tender}, "procurementMethod", "procurementMethodDetails"))
	t := termsOf(v.tender, contract, award)
	w.set(colReserved, t.reserved())
	w.set(colReservedExecution, t.reservedExecution())
	w.set(colSocialClause, t.socialClause())
	w.set(colSocialObjective, t.socialObjectives())
	w.set(colSigned, cmp.Or(trimmed(contract.Get("dateSigned")), trimmed(award.Get("date")), trimmed(v.tender.At("tenderPeriod", "startDate"))))
	periods := []*jsontext.Value{contract.Get("period"), award.Get("contractPeriod"), v.tender.Get("contractPeriod")}
	for _, period := range periods {
		if start, end := trimmed(period.Get("startDate")), trimmed(period.Get("endDate")); start+end != "" {
			w.set(colStart, start)
			w.set(colEnd, end)
			break
		}
	}
	w.setExtra(map[string]*jsontext.Value{"release": v.release, "tender": v.tender, "award": award, "contract": contract})
}

// common sets the cells common to contracts and transactions.
func (w *rows) common(record, ocid, contractID string, buyer *jsontext.Value, suppliers []*jsontext.Value) {
	w.set(colRecord, record)
	w.set(colOCID, ocid)
	w.set(colContractID, contractID)
	w.set(colBuyerNo, numberOf(buyer))
	w.set(colBuyerName, nameOf(buyer))
	numbers, names := several(suppliers)
	w.set(colSupplierNo, numbers)
	w.set(colSupplierName, names)
}

// suppliers returns the suppliers of the contract itself (an extension), or of
// its award.
func (v *view) suppliers(contract, award *jsontext.Value) []*jsontext.Value {
	refs := contract.Get("suppliers").Elements()
	if len(refs) == 0 {
		refs = award.Get("suppliers").Elements()
	}
	all := make([]*jsontext.Value, len(refs))
	for i := range refs {
		all[i] = v.parties.find(&refs[i])
	}
	return all
}
