package examples_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// contractsOf returns a column of the contracts in a row of Table 7, found by municipality
// and service.
func contractsOf(r *reported, column string, row map[string]string) (texts []string) {
	r.t.Helper()
	for _, found := range r.ask(fmt.Sprintf("SELECT CAST(%s AS VARCHAR) FROM core.contract WHERE municipality = '%s' AND title LIKE '%s%%' ORDER BY contract_id", column, r.codes[row["kommun"]], row["avser"])) {
		text, _ := found[0].(string)
		texts = append(texts, text)
	}
	return texts
}

// contracts returns the number of procurements in a row of Table 7, or the report's total.
// The rows of a municipality add up to its figure.
func contracts(r *reported, row map[string]string) string {
	switch town := row["kommun"]; {
	case town == "Totalt antal":
		if total := r.figure("procurements//2022/all"); total != r.figure("procurements/declared/2022/all") {
			r.t.Errorf("the rows add up to %s", total)
		}
		return r.figure("procurements/declared/2022/all")
	case row["avser"] == "":
		return r.of("procurements", "", "2022", town)
	default:
		if all := r.ask(fmt.Sprintf("SELECT count(*) FROM core.contract WHERE municipality = '%s'", r.codes[town])); r.of("procurements", "", "2022", town) != fmt.Sprint(all[0][0]) {
			r.t.Errorf("%s has %v contracts and %s procurements", town, all[0][0], r.of("procurements", "", "2022", town))
		}
		return strconv.Itoa(len(contractsOf(r, "contract_id", row)))
	}
}

// only returns the text that all contracts of a row have.
func only(r *reported, column string, row map[string]string) string {
	if row["avser"] == "" {
		return ""
	}
	texts := slices.Compact(contractsOf(r, column, row))
	if len(texts) != 1 {
		r.t.Errorf("%s: %q, want one %s", row["avser"], texts, column)
		return ""
	}
	return texts[0]
}

// formOf returns the report's word for the form of a row's contracts.
func formOf(r *reported, row map[string]string) string {
	words := map[string][]string{
		"open": {"Upphandling"}, "reserved_4_18": {"Reserverat kontrakt"},
		"direct": {"Direktupphandling", "Direktupphandling med kriterier för reserverad upphandling"},
		"":       {""},
	}
	form := only(r, "form", row)
	if !slices.Contains(words[form], row["form"]) {
		return form
	}
	return row["form"]
}

// suppliersOf returns the suppliers of a row's contracts, each once.
func suppliersOf(r *reported, row map[string]string) string {
	if row["avser"] == "" {
		return ""
	}
	return strings.Join(slices.Compact(contractsOf(r, "supplier_name", row)), ", ")
}

// titleOf returns the service of a row's contracts, without the number of each.
func titleOf(r *reported, row map[string]string) string {
	if row["avser"] == "" {
		return ""
	}
	titles := contractsOf(r, "title", row)
	for i, title := range titles {
		title, _, _ = strings.Cut(title, " (")
		titles[i] = title
	}
	titles = slices.Compact(titles)
	return strings.Join(titles, " | ")
}

// signedOf returns the month in which a row's contracts were signed.
func signedOf(r *reported, row map[string]string) string {
	day := only(r, "signed", row)
	return strings.TrimSuffix(day, "-01")
}
