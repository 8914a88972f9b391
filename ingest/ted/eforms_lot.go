package ted

import "cmp"

// lotRow returns the cells that all contracts of a lot share, from the notice
// and the lot. The lot may be nil.
func (f *eform) lotRow(lot *element) row {
	if known, ok := f.lotRows[lot]; ok {
		return known
	}
	r := f.base
	if lot != nil {
		f.fromLot(&r, lot)
	}
	f.lotRows[lot] = r
	return r
}

// fromLot sets the cells of a lot.
func (f *eform) fromLot(r *row, lot *element) {
	project := lot.at("ProcurementProject")
	r[colLot] = lot.value("ID")
	r[colTitle] = cmp.Or(inLanguage(project.all("Name")), r[colTitle])
	r[colCPV] = cmp.Or(mainCPV(project), r[colCPV])
	estimate := moneyIn(project.at("RequestedTenderTotal", "EstimatedOverallContractAmount")) // BT-27
	r[colEstimatedValue], r[colEstimatedCurrency] = estimate.value, estimate.currency
	r[colStart] = project.value("PlannedPeriod", "StartDate") // BT-536
	r[colEnd] = project.value("PlannedPeriod", "EndDate")     // BT-537
	terms := lot.at("TenderingTerms")
	r[colReservedParticipation] = reservedParticipation(terms)
	r[colReservedExecution] = requirement(terms, "reserved-execution")
	r[colSocialObjective], r[colSocialClause] = social(project)
}

// reservedParticipation returns the codes of reserved participation (BT-71),
// joined: none, res-ws or res-pub-ser.
func reservedParticipation(terms *element) string {
	var codes []string
	for _, request := range terms.all("TendererQualificationRequest") {
		for _, r := range request.all("SpecificTendererRequirement") {
			if code := r.at("TendererRequirementTypeCode"); code.attr("listName") == "reserved-procurement" {
				codes = append(codes, code.text)
			}
		}
	}
	return joined(codes)
}

// requirement returns the code of a requirement on the performance of the
// contract, such as reserved execution (BT-736): yes or no.
func requirement(terms *element, list string) string {
	for _, r := range terms.all("ContractExecutionRequirement") {
		if code := r.at("ExecutionRequirementCode"); code.attr("listName") == list {
			return code.text
		}
	}
	return ""
}

// social returns the social objectives (BT-775) and whether there are social
// requirements, which is known if strategic procurement (BT-06) is stated.
func social(project *element) (objectives, clause string) {
	var codes []string
	for _, t := range project.all("ProcurementAdditionalType") {
		code := t.at("ProcurementTypeCode")
		switch code.attr("listName") {
		case "social-objective":
			codes = append(codes, code.text)
		case "strategic-procurement":
			if code.text == "soc-obj" {
				clause = yes
			} else if code.text != "" && clause == "" {
				clause = no
			}
		}
	}
	if objectives = joined(codes); objectives != "" {
		clause = yes
	}
	return objectives, clause
}

// moneyIn returns the amount of a UBL element.
func moneyIn(e *element) amount { return newAmount(e.value(), e.attr("currencyID")) }

// references returns the distinct identifiers in child elements of a name.
func references(e *element, name string) []string {
	var ids []string
	for _, c := range e.all(name) {
		ids = append(ids, c.value("ID"))
	}
	return distinct(ids)
}
