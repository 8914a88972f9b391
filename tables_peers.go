package dubbelkrona

// Which municipalities are comparable.

var municipalityGroupTable = Table{
	Name:  "municipality_group",
	Key:   []string{"group_id", "municipality"}, // with the row's source
	Title: say("Kommungrupp", "Group of municipalities"),
	Doc:   say("En rad per grupp och kommun i den, t.ex. Koladas liknande kommuner.", "One row per group and municipality in it, e.g. Kolada's similar municipalities."),
	Columns: []Column{
		{Name: "group_id", Content: Code, Required: true, Range: codes,
			Title: say("Grupp", "Group"), Doc: say("Källans beteckning, t.ex. G123456.", "The source's name for it, e.g. G123456.")},
		{Name: "title", Range: names,
			Title: say("Namn", "Title"), Doc: say("Gruppens namn.", "Title of the group.")},
		{Name: "municipality", Content: Municipality, Required: true, Range: municipalityCodes,
			Title: say("Kommun", "Municipality"), Doc: say("Kod för en kommun i gruppen.", "Code of a municipality in the group.")},
	},
}
