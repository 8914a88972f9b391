package transform

// profilePeppol is the profile of invoices and credit notes.
const profilePeppol = "peppol"

// peppolSpend maps the rows of Peppol invoices to spend, each line and each
// allowance or charge a posting. The contract is the one that the invoice
// names; a buyer's reference or order number is none, and may name a person,
// so a project that uses one of them as the contract's number maps it itself.
// The account is what the accounting cost begins with, where that is a number
// of an account; what a buyer writes behind it is of its own making.
func peppolSpend() TableSpec {
	present := func(name string) ColumnSpec { return ColumnSpec{Column: List{name}, Optional: true} }
	account := present("accounting_cost")
	account.Pattern, account.Invalid = `^(\d{3,6})(?:\D|$)`, invalidIgnore
	return TableSpec{Table: spendTable, Columns: map[string]ColumnSpec{
		"buyer_org_no":    present("buyer_id"),
		"buyer_name":      present("buyer_name"),
		"invoice_no":      {Column: List{"invoice_no"}},
		"account":         account,
		"supplier_org_no": present("seller_id"),
		"supplier_name":   present("seller_name"),
		"supplier_ref":    present("supplier_ref"),
		"contract_ref":    present("contract_reference"),
		"date":            {Column: List{"issue_date"}},
		"amount":          {Column: List{"amount"}, Decimal: "dot"},
		"currency":        {Column: List{"currency"}},
		"text":            present("item"),
	}}
}
