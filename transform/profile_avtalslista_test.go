package transform

import (
	"testing"
	"time"
)

// A workbook with a municipality's contracts, worked out by hand: five contracts, of which
// one has two undertakings, one an undertaking in persons alone, two have none, and one is
// a sub-supplier's. The second workbook has its undertaking with a quantity that is no
// number.
func TestListOfContracts(t *testing.T) {
	day := func(year, month, day int) time.Time {
		return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	}
	head := []any{"Diarienummer", "Kommun", "Leverantör", "Organisationsnummer", "Avser", "Upphandlingsform", "Avtalsstart", "Avtalsslut", "Värde exkl. moms", "Sociala krav",
		"Underleverantör till", "Åtagande (årsarbetsmånader)", "Antal personer", "Målgrupp", "Första anställning senast", "Tröskel", "Källa"}
	list := workbook(t, head,
		[]any{"KS 2025/1", "Söderhamn", "Gröna Ytor AB", "556016-0680", "Grönytor", "Öppet förfarande", day(2025, 3, 1), day(2027, 2, 28), 1250000.5, "Ja", "", 12, 2, "Långtidsarbetslösa", day(2025, 8, 31), "75 %", "punkt 4.2"},
		[]any{"KS 2025/1", "Söderhamn", "Gröna Ytor AB", "556016-0680", "Grönytor", "Öppet förfarande", day(2025, 3, 1), day(2027, 2, 28), 1250000.5, "Ja", "", "4,5", "", "Unga", "", "", "punkt 4.3"},
		[]any{"KS 2025/2", "Söderhamn", "Tvätten", "", "Tvätt", "Reserverat kontrakt", "2025-01-01", "2025-12-31", "300 000", "Nej", "", "", 3, "", "", "", ""},
		[]any{"KS 2025/3", "2182", "Föreningen", "", "Mötesplats", "Föreningsbidrag", "", "", "", "", "", "", "", "", "", "", ""},
		[]any{"KS 2025/4", "2182", "Gräset", "", "Klippning", "Avrop", "", "", "", "", "KS 2025/1", "", "", "", "", "", ""})
	got := runSource(t, Spec{Profile: "avtalslista"}, xlsxFormat(t), "avtal.xlsx", list)
	if got.err != nil {
		t.Fatal(got.err)
	}
	const first = "contract: contract_id=KS 2025/1 municipality=2182 supplier_org_no=5560160680 supplier_name=Gröna Ytor AB title=Grönytor procedure=Öppet förfarande form=open" +
		" social_clause=true start=2025-03-01 end=2027-02-28 value=1250000.50"
	equalLists(t, "rows", got.rows, []string{
		first + " _row=2", first + " _row=3",
		"contract: contract_id=KS 2025/2 municipality=2182 supplier_name=Tvätten title=Tvätt procedure=Reserverat kontrakt form=reserved_4_18 social_clause=false" +
			" start=2025-01-01 end=2025-12-31 value=300000.00 _row=4",
		"contract: contract_id=KS 2025/3 municipality=2182 supplier_name=Föreningen title=Mötesplats procedure=Föreningsbidrag form=grant _row=5",
		"contract: contract_id=KS 2025/4 municipality=2182 supplier_name=Gräset title=Klippning procedure=Avrop tier=2 main_contract=KS 2025/1 _row=6",
		"requirement: contract_ref=KS 2025/1 kind=employment target_group=Långtidsarbetslösa months=12.000000 persons=2 first_by=2025-08-31 tolerance=0.750000 source=punkt 4.2 _row=2",
		"requirement: contract_ref=KS 2025/1 kind=employment target_group=Unga months=4.500000 source=punkt 4.3 _row=3",
		"requirement: contract_ref=KS 2025/2 kind=employment persons=3 _row=4",
	})
	equalLists(t, "issues", got.rules(), []string{"6 form code.unknown"})

	got = runSource(t, Spec{Profile: "avtalslista"}, xlsxFormat(t), "avtal.xlsx", workbook(t,
		[]any{"Avtalsnummer", "Åtagande (årsarbetsmånader)", "Antal personer"}, []any{"1", "enligt bilaga", ""}, []any{"2", -3, ""}, []any{"3", "", ""}, []any{"4", 0, ""}))
	equalLists(t, "rows", got.rows, []string{"contract: contract_id=1 _row=2", "contract: contract_id=2 _row=3", "contract: contract_id=3 _row=4", "contract: contract_id=4 _row=5",
		"requirement: contract_ref=4 kind=employment months=0.000000 _row=5"})
	equalLists(t, "issues", got.rules(), []string{"2 months number.invalid", "3 months value.range"})
}
