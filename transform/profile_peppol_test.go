package transform

import (
	"strings"
	"testing"

	"dubbelkrona/ingest/peppol"
)

// The examples of Peppol are in euro: their amounts need an exchange rate and are not in a
// column of SEK. The expected totals are those that the documents state.
func TestInvoicesAsSpend(t *testing.T) {
	for _, c := range []struct {
		name  string
		rows  int
		total string
		first string
	}{
		{"base-example.xml", 3, "1325.00", "invoice_no=Snippet1 supplier_name=SupplierOfficialName Ltd supplier_ref=GB983294 date=2017-11-13 date_precision=day currency=EUR original_amount=2800.00 text=item name _row=1"},
		{"base-negative-inv-correction.xml", 3, "-1325.00", "invoice_no=Correction1 supplier_name=SupplierOfficialName Ltd supplier_ref=GB983294 date=2017-11-13 date_precision=day currency=EUR original_amount=-2800.00 text=item name _row=1"},
		{"base-creditnote-correction.xml", 3, "-1325.00", "invoice_no=Snippet1 supplier_name=SupplierOfficialName Ltd supplier_ref=GB983294 date=2017-11-13 date_precision=day currency=EUR original_amount=-2800.00 text=item name _row=1"},
		{"Allowance-example.xml", 5, "5900.00", "invoice_no=Snippet1 supplier_name=SupplierOfficialName Ltd supplier_ref=GB983294 contract_ref=framework no 1 date=2017-11-13 date_precision=day currency=EUR original_amount=4000.00 text=item name _row=1"},
	} {
		got := runSource(t, Spec{Profile: "peppol"}, &peppol.Format{}, c.name, realFile(t, "peppol/"+c.name))
		if got.err != nil || len(got.rows) != c.rows || got.counts.Rejected != 0 || got.sumOf(t, "original_amount").StringFixed(2) != c.total || !got.sumOf(t, "amount").IsZero() {
			t.Fatalf("%s: %d rows, %s EUR, %+v, %v", c.name, len(got.rows), got.sumOf(t, "original_amount"), got.counts, got.err)
		}
		if want := "spend: object=" + c.name + " buyer_name=Buyer Official Name " + c.first; got.rows[0] != want {
			t.Errorf("got  %s\nwant %s", got.rows[0], want)
		}
	}
}

// A sole trader's organisation number is an identity number: neither it nor the name is
// in the result. The number is an official test number.
func TestInvoiceOfSoleTrader(t *testing.T) {
	const number = "197302889931"
	doc := `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><ID>7</ID><IssueDate>2026-01-05</IssueDate><DocumentCurrencyCode>SEK</DocumentCurrencyCode>` +
		`<AccountingSupplierParty><Party><PartyLegalEntity><RegistrationName>Namn Namnsson</RegistrationName><CompanyID schemeID="0007">` + number[2:] + `</CompanyID></PartyLegalEntity></Party></AccountingSupplierParty>` +
		`<LegalMonetaryTotal><TaxExclusiveAmount>4.000</TaxExclusiveAmount></LegalMonetaryTotal>` +
		`<InvoiceLine><ID>1</ID><LineExtensionAmount>4.000</LineExtensionAmount><AccountingCost>6150:12</AccountingCost></InvoiceLine></Invoice>`
	got := runSource(t, Spec{Profile: "peppol"}, &peppol.Format{}, "x.xml", []byte(doc))
	if len(got.rows) != 1 || got.sumOf(t, "amount").String() != "4" || got.has(number[2:]) || got.has("Namnsson") {
		t.Errorf("%q, %v", got.rows, got.issues)
	}
	if len(got.rows) == 1 && !strings.Contains(got.rows[0], " account=6150 ") {
		t.Errorf("no account in %s", got.rows[0])
	}
}
