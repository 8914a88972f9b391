package ted

import (
	"cmp"
	"strings"
)

// readEForm reads an eForms notice: UBL 2.3 with the extensions of the eForms
// SDK. Comments name the business terms of regulation (EU) 2019/1780.
func readEForm(root *element, w writer) error {
	f := newEForm(root)
	f.fill()
	return f.write(w)
}

// eform is the state of reading an eForms notice.
type eform struct {
	notice
	root   *element
	ext    *element // its eForms extension, nil if it has none
	result *element // the results in it, nil before the award
	orgs   map[string]party
	lots   map[string]*element
	order  []*element // lots in document order

	lotRows map[*element]row
}

func newEForm(root *element) *eform {
	f := &eform{root: root, ext: extension(root), orgs: make(map[string]party), lots: make(map[string]*element), lotRows: make(map[*element]row)}
	f.result = f.ext.at("NoticeResult")
	publication := f.ext.at("Publication")
	f.number = publicationNumber(publication.value("NoticePublicationID")) // OPP-010
	if id := root.value("ID"); f.number == "" && id != "" {                // BT-701, BT-757
		f.number = strings.TrimSuffix(id+"-"+root.value("VersionID"), "-")
	}
	for _, o := range f.ext.at("Organizations").all("Organization") {
		company := o.at("Company")
		id := company.value("PartyIdentification", "ID") // OPT-200
		f.orgs[id] = party{
			id: id, orgNo: company.value("PartyLegalEntity", "CompanyID"), // BT-501
			name:    inLanguage(namesOf(company)),                                    // BT-500
			country: company.value("PostalAddress", "Country", "IdentificationCode"), // BT-514
			natural: o.value("NaturalPersonIndicator") == "true",                     // BT-633
		}
	}
	for _, lot := range root.all("ProcurementProjectLot") {
		// A group of lots is not a lot (BT-330); a part of a planning notice is
		// (BT-137).
		if id := lot.at("ID"); id.attr("schemeName") != "LotsGroup" {
			f.order = append(f.order, lot)
			f.lots[lot.value("ID")] = lot
		}
	}
	return f
}

// namesOf returns a company's names, one per language.
func namesOf(company *element) (names []*element) {
	for _, n := range company.all("PartyName") {
		names = append(names, n.all("Name")...)
	}
	return names
}

// extension returns the eForms extension of an element.
func extension(e *element) *element {
	for _, x := range e.at("UBLExtensions").all("UBLExtension") {
		if found := x.at("ExtensionContent", "EformsExtension"); found != nil {
			return found
		}
	}
	return nil
}

// inLanguage returns the Swedish text, else the English one, else the first.
func inLanguage(texts []*element) string {
	for _, language := range []string{"SWE", "ENG"} {
		for _, t := range texts {
			if t.text != "" && t.attr("languageID") == language {
				return t.text
			}
		}
	}
	for _, t := range texts {
		if t.text != "" {
			return t.text
		}
	}
	return ""
}

// fill creates the notice's rows.
func (f *eform) fill() {
	buyers := f.buyers()
	b := &f.base
	b[colNotice], b[colNoticeType] = f.number, f.root.value("NoticeTypeCode") // BT-02
	b[colPublished] = f.ext.value("Publication", "PublicationDate")           // OPP-012
	b[colProcedureID] = f.root.value("ContractFolderID")                      // BT-04
	b[colBuyerName], b[colBuyerOrgNo] = joinedNames(buyers), firstOrgNo(buyers)
	b[colPreviousNotice] = f.previous()
	f.procedure()
	project := f.root.at("ProcurementProject")
	b[colTitle], b[colCPV] = inLanguage(project.all("Name")), mainCPV(project) // BT-21, BT-262
	if results := f.result.all("LotResult"); len(results) > 0 {
		f.awards(results)
	} else {
		f.procurements()
	}
	f.organisations(buyers, roleBuyer)
}

// buyers returns the contracting authorities (OPT-300), the lead first.
func (f *eform) buyers() (found []party) {
	for _, c := range f.root.all("ContractingParty") {
		if p, ok := f.orgs[c.value("Party", "PartyIdentification", "ID")]; ok && p.id != "" {
			found = append(found, p)
		}
	}
	return found
}

// previous returns the notice that this one changes or modifies (BT-758,
// BT-1501).
func (f *eform) previous() string {
	id := cmp.Or(f.ext.value("Changes", "ChangedNoticeIdentifier"), f.ext.value("ContractModification", "ChangedNoticeIdentifier"))
	return cmp.Or(publicationNumber(id), id)
}

// procedure sets the type of procedure (BT-105) unless it is withheld.
func (f *eform) procedure() {
	process := f.root.at("TenderingProcess")
	if f.withheld(&f.base, extension(process), "pro-typ") {
		return
	}
	f.base[colProcedure] = process.value("ProcedureCode")
}

// withheld reports whether a field is withheld from publication (BT-195), and
// records it in the row. The values of such fields are masked permanently: TED
// does not publish them after the date of BT-198.
func (f *eform) withheld(r *row, e *element, code string) bool {
	for _, p := range e.all("FieldsPrivacy") {
		if p.value("FieldIdentifierCode") == code {
			r[colWithheld] = appended(r[colWithheld], code)
			return true
		}
	}
	return false
}

func mainCPV(project *element) string {
	return project.value("MainCommodityClassification", "ItemClassificationCode")
}

// procurements creates a row for each lot of a notice without results.
func (f *eform) procurements() {
	status := statusTender
	switch f.root.at("NoticeTypeCode").attr("listName") { // BT-03
	case "planning":
		status = statusPlanned
	case "result", "dir-awa-pre":
		return // a result notice without results
	case "completion":
		status = statusCompleted
	}
	if f.ext.value("Changes", "ChangeReason", "ReasonCode") == "cancel" { // BT-140
		status = statusCancelled
	}
	for _, lot := range f.order {
		if f.tooMuch() {
			return
		}
		r := f.contract(lot.value("ID"), f.lotRow(lot))
		r[colStatus], r[colSigned] = status, cmp.Or(f.base[colPublished], f.root.value("IssueDate"))
	}
}
