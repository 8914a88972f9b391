package peppol_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/peppol"
)

const space = `xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"`

// document returns a document with a header, the given lines and a total.
func document(kind, total, before, lines string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<` + kind + ` xmlns="urn:oasis:names:specification:ubl:schema:xsd:` + kind + `-2" ` + space + `>
<cbc:ID>F-17</cbc:ID><cbc:IssueDate>2026-02-03</cbc:IssueDate><cbc:DocumentCurrencyCode>SEK</cbc:DocumentCurrencyCode><cbc:AccountingCost>6150</cbc:AccountingCost>
<cac:ContractDocumentReference><cbc:ID>AVT-9</cbc:ID></cac:ContractDocumentReference>
<cac:AccountingSupplierParty><cac:Party><cbc:EndpointID schemeID="0088">7300010000001</cbc:EndpointID><cac:PartyName><cbc:Name>Trädgårdarna</cbc:Name></cac:PartyName>
<cac:PartyTaxScheme><cbc:CompanyID>SE556016068001</cbc:CompanyID></cac:PartyTaxScheme>
<cac:PartyLegalEntity><cbc:RegistrationName>Trädgård &amp; Park AB</cbc:RegistrationName></cac:PartyLegalEntity>
<cac:Contact><cbc:Name>Kontakt Person</cbc:Name></cac:Contact></cac:Party></cac:AccountingSupplierParty>
<cac:AccountingCustomerParty><cac:Party><cbc:EndpointID schemeID="0007">2120000829</cbc:EndpointID><cac:PartyName><cbc:Name>Kommunen</cbc:Name></cac:PartyName></cac:Party></cac:AccountingCustomerParty>
` + before + `<cac:LegalMonetaryTotal><cbc:TaxExclusiveAmount currencyID="SEK">` + total + `</cbc:TaxExclusiveAmount></cac:LegalMonetaryTotal>
` + lines + `</` + kind + `>`
}

// item returns a line of a document.
func item(kind, id, amount string) string {
	return fmt.Sprintf(`<cac:%s><cbc:ID>%s</cbc:ID><cbc:LineExtensionAmount currencyID="SEK">%s</cbc:LineExtensionAmount><cac:Item><cbc:Description>Grönytor i norra parken under januari månad</cbc:Description><cbc:Name>Skötsel %[2]s</cbc:Name></cac:Item></cac:%[1]s>
`, kind, id, amount)
}

func adjustment(charge, amount, reason string) string {
	return `<cac:AllowanceCharge><cbc:ChargeIndicator>` + charge + `</cbc:ChargeIndicator><cbc:AllowanceChargeReason>` + reason +
		`</cbc:AllowanceChargeReason><cbc:Amount currencyID="SEK">` + amount + `</cbc:Amount></cac:AllowanceCharge>`
}

var sample = document("Invoice", "115.25", adjustment("true", "10.50", "Frakt")+adjustment("false", "5.25", "Rabatt"),
	item("InvoiceLine", "1", "100.00")+item("InvoiceLine", "2", "-40")+item("InvoiceLine", "3", "50.00"))

var columns = strings.Fields("kind invoice_no issue_date type_code currency contract_reference order_reference buyer_reference preceding_invoice " +
	"seller_id seller_name buyer_id buyer_name line_id amount quantity unit accounting_cost item description")

func TestConformance(t *testing.T) {
	ingesttest.Run(t, ingesttest.Subject{
		Object: "faktura.xml", Sample: []byte(sample), Rows: 5, Columns: columns,
		Empty: []byte(document("Invoice", "0", "", "")), Large: large, LargeRows: 150_000,
		Make: ingesttest.InMemory(&peppol.Format{}),
	})
}

// large returns an invoice with the given number of lines of 1 krona.
func large(rows int) []byte {
	var b bytes.Buffer
	for i := range rows {
		b.WriteString(item("InvoiceLine", fmt.Sprint(i+1), "1.00"))
	}
	return []byte(document("Invoice", fmt.Sprint(rows), "", b.String()))
}

// show formats the given cells of each row.
func show(tab ingesttest.Table, columns ...string) string {
	var lines []string
	for _, row := range tab.Rows {
		var cells []string
		for _, name := range columns {
			if cell, ok := row.Cells[name]; ok {
				cells = append(cells, cell)
			} else {
				cells = append(cells, "∅")
			}
		}
		line := fmt.Sprintf("%d:%s", row.At, strings.Join(cells, "|"))
		if row.Fault != "" {
			line += " !" + row.Fault
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func TestSample(t *testing.T) {
	tab, err := ingesttest.Decode(t, &peppol.Format{}, "x.xml", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	const common = "|F-17|2026-02-03|∅|SEK|AVT-9|∅|∅|∅|5560160680|Trädgård & Park AB|2120000829|Kommunen|"
	const about = "|∅|∅|6150|"
	want := "1:line" + common + "1|100.00" + about + "Skötsel 1|Grönytor i norra parken under januari månad\n" +
		"2:line" + common + "2|-40" + about + "Skötsel 2|Grönytor i norra parken under januari månad\n" +
		"3:line" + common + "3|50.00" + about + "Skötsel 3|Grönytor i norra parken under januari månad\n" +
		"4:charge" + common + "∅|10.50" + about + "Frakt|∅\n5:allowance" + common + "∅|-5.25" + about + "Rabatt|∅"
	if got := show(tab, columns...); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// The examples of Peppol; the expected figures were read from the files by hand.
func TestRealDocuments(t *testing.T) {
	const common = "Snippet1|2017-11-13|GB983294|SupplierOfficialName Ltd|39937423947|Buyer Official Name|EUR|"
	correction := strings.Replace(common, "Snippet1", "Correction1", 1)
	for name, want := range map[string]string{
		"base-example.xml": "1:" + common + "∅|line|2800|Konteringsstreng|item name\n2:" + common + "∅|line|-1500|4025:123:4343|item name 2\n3:" +
			common + "∅|charge|25|4025:123:4343|Insurance",
		"base-negative-inv-correction.xml": "1:" + correction + "∅|line|-2800|Konteringsstreng|item name\n2:" + correction + "∅|line|1500|4025:123:4343|item name 2\n3:" +
			correction + "∅|charge|-25|4025:123:4343|Insurance",
		"base-creditnote-correction.xml": "1:" + common + "∅|line|-2800|Konteringsstreng|item name\n2:" + common + "∅|line|1500|4025:123:4343|item name 2\n3:" +
			common + "∅|charge|-25|4025:123:4343|Insurance",
		"Allowance-example.xml": "1:" + common + "framework no 1|line|4000.00|Konteringsstreng|item name\n2:" + common + "framework no 1|line|1000.00|Konteringsstreng|item name\n3:" +
			common + "framework no 1|line|900.00|Konteringsstreng|item name\n4:" + common + "framework no 1|charge|200|4025:123:4343|Cleaning\n5:" +
			common + "framework no 1|allowance|-200|4025:123:4343|Discount",
	} {
		data, err := os.ReadFile("../../../shared/fixtures/peppol/" + name)
		if err != nil {
			t.Skip("the folder of real files is absent")
		}
		if !peppol.Kind().Match(name, data) {
			t.Errorf("%s is not read as an invoice", name)
		}
		tab, err := ingesttest.Decode(t, &peppol.Format{}, name, data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		got := show(tab, "invoice_no", "issue_date", "seller_id", "seller_name", "buyer_id", "buyer_name", "currency", "contract_reference", "kind", "amount", "accounting_cost", "item")
		if got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
		}
	}
}

func TestQuirks(t *testing.T) {
	two := item("InvoiceLine", "1", "10.10") + item("InvoiceLine", "2", "-0.10")
	party := func(content string) string {
		return strings.Replace(document("Invoice", "1", "", item("InvoiceLine", "1", "1")), `<cac:PartyTaxScheme><cbc:CompanyID>SE556016068001</cbc:CompanyID></cac:PartyTaxScheme>`, content, 1)
	}
	for _, c := range []struct{ name, in, columns, want string }{
		{"a credit note", document("CreditNote", "10", adjustment("false", "2", "x"), item("CreditNoteLine", "1", "15.00")+item("CreditNoteLine", "2", "-3")), "kind amount",
			"1:line|-15\n2:line|3\n3:allowance|2"},
		{"a line of a credit note in an invoice", document("Invoice", "10", "", two), "amount", "1:10.10\n2:-0.10"},
		{"decimals that a float would lose", document("Invoice", "0.3", "", item("InvoiceLine", "1", "0.1")+item("InvoiceLine", "2", "0.2")), "amount", "1:0.1\n2:0.2"},
		{"a wrong total", document("Invoice", "10.01", "", two), "amount", "1:10.10 !invoice.total: 10 of 10.01\n2:-0.10 !invoice.total: 10 of 10.01"},
		{"an amount with a comma", document("Invoice", "10", "", item("InvoiceLine", "1", "10,00")), "amount", "1:10,00 !invoice.amount: one is no number"},
		{"an amount with an exponent", document("Invoice", "10", "", item("InvoiceLine", "1", "1e9999999")), "amount", "1:1e9999999 !invoice.amount: one is no number"},
		{"a line without an amount", document("Invoice", "0", "", `<cac:InvoiceLine><cbc:ID>1</cbc:ID></cac:InvoiceLine>`), "line_id", "1:1 !invoice.amount: one is no number"},
		{"an adjustment without an indicator", document("Invoice", "0", adjustment("", "0", "x"), ""), "kind", "1:allowance !invoice.charge: no indicator"},
		{"an amount in another currency", strings.Replace(document("Invoice", "10", "", two), `currencyID="SEK">10.10`, `currencyID="EUR">10.10`, 1), "amount",
			"1:10.10 !invoice.currency: not the document's\n2:-0.10 !invoice.currency: not the document's"},
		{"amounts that name no currency", strings.ReplaceAll(document("Invoice", "10", "", two), ` currencyID="SEK"`, ""), "currency amount", "1:SEK|10.10\n2:SEK|-0.10"},
		{"allowances of a line and a price are in its amount", document("Invoice", "10", "", strings.ReplaceAll(item("InvoiceLine", "1", "10"), "<cac:Item>",
			adjustment("true", "3", "x")+`<cac:Price>`+adjustment("false", "4", "y")+`</cac:Price><cac:Item>`)), "kind amount", "1:line|10"},
		{"an envelope", `<sh:StandardBusinessDocument xmlns:sh="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"><sh:StandardBusinessDocumentHeader><sh:ID>x</sh:ID></sh:StandardBusinessDocumentHeader>` +
			strings.TrimPrefix(document("Invoice", "10", "", two), `<?xml version="1.0" encoding="UTF-8"?>`) + `</sh:StandardBusinessDocument>`, "invoice_no amount", "1:F-17|10.10\n2:F-17|-0.10"},
		{"an extension with the names of the document", document("Invoice", "10", `<ext:UBLExtensions xmlns:ext="x"><cbc:ID>other</cbc:ID><cac:InvoiceLine/></ext:UBLExtensions>`, two), "invoice_no", "1:F-17\n2:F-17"},
		{"other prefixes, no prefixes", strings.NewReplacer("cac:", "a:", ":cac=", ":a=", "cbc:", "", " xmlns:cbc=", " xmlns:b=").Replace(document("Invoice", "10", "", two)), "invoice_no amount", "1:F-17|10.10\n2:F-17|-0.10"},
		{"references to characters, CDATA", strings.Replace(document("Invoice", "10", "", two), "Skötsel 1", "Sk&#246;tsel &lt;1&gt;<![CDATA[ & 2]]>", 1), "item", "1:Skötsel <1> & 2\n2:Skötsel 2"},
		{"a byte order mark", "\ufeff" + document("Invoice", "10", "", two), "amount", "1:10.10\n2:-0.10"},
		{"the legal registration goes first", party(`<cac:PartyTaxScheme><cbc:CompanyID>SE556000000001</cbc:CompanyID></cac:PartyTaxScheme><cac:PartyLegalEntity><cbc:CompanyID schemeID="0007">5560160680</cbc:CompanyID></cac:PartyLegalEntity>`), "seller_id", "1:5560160680"},
		{"then another identity of the scheme", party(`<cac:PartyIdentification><cbc:ID schemeID="0007">5560160680</cbc:ID></cac:PartyIdentification><cac:PartyLegalEntity><cbc:CompanyID>GB1</cbc:CompanyID></cac:PartyLegalEntity>`), "seller_id", "1:5560160680"},
		{"then the VAT number", party(`<cac:PartyTaxScheme><cbc:CompanyID>SE556016068001</cbc:CompanyID></cac:PartyTaxScheme><cac:PartyLegalEntity><cbc:CompanyID>1</cbc:CompanyID></cac:PartyLegalEntity>`), "seller_id", "1:5560160680"},
		{"then the legal registration as it is", party(`<cac:PartyTaxScheme><cbc:CompanyID>DE123456789</cbc:CompanyID></cac:PartyTaxScheme><cac:PartyLegalEntity><cbc:CompanyID>HRB 1</cbc:CompanyID></cac:PartyLegalEntity>`), "seller_id", "1:HRB 1"},
		{"approval for F-skatt is no VAT number", party(`<cac:PartyTaxScheme><cbc:CompanyID>Godkänd för F-skatt</cbc:CompanyID></cac:PartyTaxScheme>`), "seller_id", "1:∅"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tab, err := ingesttest.Decode(t, &peppol.Format{}, "x.xml", []byte(c.in))
			if err != nil {
				t.Fatal(err)
			}
			if got := show(tab, strings.Fields(c.columns)...); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// An Invoice is spend and a CreditNote a credit only if the type code agrees.
func TestTypeCodes(t *testing.T) {
	for _, c := range []struct{ kind, codes, amount, fault string }{
		{"Invoice", "380 71 326 384 386 393 877", "10", ""},
		{"CreditNote", "381 81 83 396 532", "-10", ""},
		{"Invoice", "381 81 83 261 262 296 308 396 420 458 532", "10", "an Invoice with the type code of a credit note"},
		{"Invoice", "325 751 1 999 x", "10", "an Invoice whose type code is none that"},
		{"CreditNote", "380 384", "-10", "a CreditNote with the type code of an invoice"},
		{"CreditNote", "261 999", "-10", "a CreditNote whose type code is none that"},
	} {
		for code := range strings.FieldsSeq(c.codes) {
			element := `<cbc:` + c.kind + `TypeCode>` + code + `</cbc:` + c.kind + `TypeCode>`
			text := document(c.kind, "10", element, item(c.kind+"Line", "1", "10"))
			tab, err := ingesttest.Decode(t, &peppol.Format{}, "x.xml", []byte(text))
			if err != nil || len(tab.Rows) != 1 {
				t.Fatalf("%s %s: %d rows, %v", c.kind, code, len(tab.Rows), err)
			}
			row := tab.Rows[0]
			if row.Cells["amount"] != c.amount || (c.fault == "") != (row.Fault == "") || !strings.Contains(row.Fault, c.fault) {
				t.Errorf("%s %s: %s, fault %q; want %s and %q", c.kind, code, row.Cells["amount"], row.Fault, c.amount, c.fault)
			}
		}
	}
	two := document("Invoice", "10", `<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:InvoiceTypeCode>381</cbc:InvoiceTypeCode>`, item("InvoiceLine", "1", "10"))
	if tab, err := ingesttest.Decode(t, &peppol.Format{}, "x.xml", []byte(two)); err != nil || tab.Rows[0].Fault != "invoice.type: two type codes" {
		t.Errorf("two type codes: %+v, %v", tab.Rows, err)
	}
}

func TestRefusals(t *testing.T) {
	good := document("Invoice", "1", "", item("InvoiceLine", "1", "1"))
	decl := `<?xml version="1.0" encoding="UTF-8"?>`
	for name, c := range map[string]struct{ in, want string }{
		"entities":           {strings.Replace(good, decl, decl+`<!DOCTYPE Invoice [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>`, 1), "document type declaration"},
		"an unknown entity":  {strings.Replace(good, "F-17", "F&secret;", 1), "line 3: its XML is malformed: invalid character entity"},
		"another charset":    {strings.Replace(good, "UTF-8", "ISO-8859-1", 1), "not UTF-8"},
		"bytes of another":   {strings.Replace(good, "Kommunen", "V\xe4xj\xf6", 1), "not UTF-8"},
		"another XML":        {strings.Replace(good, `"1.0"`, `"1.1"`, 1), "not XML 1.0"},
		"cut off":            {good[:len(good)-30], "cut off"},
		"tags that cross":    {strings.Replace(good, "F-17</cbc:ID>", "F-17</cbc:Hemligt>", 1), "XML is malformed: element"},
		"something else":     {`<order xmlns="urn:x"><ID>1</ID></order>`, "neither an Invoice nor a CreditNote"},
		"nothing":            {"", "neither a header nor a row"},
		"no total":           {strings.ReplaceAll(good, "TaxExclusiveAmount", "TaxInclusiveAmount"), "no LegalMonetaryTotal/TaxExclusiveAmount"},
		"two documents":      {"<x>" + strings.TrimPrefix(good, decl) + strings.TrimPrefix(good, decl) + "</x>", "more than one document"},
		"deep":               {strings.Replace(good, "F-17", strings.Repeat("<a>", 100)+strings.Repeat("</a>", 100), 1), "nested more than 64 deep"},
		"a text without end": {strings.Replace(good, "F-17", strings.Repeat("x", 3<<20), 1), "longer than 1048576 bytes"},
		"many adjustments":   {document("Invoice", "1", strings.Repeat(adjustment("true", "0", "x"), 10_001), ""), "more than 10000 allowances"},
		"a web page":         {"<!DOCTYPE html><html></html>", "HTML page"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ingesttest.DecodeWith(t, &peppol.Format{}, "x.xml", []byte(c.in), ingest.Limits{Memory: 1 << 20})
			if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(fmt.Sprint(err), c.want) {
				t.Errorf("%v; want an Invalid error that says %q", err, c.want)
			}
			for _, secret := range []string{"secret", "Hemligt"} {
				if strings.Contains(fmt.Sprint(err), secret) {
					t.Errorf("the error shows %q of the file: %v", secret, err)
				}
			}
		})
	}
}
