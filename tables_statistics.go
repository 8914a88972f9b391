package dubbelkrona

// Observed statistics, and the rates that value an effect.

var indicatorTable = Table{
	Name:  "indicator",
	Key:   []string{"indicator", "area", "period", "sex"}, // with the row's source
	Title: say("Indikator", "Indicator"),
	Doc:   say("En rad per observerad statistikuppgift; Kolada, SCB och rapporttabeller hamnar här.", "One row per observed statistic; Kolada, SCB and report tables land here."),
	Columns: []Column{
		{Name: "indicator", Content: Code, Required: true, Range: codes,
			Title: say("Indikator", "Indicator"), Doc: say("Källans beteckning, t.ex. N00945.", "The source's name for it, e.g. N00945.")},
		{Name: "area", Content: Code, Required: true, Range: codes,
			Title: say("Område", "Area"), Doc: say("Kommunkod, regionkod, grupp, eller * för källans egen summa.", "Municipality code, region code, group, or * for the source's own total.")},
		{Name: "period", Type: Date, Required: true, Range: periods,
			Title: say("Period", "Period"), Doc: say("Periodens första dag.", "First day of the period.")},
		{Name: "period_precision", Content: Code, Values: []string{"day", "month", "year"},
			Title: say("Periodens precision", "Precision of the period"), Doc: say("År, månad eller dag.", "Year, month or day.")},
		{Name: "sex", Content: Code, Values: []string{"T", "K", "M"},
			Title: say("Kön", "Sex"), Doc: say("T totalt, K kvinnor, M män.", "T total, K women, M men.")},
		{Name: "value", Type: Decimal, Range: measures,
			Title: say("Värde", "Value"), Doc: say("NULL när det är okänt, aldrig 0.", "NULL where unknown, never 0.")},
		{Name: "text_value", Range: prose,
			Title: say("Textvärde", "Text value"), Doc: say("Uppgift som inte är ett tal, t.ex. ett politiskt styre.", "A statistic that is no number, e.g. a political majority.")},
		{Name: "declared_total", Type: Decimal, Range: measures,
			Title: say("Angiven summa", "Declared total"), Doc: say("Summan som källan själv anger, på raden med område *.", "The sum that the source itself states, on the row of area *.")},
		{Name: "unit", Content: Code, Range: codes,
			Title: say("Enhet", "Unit"), Doc: say("Värdets enhet.", "Unit of the value.")},
		{Name: "status", Content: Code, Range: codes,
			Title: say("Status", "Status"), Doc: say("Källans markering: preliminär, saknas, reviderad …", "The source's flag: preliminary, missing, revised, …")},
		{Name: "comment", Range: prose,
			Title: say("Kommentar", "Comment"), Doc: say("Källans kommentar.", "The source's comment.")},
	},
}

var indicatorDefinitionTable = Table{
	Name:  "indicator_definition",
	Key:   []string{"indicator", "version"}, // with the row's source
	Title: say("Indikatorns definition", "Definition of an indicator"),
	Doc:   say("En rad per lydelse av en indikators definition. Källor ändrar titel och definition utan att byta beteckning; varje lydelse är en rad.", "One row per wording of an indicator's definition. Sources change title and definition without changing the indicator's name; each wording is a row."),
	Columns: []Column{
		{Name: "indicator", Content: Code, Required: true, Range: codes,
			Title: say("Indikator", "Indicator"), Doc: say("indicator.indicator, t.ex. N00945.", "indicator.indicator, e.g. N00945.")},
		{Name: "version", Content: Code, Required: true, Range: codes,
			Title: say("Lydelse", "Version"), Doc: say("Källans versionsnummer, annars ett kort fingeravtryck av titel, definition och enhet.", "The source's version number, else a short fingerprint of title, definition and unit.")},
		{Name: "title", Range: prose,
			Title: say("Titel", "Title"), Doc: say("Titeln som källan anger den.", "The title as the source states it.")},
		{Name: "definition", Range: prose,
			Title: say("Definition", "Definition"), Doc: say("Definitionen som källan anger den.", "The definition as the source states it.")},
		{Name: "unit", Content: Code, Range: codes,
			Title: say("Enhet", "Unit"), Doc: say("Enhet som källan anger den.", "The unit as the source states it.")},
		{Name: "published", Type: Date, Range: days,
			Title: say("Publicerad", "Published"), Doc: say("Dag då källan publicerade lydelsen.", "Day on which the source published the wording.")},
		{Name: "seen", Type: Date, Range: days,
			Title: say("Sedd", "Seen"), Doc: say("Dag då lydelsen stod hos källan, så långt platsen den hämtades från vet.", "Day on which the source had the wording, as far as the place it came from knows.")},
	},
}

var parameterTable = Table{
	Name:    "parameter",
	Key:     []string{"name", "scope", "valid_from"},
	Subject: []string{"name", "scope"},
	Title:   say("Parameter", "Parameter"),
	Doc:     say("Ett värde eller en sats som värderar en effekt, med källa.", "A rate or valuation of an effect, with its source."),
	Columns: []Column{
		{Name: "name", Content: Code, Required: true, Range: codes,
			Title: say("Namn", "Name"), Doc: say("Parameterns namn.", "Name of the parameter.")},
		{Name: "scope", Content: Code, Required: true, Range: Range{Length: 600, Pattern: `all|region:[0-9]{2}|municipality:[0-9]{4}|contract:.+|currency:[A-Z]{3}`},
			Title: say("Omfattning", "Scope"), Doc: say("all, region:21, municipality:2182 eller contract:<avtalsnummer>; det mest specifika gäller. currency:EUR för exchange_rate.", "all, region:21, municipality:2182 or contract:<contract id>; the most specific one holds. currency:EUR for exchange_rate.")},
		{Name: "valid_from", Type: Date, Required: true, Range: days,
			Title: say("Gäller från", "Valid from"), Doc: say("Första dagen.", "First day.")},
		{Name: "valid_to", Type: Date, Range: ends,
			Title: say("Gäller till", "Valid to"), Doc: say("Sista dagen; NULL tills vidare.", "Last day; NULL until further notice.")},
		{Name: "value", Type: Decimal, Range: measures, Cases: parameterCases(),
			Title: say("Värde", "Value"), Doc: say("NULL när ingen källa finns; formeln ger då inget tal.", "NULL where there is no source; formulas then give no number.")},
		{Name: "low", Type: Decimal, Range: measures, Cases: parameterCases(),
			Title: say("Lågt", "Low"), Doc: say("Lägsta rimliga värde.", "Lowest reasonable value.")},
		{Name: "high", Type: Decimal, Range: measures, Cases: parameterCases(),
			Title: say("Högt", "High"), Doc: say("Högsta rimliga värde.", "Highest reasonable value.")},
		{Name: "distribution", Content: Code, Values: []string{"fixed", "triangular", "normal"},
			Title: say("Fördelning", "Distribution"), Doc: say("Hur osäkerheten fördelas.", "How the uncertainty is distributed.")},
		{Name: "unit", Content: Code, Range: codes,
			Title: say("Enhet", "Unit"), Doc: say("percent, SEK, SEK/month, share, pbb …", "percent, SEK, SEK/month, share, pbb, …")},
		{Name: "grade", Content: Code, Values: []string{"found", "recalled", "assumed", "missing"},
			Title: say("Belägg", "Grade"), Doc: say("found: källan är läst. recalled eller assumed: antaget. missing: värdet saknas.", "found: the source was read. recalled or assumed: antaget. missing: no value.")},
		{Name: "source", Required: true, Range: prose,
			Title: say("Källa", "Source"), Doc: say("Varifrån värdet kommer.", "Where the value comes from.")},
	},
}
