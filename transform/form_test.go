package transform

import (
	"fmt"
	"testing"
)

// The words of contract lists, each with the form that it means; "" is unknown.
func TestForms(t *testing.T) {
	for text, want := range map[string]string{
		"Upphandling": "open", "Öppet förfarande": "open", "ÖPPEN UPPHANDLING": "open", "Förenklat förfarande": "open", "open": "open",
		"Direktupphandling": "direct", "Direktupphandling med kriterier för reserverad upphandling": "direct", "Direct award": "direct",
		"Reserverat kontrakt": "reserved_4_18", "Reserverad upphandling (4:18)": "reserved_4_18", "LOU 4 kap. 18 §": "reserved_4_18", "reserved_4_18": "reserved_4_18",
		"19 kap. 6 a §": "reserved_19_6a", "Reserverad upphandling enligt LOU 19:6a": "reserved_19_6a", "reserved_19_6a": "reserved_19_6a",
		"LOV": "lov", "Valfrihetssystem (LOV)": "lov", "IOP": "iop", "Idéburet offentligt partnerskap (IOP)": "iop", "Idéburet offentligt partnerskap": "iop",
		"Samverkansavtal": "agreement", "Projekt": "project", "Projektbidrag": "project",
		"Bidrag": "grant", "Föreningsbidrag": "grant", "Verksamhetsbidrag": "grant", "grant": "grant",
		"LOU": "", "Reserverad direktupphandling": "", "Ej upphandling": "", "Ingen direktupphandling": "", "Stipendium": "", "§": "",
	} {
		got, why := parseForm(text)
		if got != want || (want == "") != (why == ruleCode) {
			t.Errorf("%q is %q (%s), not %q", text, got, why, want)
		}
	}
}

// A form fills the procedure of a contract whose source states none, with the source's
// own words. Unknown words leave the form NULL and the row where it is; a contract that
// says only that it was procured counts as open, and both are told.
func TestFormFillsProcedure(t *testing.T) {
	got := run(t, Spec{Profile: contractTable}, "avtal.csv", [][]string{{"contract_id", "form", "procedure"},
		{"A", "Reserverat kontrakt", ""}, {"B", "Upphandling", ""}, {"C", "direct", "Förenklat"}, {"D", "Stipendium", ""}, {"E", "", ""}, {"F", "?", ""}})
	equalLists(t, "rows", got.rows, []string{
		"contract: contract_id=A procedure=Reserverat kontrakt form=reserved_4_18 _row=2", "contract: contract_id=B procedure=Upphandling form=open _row=3",
		"contract: contract_id=C procedure=Förenklat form=direct _row=4", "contract: contract_id=D procedure=Stipendium _row=5",
		"contract: contract_id=E _row=6", "contract: contract_id=F _row=7"})
	equalLists(t, "issues", got.rules(), []string{"5 form code.unknown", "3 form form.assumed"})
	// A mapping may still reject them.
	got = run(t, Spec{Tables: []TableSpec{{Table: contractTable, Columns: map[string]ColumnSpec{
		"contract_id": {Column: List{"id"}}, "form": {Column: List{"form"}, Invalid: invalidReject}}}}}, "avtal.csv",
		[][]string{{"id", "form"}, {"A", "Stipendium"}, {"B", "IOP"}})
	equalLists(t, "rows", got.rows, []string{"contract: contract_id=B procedure=IOP form=iop _row=3"})
	if len(got.issues) != 1 || got.issues[0].Rule != string(ruleCode) {
		t.Error(got.issues)
	}
}

// A person's identity number in the form is stored nowhere: neither as a form nor as a
// procedure.
func TestFormHidesIdentityNumbers(t *testing.T) {
	got := run(t, Spec{Profile: contractTable}, "avtal.csv", [][]string{{"contract_id", "form"}, {"A", testNumber}})
	if got.has(testNumber) || got.has(testNumber[2:]) || len(got.rows) != 1 {
		t.Error(got.rows, fmt.Sprint(got.issues))
	}
}
