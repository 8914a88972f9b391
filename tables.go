package dubbelkrona

// Tables are the domain tables, in the order in which the documentation
// presents them. Each call gives the same, shared tables: do not change them.
func Tables() []*Table { return domain }

var domain = []*Table{
	&municipalityTable, &organisationTable, &contractTable, &spendTable, &deliveryTable,
	&participantTable, &placementTable, &outcomeTable, &indicatorTable, &indicatorDefinitionTable, &parameterTable,
}

// say pairs a Swedish and an English text.
func say(sv, en string) Label { return Label{SV: sv, EN: en} }
