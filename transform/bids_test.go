package transform

import (
	"strings"
	"testing"
)

// The expected figures were counted with another program: 23,187 rows, all with one
// contracted bid, of which the names of 229 suppliers are hidden.
func TestContractedBids(t *testing.T) {
	data := realFile(t, "uhm/number_of_contracted_tenders_with_suppliers.xlsx")
	got := runSource(t, Spec{Profile: "uhm-anbud"}, xlsxFormat(t), "tenders.xlsx", data)
	if got.err != nil || len(got.rows) != 23187 {
		t.Fatalf("%d rows, %v, issues %v", len(got.rows), got.err, got.rules())
	}
	got.counted(t, map[string]int{
		" municipality=":                10693,
		" bidder_name=":                 23187 - 229, // Personuppgift
		"Personuppgift":                 0,
		" lot=CAN-MT-afvhklqwsp-02_1 ":  136,
		" bidder_name=SWECO Sverige AB": 236,
		" bids=":                        0,
		" contracted=":                  23187,
	})
	want := "bid: procurement=KA785 lot=CAN-KA-AN422-02_1 municipality=2580 buyer_org_no=2120002742 buyer_name=LULEÅ KOMMUN bidder_name=StudentConsulting Sweden AB (publ) contracted=1 published=2021-01-01 _row=2"
	if got.rows[0] != want {
		t.Errorf("first row\n%s\nwant\n%s", got.rows[0], want)
	}
}

// A made-up export of numbers of bids, which names no supplier, and one of contracted
// bids, which hides a supplier who is a person.
func TestExportsOfBids(t *testing.T) {
	const numbers = "\ufeffÅr;Namn för köpare;Organisationsnummer för köpare;Upphandlings-ID;Anbudsområdes-ID;Publiceringsdatum;Antal anbud, Summa\r\n" +
		"2021;SÖDERHAMNS KOMMUN;2120002353;UP1;L1;2021-03-01;4\r\n" +
		"2021;BOLAGET AB;556016-0680;UP2;Uppgift saknas;2021-03-02;Uppgift saknas\r\n" +
		"2021;BOLAGET AB;556016-0680;UP3;L3;2021-03-02;-1\r\n"
	got := runSource(t, Spec{Profile: "uhm-anbud"}, csvFormat(t), "export.csv", []byte(numbers))
	equalLists(t, "rows", got.rows, []string{
		"bid: procurement=UP1 lot=L1 municipality=2182 buyer_org_no=2120002353 buyer_name=SÖDERHAMNS KOMMUN bids=4 published=2021-03-01 _row=2",
		"bid: procurement=UP2 buyer_org_no=5560160680 buyer_name=BOLAGET AB published=2021-03-02 _row=3",
	})
	if rules := strings.Join(got.rules(), ","); !strings.Contains(rules, "4 bids") {
		t.Errorf("a negative number of bids: %s", rules)
	}
	contracted := strings.Replace(numbers[:strings.Index(numbers, "2021;BOLAGET")], "Antal anbud, Summa", `"Antal kontrakterade anbud*, Summa";Namn för leverantör`, 1)
	contracted = strings.Replace(contracted, ";4\r\n", ";1;Personuppgift\r\n", 1)
	got = runSource(t, Spec{Profile: "uhm-anbud"}, csvFormat(t), "export.csv", []byte(contracted))
	equalLists(t, "rows", got.rows, []string{"bid: procurement=UP1 lot=L1 municipality=2182 buyer_org_no=2120002353 buyer_name=SÖDERHAMNS KOMMUN contracted=1 published=2021-03-01 _row=2"})
}
