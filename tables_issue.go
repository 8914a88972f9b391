package dubbelkrona

// IssueTable returns the table of issues: one row per Issue, stored in
// segments like other rows, so that the quarantine has the same history as the
// data. It is not a domain table: no source maps to it and no metric uses it.
// The table is shared: do not modify it.
func IssueTable() *Table { return &issueTable }

var issueTable = Table{
	Name:  "issue",
	Key:   []string{"object", RowColumn, "table", "column", "rule"}, // with the row's source
	Title: say("Anmärkning", "Issue"),
	Doc: say("En rad per anmärkning på en inläst rad. Den bär aldrig ett värde ur en känslig kolumn.",
		"One row per issue with a row that was read. It never carries a value of a sensitive column."),
	Columns: []Column{
		{Name: "object", Content: Identifier, Required: true,
			Title: say("Objekt", "Object"), Doc: say("Filen som raden lästes ur.", "The file that the row was read from.")},
		{Name: "table", Content: Code, Required: true,
			Title: say("Tabell", "Table"), Doc: say("Tabellen som raden skulle till; tom text när anmärkningen gäller hela objektet.", "The table that the row was meant for; empty text where the issue is about the whole object.")},
		{Name: "column",
			Title: say("Kolumn", "Column"), Doc: say("Tabellens kolumn, eller filens när tabellen saknar en; NULL när anmärkningen gäller hela raden.", "Column of the table, or of the file where the table has none; NULL where the issue is about the whole row.")},
		{Name: "rule", Content: Code, Required: true,
			Title: say("Regel", "Rule"), Doc: say("Regelns korta namn, t.ex. date.invalid.", "Short name of the rule, e.g. date.invalid.")},
		{Name: "severity", Content: Code, Values: []string{"warn", "reject"}, Required: true,
			Title: say("Allvar", "Severity"), Doc: say("warn: raden är kvar. reject: raden är i karantän.", "warn: the row is kept. reject: the row is in quarantine.")},
		{Name: "detail",
			Title: say("Förklaring", "Detail"), Doc: say("Vad som är fel och hur det rättas, utan uppgifter om personer.", "What is wrong and how to put it right, with nothing about persons.")},
		{Name: "subject", Content: Identifier,
			Title: say("Gäller", "About"), Doc: say("Vad en rad i karantän gäller: avtalet som en post, leverans eller placering nämner, eller en parameters namn och omfattning; för en placering ett kontrolltal av avtalsnumret. NULL när raden inte nämner något.", "What a row in quarantine is about: the contract that a posting, delivery or placement names, or a parameter's name and scope; of a placement a digest of the contract id. NULL where the row names nothing.")},
	},
}
