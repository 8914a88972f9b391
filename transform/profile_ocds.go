package transform

// profileOCDS is the mapping of what ingest/ocds reads.
const profileOCDS = "ocds"

// ocdsTables maps contracting processes of the Open Contracting Data Standard:
// contracts, the payments under them and the Swedish organisations in them.
// The standard does not say whether amounts are with VAT.
func ocdsTables() []TableSpec {
	return []TableSpec{ocdsContract(), ocdsSpend(), ocdsOrganisation()}
}

func ocdsContract() TableSpec {
	t := ocdsRows("contract", "contract", "contract_id", "buyer_org_no", "buyer_name", "supplier_org_no", "supplier_name", "title", "cpv", "procedure",
		"reserved", "reserved_execution", "social_clause", "social_objective", "signed", "start", "end", "currency", "status", "amendments")
	t.Columns["municipality"] = ocdsMunicipality()
	t.Columns["value"] = ColumnSpec{Column: List{"value"}, Decimal: "dot"}
	t.Columns["vat_basis"] = ColumnSpec{Const: new(Scalar("unknown"))}
	return t
}

func ocdsSpend() TableSpec {
	t := ocdsRows(spendTable, "transaction", "buyer_org_no", "buyer_name", "supplier_org_no", "supplier_name", "date", "currency")
	t.Columns["municipality"] = ocdsMunicipality()
	t.Columns["verification_no"] = ColumnSpec{Column: List{"transaction_id"}}
	t.Columns["contract_ref"] = ColumnSpec{Column: List{"contract_id"}}
	t.Columns["amount"] = ColumnSpec{Column: List{"amount"}, Decimal: "dot"}
	t.Columns["text"] = ColumnSpec{Column: List{"source"}}
	return t
}

func ocdsOrganisation() TableSpec { return ocdsRows("organisation", "organisation", "org_no", "name") }

// ocdsRows takes the rows of a record into a table, with columns of the same
// names.
func ocdsRows(table, record string, columns ...string) TableSpec {
	t := TableSpec{Table: table, Columns: make(map[string]ColumnSpec), Where: []Condition{{Column: List{"record"}, Equals: List{record}}}}
	for _, name := range columns {
		t.Columns[name] = ColumnSpec{Column: List{name}}
	}
	return t
}

// ocdsMunicipality is that of the buyer, who may be no municipality.
func ocdsMunicipality() ColumnSpec {
	return ColumnSpec{Column: List{"buyer_name"}, As: asMunicipality, Invalid: invalidIgnore}
}
