package peppol

import (
	"cmp"
	"encoding/xml"

	"dubbelkrona/internal/rawbatch"
)

// The columns, in their order.
var columns = [...]string{
	"kind", "invoice_no", "issue_date", "type_code", "currency", "contract_reference", "order_reference", "buyer_reference", "preceding_invoice",
	"seller_id", "seller_name", "buyer_id", "buyer_name", "line_id", "amount", "quantity", "unit", "accounting_cost", "item", "description",
}

// output is the second pass, which writes the rows.
type output struct {
	*rawbatch.Batcher
	doc  *document
	line line
}

// line is the current invoice line.
type line struct{ id, amount, quantity, unit, accountingCost, item, description string }

// root implements visitor.
func (o *output) root(xml.Name) error { return nil }

// end implements visitor.
func (o *output) end(e element) error {
	l := &o.line
	switch string(e.path) {
	case "InvoiceLine/ID", "CreditNoteLine/ID":
		set(&l.id, e.text)
	case "InvoiceLine/LineExtensionAmount", "CreditNoteLine/LineExtensionAmount":
		set(&l.amount, e.text)
	case "InvoiceLine/InvoicedQuantity", "CreditNoteLine/CreditedQuantity":
		set(&l.quantity, e.text)
		set(&l.unit, e.unit)
	case "InvoiceLine/AccountingCost", "CreditNoteLine/AccountingCost":
		set(&l.accountingCost, e.text)
	case "InvoiceLine/Item/Name", "CreditNoteLine/Item/Name":
		set(&l.item, e.text)
	case "InvoiceLine/Item/Description", "CreditNoteLine/Item/Description":
		set(&l.description, e.text)
	case "InvoiceLine", "CreditNoteLine":
		done := o.line
		o.line = line{}
		return o.write(kindLine, done, false)
	}
	return nil
}

// adjustments writes the allowances and charges of the document.
func (o *output) adjustments() error {
	for _, a := range o.doc.adjustments {
		kind, minus := kindCharge, false
		if a.charge != "true" {
			kind, minus = kindAllowance, true
		}
		if err := o.write(kind, line{amount: a.amount, item: cmp.Or(a.reason, a.code)}, minus); err != nil {
			return err
		}
	}
	return nil
}

// write writes a row; minus means that its amount is subtracted.
func (o *output) write(kind string, l line, minus bool) error {
	d := o.doc
	if minus != d.credit {
		l.amount = negated(l.amount)
	}
	set(&l.accountingCost, d.accountingCost)
	cells := [len(columns)]string{
		kind, d.number, d.issued, d.kind, d.currency, d.contract, d.order, d.reference, d.preceding,
		d.seller.id, d.seller.name(), d.buyer.id, d.buyer.name(), l.id, l.amount, l.quantity, l.unit, l.accountingCost, l.item, l.description,
	}
	for i, cell := range cells {
		o.SetText(i, cell)
	}
	o.Fault(d.fault)
	return o.EndNext()
}
