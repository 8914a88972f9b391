package transform

// The profiles of what the source kolada reads.
const (
	profileKolada               = "kolada"
	profileKoladaMunicipalities = "kolada-kommuner"
)

// kolada maps values to indicator and wordings to indicator_definition. Load it as upsert: each wording stays beside the one
// before it, and the last version of a value holds.
func kolada() []TableSpec {
	named := func(name string) ColumnSpec { return ColumnSpec{Column: List{name}} }
	value := named("value")
	value.Decimal = "dot"
	return []TableSpec{
		{Table: indicatorTable, Where: []Condition{isRecord("value")}, Columns: map[string]ColumnSpec{
			"indicator": named("indicator"),
			"area":      named("area"),
			"period":    named("period"),
			"sex":       named("sex"),
			"value":     value,
			"status":    named("status"),
		}},
		{Table: "indicator_definition", Where: []Condition{isRecord("definition")}, Columns: map[string]ColumnSpec{
			"indicator":  named("indicator"),
			"title":      named("title"),
			"definition": named("definition"),
			"published":  named("published"),
			"seen":       named("seen"),
		}},
	}
}

// koladaMunicipalities maps Kolada's municipalities to the register, beside
// the built-in ones that it has from the start; the check municipality_repeated
// tells which are there twice.
func koladaMunicipalities() TableSpec {
	named := func(name string) ColumnSpec { return ColumnSpec{Column: List{name}} }
	return TableSpec{Table: "municipality", Where: []Condition{isRecord("municipality"), {Column: List{"type"}, Equals: List{"K"}}},
		Columns: map[string]ColumnSpec{
			"code":        named("code"),
			"name":        named("name"),
			"region_code": named("region_code"),
		}}
}
