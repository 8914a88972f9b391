package transform

// profileTED is the mapping of what ingest/ted reads.
const profileTED = "ted"

// ted maps the notices of TED: contracts, and the Swedish organisations that
// buy and win. Contracts are rows of every stage of a procurement, told apart
// by status; only awarded ones have a value.
func ted() []TableSpec { return []TableSpec{tedContract(), tedOrganisation()} }

func tedContract() TableSpec {
	named := func(name string) ColumnSpec { return ColumnSpec{Column: List{name}} }
	municipality := named("buyer_name")
	municipality.As, municipality.Invalid = asMunicipality, invalidIgnore
	value := named("value")
	value.Decimal = "dot"
	reserved := named("reserved_participation")
	reserved.Values = map[string]Scalar{"none": "no", "*": "yes"}
	columns := map[string]ColumnSpec{
		"municipality":    municipality,
		"supplier_org_no": named("winner_org_no"),
		"supplier_name":   named("winner_name"),
		"reserved":        reserved,
		"value":           value,
	}
	for _, name := range []string{"contract_id", "buyer_org_no", "buyer_name", "title", "cpv", "procedure", "reserved_execution",
		"social_clause", "social_objective", "signed", "start", "end", "currency", "vat_basis", "status"} {
		columns[name] = named(name)
	}
	return TableSpec{Table: "contract", Columns: columns, Where: []Condition{{Column: List{"record"}, Equals: List{"contract"}}}}
}

// tedOrganisation takes the organisations of Sweden: the table's key is the
// Swedish number. TED_EXPORT writes countries with two letters, eForms with three.
func tedOrganisation() TableSpec {
	return TableSpec{Table: "organisation",
		Columns: map[string]ColumnSpec{"org_no": {Column: List{"org_no"}}, "name": {Column: List{"name"}}},
		Where: []Condition{
			{Column: List{"record"}, Equals: List{"organisation"}},
			{Column: List{"country"}, Equals: List{"SE", "SWE"}},
		},
	}
}
