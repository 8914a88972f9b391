package dubbelkrona

// Tables returns the domain tables in the order of the documentation. The
// tables are shared: do not modify them.
func Tables() []*Table { return domain }

var domain = []*Table{
	&municipalityTable, &municipalityGroupTable, &organisationTable, &organisationStatusTable, &contractTable, &spendTable, &deliveryTable, &requirementTable, &bidTable,
	&participantTable, &placementTable, &outcomeTable, &indicatorTable, &indicatorDefinitionTable, &parameterTable, &targetTable,
}

// say makes a Label from a Swedish and an English text.
func say(sv, en string) Label { return Label{SV: sv, EN: en} }
