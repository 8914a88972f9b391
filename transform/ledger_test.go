package transform

import (
	"os"
	"strings"
	"testing"
)

// ledgerRows splits a sample in the publishers' format, with CR, LF or CRLF.
func ledgerRows(text string) (rows [][]string) {
	for line := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '\r' || r == '\n' }) {
		rows = append(rows, strings.Split(strings.TrimPrefix(line, "\ufeff"), ";"))
	}
	return rows
}

func TestLedgerOfTheRegion(t *testing.T) {
	b, err := os.ReadFile("../../shared/fixtures/supplier_ledger_se/vgr_sample.csv")
	if err != nil {
		t.Skip("the public ledger sample is not here")
	}
	got := run(t, Spec{Profile: "leverantorsreskontra"}, "vgr_sample.csv", ledgerRows(string(b)))
	equalLists(t, "rows", got.rows, []string{
		"spend: object=vgr_sample.csv buyer_org_no=2321000131 buyer_name=VÄSTRA GÖTALANDSREGIONEN unit=Fordonsförvaltningen verification_no=3010147 account=8591 account_name=Övriga finansiella kostnader supplier_org_no=6630000138 supplier_name=Swedbank AB date=2026-01-07 date_precision=day amount=136.98 _row=2",
		"spend: object=vgr_sample.csv buyer_org_no=2321000131 buyer_name=VÄSTRA GÖTALANDSREGIONEN unit=Miljö- o regionalutv.nämnd verification_no=3007244 account=5831 account_name=Driftbidr i VGR t. utförarare supplier_org_no=5564594538 supplier_name=Västsvenska TuristRådet AB date=2026-01-01 date_precision=day amount=5058332.75 _row=3",
		"spend: object=vgr_sample.csv buyer_org_no=2321000131 buyer_name=VÄSTRA GÖTALANDSREGIONEN unit=Miljö- o regionalutv.nämnd verification_no=3007258 account=7599 account_name=Övr ej verksamhetskn tjänster supplier_org_no=5569224644 supplier_name=Sensative AB date=2026-01-07 date_precision=day amount=-14250.00 _row=4",
		"spend: object=vgr_sample.csv buyer_org_no=2321000131 buyer_name=VÄSTRA GÖTALANDSREGIONEN unit=Miljö- o regionalutv.nämnd verification_no=3007259 account=7551 account_name=Konsulter spec utredn (ej IT) supplier_org_no=5566310917 supplier_name=Ecoplan In Medio AB date=2026-01-07 date_precision=day amount=3285.00 _row=5",
	})
	equalLists(t, "issues", got.rules(), nil)
}
