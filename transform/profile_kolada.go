package transform

// profileKolada is the profile of what the source kolada reads.
const profileKolada = "kolada"

// kolada maps values to indicator, wordings to indicator_definition and, of the
// areas, the municipalities; regions and the country are areas of values and no
// rows of the register. Load it as upsert: each wording stays beside the one
// before it, and the last version of a value holds.
func kolada() []TableSpec {
	named := func(name string) ColumnSpec { return ColumnSpec{Column: List{name}} }
	is := func(record string) Condition { return Condition{Column: List{"record"}, Equals: List{record}} }
	value := named("value")
	value.Decimal = "dot"
	return []TableSpec{
		{Table: indicatorTable, Where: []Condition{is("value")}, Columns: map[string]ColumnSpec{
			"indicator": named("indicator"),
			"area":      named("area"),
			"period":    named("period"),
			"sex":       named("sex"),
			"value":     value,
			"status":    named("status"),
		}},
		{Table: "indicator_definition", Where: []Condition{is("definition")}, Columns: map[string]ColumnSpec{
			"indicator":  named("indicator"),
			"title":      named("title"),
			"definition": named("definition"),
			"published":  named("published"),
			"seen":       named("seen"),
		}},
		{Table: "municipality", Where: []Condition{is("municipality"), {Column: List{"type"}, Equals: List{"K"}}}, Columns: map[string]ColumnSpec{
			"code":        named("code"),
			"name":        named("name"),
			"region_code": named("region_code"),
		}},
	}
}
