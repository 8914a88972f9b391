package peppol

import (
	"slices"
	"strings"
)

// The document types of UNCL1001 that Peppol BIS Billing 3 has for an Invoice
// and for a CreditNote (rules PEPPOL-EN16931-P0100 and P0101), and the credit
// notes that UNCL1001 has beside those.
const (
	invoiceCodes     = "71 80 82 84 102 218 219 326 331 380 382 383 384 386 388 393 395 553 575 623 780 817 870 875 876 877"
	creditNoteCodes  = "81 83 381 396 532"
	otherCreditCodes = "261 262 296 308 420 458 502 503"
)

// disagreement returns the fault of a document's type code, empty if it has
// none. A document whose element and type code disagree is neither spend nor a
// credit until a person has checked it.
func (d *document) disagreement() string {
	among := func(codes string) bool { return slices.Contains(strings.Fields(codes), d.kind) }
	switch {
	case d.kind == "" || d.credit && among(creditNoteCodes) || !d.credit && among(invoiceCodes):
		return ""
	case d.credit && among(invoiceCodes):
		return "the document is a CreditNote with the type code of an invoice (UNCL1001); whether it is spend or a credit is unknown"
	case d.credit:
		return "the document is a CreditNote whose type code is none that Peppol BIS Billing 3 has for one (UNCL1001: " + creditNoteCodes + ")"
	case among(creditNoteCodes + " " + otherCreditCodes):
		return "the document is an Invoice with the type code of a credit note (UNCL1001); ask the supplier for a CreditNote, or for the right code"
	}
	return "the document is an Invoice whose type code is none that Peppol BIS Billing 3 has for one (UNCL1001: " + invoiceCodes + ")"
}
