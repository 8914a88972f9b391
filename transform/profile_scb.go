package transform

// The profiles of statistics as PxWeb, JSON-stat and PX files give them.
const (
	profileSCB      = "scb"
	profileSCBPrice = "scb-kpi"
	profileSCBTax   = "scb-skattesats"
)

// scbIndicator maps any table to indicator, and what its contents are said to
// be to indicator_definition.
func scbIndicator() []TableSpec {
	named := func(name string) ColumnSpec { return ColumnSpec{Column: List{name}} }
	return []TableSpec{
		{Table: indicatorTable, Where: []Condition{isRecord("value")}, Columns: map[string]ColumnSpec{
			"indicator": named("indicator"),
			"area":      named("area"),
			"period":    named("period"),
			"sex":       named("sex"),
			"value":     dotted("value"),
			"unit":      named("unit"),
			"status":    named("status"),
			"comment":   named("comment"),
		}},
		{Table: "indicator_definition", Where: []Condition{isRecord("definition")}, Columns: map[string]ColumnSpec{
			"indicator":  named("indicator"),
			"title":      named("title"),
			"definition": named("definition"),
			"unit":       named("unit"),
			"published":  named("published"),
		}},
	}
}

// scbPrice maps a table of the consumer price index (PR0101) to the parameter
// kpi, which deflates amounts. Select one content, an index with yearly or
// monthly values.
func scbPrice() TableSpec {
	return scbParameter(map[string]ColumnSpec{"name": {Const: scalar("kpi")}, "unit": {Const: scalar("index")}})
}

// scbTax maps a table of municipal tax rates (OE0101) to the parameters that
// the method values with, by the texts of its contents.
func scbTax() TableSpec {
	name := ColumnSpec{Column: List{"ContentsCode_text", "tabellinnehåll_text"}, Values: map[string]Scalar{
		"Skattesats till kommun":          "kommunalskatt",
		"Skattesats till kommun, procent": "kommunalskatt",
		"Skattesats till region":          "regionskatt",
		"Skattesats till region, procent": "regionskatt",
		"Skattesats, totalt kommunal":     "kommunalskatt_total",
		"Skattesats totalt, kommunal":     "kommunalskatt_total",
		"Total kommunal skattesats":       "kommunalskatt_total",
		"Skattesats, totalt kommunal (%)": "kommunalskatt_total",
		anyOther:                          "",
	}}
	return scbParameter(map[string]ColumnSpec{"name": name, "unit": {Const: scalar("percent")}})
}

// scbParameter is a parameter for each cell with a value.
func scbParameter(columns map[string]ColumnSpec) TableSpec {
	named := func(name string) ColumnSpec { return ColumnSpec{Column: List{name}} }
	columns["scope"] = named("scope")
	columns["valid_from"] = named("valid_from")
	columns["valid_to"] = named("valid_to")
	columns["value"] = dotted("value")
	columns["distribution"] = ColumnSpec{Const: scalar("fixed")}
	columns["grade"] = ColumnSpec{Const: scalar("found")}
	columns["source"] = named("source")
	known := false
	return TableSpec{Table: parameterTable, Columns: columns,
		Where: []Condition{isRecord("value"), {Column: List{"value"}, Empty: &known}}}
}

func isRecord(kind string) Condition { return Condition{Column: List{"record"}, Equals: List{kind}} }

func dotted(name string) ColumnSpec { return ColumnSpec{Column: List{name}, Decimal: "dot"} }

func scalar(text string) *Scalar {
	s := Scalar(text)
	return &s
}
