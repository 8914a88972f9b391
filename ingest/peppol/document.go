package peppol

import (
	"cmp"
	"encoding/xml"
	"strings"

	"github.com/shopspring/decimal"

	"dubbelkrona"
)

// document is what the first pass collects about a document.
type document struct {
	credit bool               // its amounts have the opposite sign
	texts  map[string]*string // by the path of the element that has them

	number, issued, kind, currency string
	accountingCost                 string
	contract, order, reference     string
	preceding                      string // the invoice that it corrects
	seller, buyer                  party

	total       string          // TaxExclusiveAmount, as written
	sum         decimal.Decimal // of lines, allowances and charges
	adjustments []adjustment    // allowances and charges of the whole
	open        adjustment      // that is being read
	line        string          // net amount of the line that is being read
	lines       int64           // that have ended
	currencies  map[string]bool // that amounts are of
	fault       string          // what is wrong with the whole, empty for nothing
}

// adjustment is an allowance or charge of the whole document.
type adjustment struct {
	charge         string // ChargeIndicator
	amount, reason string
	code           string // of the reason
}

// Values of the column kind.
const (
	kindLine      = "line"
	kindAllowance = "allowance"
	kindCharge    = "charge"
)

// maxAdjustments is the max number of allowances and charges of a document.
const maxAdjustments = 10_000

// root implements visitor.
func (d *document) root(name xml.Name) error {
	d.credit = name.Space == creditNoteSpace
	d.currencies = make(map[string]bool)
	d.texts = map[string]*string{
		"ID": &d.number, "IssueDate": &d.issued, "DocumentCurrencyCode": &d.currency,
		"InvoiceTypeCode": &d.kind, "CreditNoteTypeCode": &d.kind,
		"AccountingCost": &d.accountingCost, "BuyerReference": &d.reference, "OrderReference/ID": &d.order,
		"ContractDocumentReference/ID": &d.contract, "BillingReference/InvoiceDocumentReference/ID": &d.preceding,
		"LegalMonetaryTotal/TaxExclusiveAmount": &d.total,
		"AllowanceCharge/ChargeIndicator":       &d.open.charge, "AllowanceCharge/Amount": &d.open.amount,
		"AllowanceCharge/AllowanceChargeReason": &d.open.reason, "AllowanceCharge/AllowanceChargeReasonCode": &d.open.code,
		"InvoiceLine/LineExtensionAmount": &d.line, "CreditNoteLine/LineExtensionAmount": &d.line,
	}
	return nil
}

// end implements visitor.
func (d *document) end(e element) error {
	path := string(e.path)
	if text := d.texts[path]; text != nil {
		set(text, e.text)
	}
	switch path {
	case "InvoiceTypeCode", "CreditNoteTypeCode":
		if d.kind != e.text {
			d.broken("invoice.type: two type codes")
		}
	case "LegalMonetaryTotal/TaxExclusiveAmount", "AllowanceCharge/Amount", "InvoiceLine/LineExtensionAmount", "CreditNoteLine/LineExtensionAmount":
		d.count(e)
	case "AllowanceCharge":
		return d.adjusted()
	case "InvoiceLine", "CreditNoteLine":
		d.lines++
		d.add(d.line, false)
		d.line = ""
	}
	if rest, ok := strings.CutPrefix(path, "AccountingSupplierParty/Party/"); ok {
		d.seller.end(rest, e)
	} else if rest, ok := strings.CutPrefix(path, "AccountingCustomerParty/Party/"); ok {
		d.buyer.end(rest, e)
	}
	return nil
}

// adjusted processes a completed allowance or charge.
func (d *document) adjusted() error {
	a := d.open
	d.open = adjustment{}
	if a.charge != "true" && a.charge != "false" {
		d.broken("invoice.charge: no indicator")
	}
	d.add(a.amount, a.charge != "true")
	if d.adjustments = append(d.adjustments, a); len(d.adjustments) > maxAdjustments {
		return dubbelkrona.Invalidf("it has more than %d allowances and charges", maxAdjustments)
	}
	return nil
}

// add adds an amount to the sum, or subtracts it.
func (d *document) add(text string, minus bool) {
	amount, ok := parseAmount(text)
	switch {
	case !ok:
		d.broken("invoice.amount: one is no number")
	case minus:
		d.sum = d.sum.Sub(amount)
	default:
		d.sum = d.sum.Add(amount)
	}
}

// count records the currency of an amount; two are enough to detect a currency
// that is not the document's.
func (d *document) count(e element) {
	if e.currency != "" && len(d.currencies) < 2 {
		d.currencies[e.currency] = true
	}
}

// broken records what is wrong with the document; the first fault is kept.
func (d *document) broken(why string) {
	if d.fault == "" {
		d.fault = why
	}
}

// complete validates the whole document at its end.
func (d *document) complete() error {
	if d.total == "" {
		return dubbelkrona.Invalidf("it has no LegalMonetaryTotal/TaxExclusiveAmount, which its rows are checked against")
	}
	for currency := range d.currencies {
		if currency != d.currency {
			d.broken("invoice.currency: not the document's")
		}
	}
	if why := d.disagreement(); why != "" {
		d.broken("invoice.type: " + why)
	}
	total, ok := parseAmount(d.total)
	switch {
	case !ok:
		d.broken("invoice.amount: one is no number")
	case !total.Equal(d.sum):
		d.broken("invoice.total: " + d.sum.String() + " of " + total.String())
	}
	return nil
}

// set keeps the first value of what must be unique.
func set(to *string, text string) {
	*to = cmp.Or(*to, text)
}
