package peppol_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/peppol"
)

// FuzzDecode checks that nothing panics, that errors are Invalid, and that the rows of
// a document without a fault have amounts whose sum is the document's total, which
// the test finds by its text.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte(document("CreditNote", "10", adjustment("false", "2", "x"), item("CreditNoteLine", "1", "12"))))
	f.Add([]byte(document("Invoice", "1", "", item("InvoiceLine", "1", "1e9"))))
	f.Add([]byte(`<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><AllowanceCharge/><InvoiceLine/></Invoice>`))
	f.Add([]byte(`<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		tab, err := ingesttest.DecodeWith(t, &peppol.Format{}, "x.xml", data, ingest.Limits{Memory: 1 << 16, Depth: 20, BatchRows: 2})
		if err != nil {
			if dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
				t.Fatalf("%v is not Invalid", err)
			}
			return
		}
		sum := decimal.Zero
		for i, row := range tab.Rows {
			if row.At != int64(i+1) {
				t.Fatalf("row %d has position %d", i+1, row.At)
			}
			if row.Fault != "" {
				return
			}
			amount, err := decimal.NewFromString(row.Cells["amount"])
			if err != nil {
				t.Fatalf("row %d has no amount and no fault", i+1)
			}
			sum = sum.Add(amount)
		}
		_, rest, ok := strings.Cut(string(data), `<cbc:TaxExclusiveAmount currencyID="SEK">`)
		text, _, closed := strings.Cut(rest, "</cbc:TaxExclusiveAmount>")
		stated, err := decimal.NewFromString(strings.TrimSpace(text))
		if ok && closed && err == nil && strings.Count(string(data), "TaxExclusiveAmount") == 2 && len(tab.Rows) > 0 && !sum.Abs().Equal(stated.Abs()) {
			t.Fatalf("the rows sum to %s, the document says %s", sum, stated)
		}
	})
}
