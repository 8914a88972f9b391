package dubbelkrona

// The people who got work, or might have: pseudonyms throughout.

var personColumn = Column{Name: "person", Type: Pseudonym, Required: true, Sensitive: true, Identifying: true,
	Title: say("Person", "Person"),
	Doc:   say("Pseudonym: HMAC-SHA-256 av identitetsnumret, 16 byte.", "Pseudonym: HMAC-SHA-256 of the identity number, 16 bytes.")}

var participantTable = Table{
	Name:   "participant",
	Key:    []string{"person"},
	Person: true,
	// No figure read them.
	Removed: []string{"age_band", "cohort", "time_without_work", "referrer", "note"},
	Title:   say("Deltagare", "Participant"),
	Doc:     say("En rad per person i insatsen eller i jämförelsegruppen.", "One row per person in the measure or in the comparison group."),
	Columns: []Column{
		personColumn,
		{Name: "birth_year", Type: Integer, Sensitive: true, Identifying: true, Range: Range{Min: "1900", Max: ThisYear},
			Title: say("Födelseår", "Birth year"), Doc: say("Ur källan, eller ur identitetsnumret.", "From the source, or from the identity number.")},
		{Name: "sex", Content: Code, Values: []string{"K", "M"}, Sensitive: true,
			Title: say("Kön", "Sex"), Doc: say("K kvinna, M man (Koladas koder).", "K woman, M man (Kolada's codes).")},
		{Name: "municipality", Content: Municipality, Range: municipalityCodes,
			Title: say("Kommun", "Municipality"), Doc: say("Bostadskommunens kod.", "Code of the municipality of residence.")},
		{Name: "education", Content: Code, Values: []string{"below_compulsory", "compulsory", "upper_secondary", "post_secondary"}, Sensitive: true,
			Title: say("Utbildning", "Education"), Doc: say("Högsta avslutade utbildning.", "Highest completed education.")},
		{Name: "target_group", Content: Code, Values: []string{"disability", "foreign_born", "long_term_unemployed", "newly_arrived", "social_assistance", "young"}, Several: true, Sensitive: true,
			Title: say("Målgrupp", "Target group"), Doc: say("Målgrupper som personen tillhör, skilda med semikolon: funktionsnedsättning, utrikes född, långtidsarbetslös, nyanländ, försörjningsstöd, ung. NULL när ingen är känd.", "Target groups that the person belongs to, separated by semicolons: disability, born abroad, long-term unemployed, newly arrived, social assistance, young. NULL where none is known.")},
		{Name: "treated", Type: Boolean, Required: true,
			Title: say("Insatsgrupp", "Treated"), Doc: say("Sant för deltagare, falskt för jämförelsegruppen.", "True for participants, false for the comparison group.")},
	},
}

var placementTable = Table{
	Name:    "placement",
	Key:     []string{"person", "contract_ref", "start"},
	Subject: []string{"contract_ref"},
	Person:  true,
	Title:   say("Placering", "Placement"),
	Doc:     say("En persons tid på ett avtal eller i ett program.", "A person's time on a contract or programme."),
	Columns: []Column{
		personColumn,
		{Name: "contract_ref", Content: Identifier, Required: true, Range: identifiers,
			Title: say("Avtal", "Contract"), Doc: say("contract.contract_id.", "contract.contract_id.")},
		{Name: "kind", Content: Code, Values: []string{"work_training", "subsidised_job", "ordinary_job"},
			Title: say("Slag", "Kind"), Doc: say("Arbetsträning, subventionerat arbete eller vanligt arbete.", "Work training, subsidised job or ordinary job.")},
		{Name: "programme", Content: Code, Values: []string{"nystartsjobb", "introduktionsjobb", "lonebidrag", "utvecklingsanstallning", "trygghetsanstallning",
			"osa", "extratjanst", "etableringsjobb", "vaxa_stod", "youth_rate", "none", "unknown"}, Sensitive: true,
			Title: say("Stödform", "Programme"), Doc: say("Statligt stöd till anställningen: nystartsjobb, introduktionsjobb, lönebidrag, utvecklingsanställning, trygghetsanställning, offentligt skyddat arbete (osa), extratjänst, etableringsjobb, växa-stöd, nedsatt avgift för unga, inget eller okänt.", "State support for the job: nystartsjobb, introduktionsjobb, lönebidrag, utvecklingsanställning, trygghetsanställning, sheltered public employment (osa), extratjänst, etableringsjobb, växa-stöd, the lower contributions of the young, none or unknown.")},
		{Name: "start", Type: Date, Required: true, Sensitive: true, Identifying: true, Range: days,
			Title: say("Start", "Start"), Doc: say("Första dagen.", "First day.")},
		{Name: "end", Type: Date, Sensitive: true, Identifying: true, Range: ends,
			Title: say("Slut", "End"), Doc: say("Sista dagen; NULL medan placeringen pågår.", "Last day; NULL while it goes on.")},
		{Name: "extent", Type: Decimal, Unit: "share", Range: shares,
			Title: say("Omfattning", "Extent"), Doc: say("Andel av heltid, 0–1.", "Share of full time, 0 to 1.")},
		{Name: "exit_reason", Content: Code, Values: []string{"A", "B", "C", "D", "E"}, Sensitive: true,
			Title: say("Avslutsorsak", "Exit reason"), Doc: say("KAS: A börjat arbeta, B börjat studera, C överförd till annan myndighet, D slutfört uppdrag, E övrigt.", "KAS: A began to work, B began to study, C passed on to another authority, D assignment completed, E other.")},
	},
}

var outcomeTable = Table{
	Name:   "outcome",
	Key:    []string{"person", "month", "first_day"},
	Person: true,
	Title:  say("Utfall", "Outcome"),
	Doc:    say("En rad per person och månad, eller per period och månad när källan anger perioder. metric.person_month räknar varje personmånad en gång.", "One row per person and month, or per spell and month where the source states spells. metric.person_month counts each person-month once."),
	Columns: []Column{
		personColumn,
		{Name: "month", Type: Date, Required: true, Range: days,
			Title: say("Månad", "Month"), Doc: say("Månadens första dag.", "First day of the month.")},
		{Name: "first_day", Type: Date, Sensitive: true, Identifying: true, Range: days,
			Title: say("Första dagen", "First day"), Doc: say("Första dagen i månaden som raden gäller; NULL när den gäller hela månaden.", "First day of the month that the row is about; NULL where it is about the whole month.")},
		{Name: "last_day", Type: Date, Sensitive: true, Identifying: true, Range: ends,
			Title: say("Sista dagen", "Last day"), Doc: say("Sista dagen i månaden som raden gäller; NULL när den gäller hela månaden.", "Last day of the month that the row is about; NULL where it is about the whole month.")},
		{Name: "state", Content: Code, Values: []string{"work", "study", "social_assistance", "unemployment_benefit", "other", "deceased", "moved"}, Sensitive: true,
			Title: say("Tillstånd", "State"), Doc: say("Huvudsaklig försörjning: arbete, studier, försörjningsstöd, a-kassa eller aktivitetsstöd, annat. Avliden (deceased) gäller även alla senare månader; flyttat (moved) säger att källan inte längre följer personen, så att månaden är okänd.", "Main support: work, study, försörjningsstöd, a-kassa or aktivitetsstöd, other. Deceased holds for all later months too; moved says that the source no longer follows the person, so that the month is unknown.")},
		{Name: "wage", Type: Money, Unit: "SEK", Sensitive: true, Identifying: true, Range: monthly,
			Title: say("Lön", "Wage"), Doc: say("Månadens bruttolön.", "Gross wage of the month.")},
		{Name: "social_assistance", Type: Money, Unit: "SEK", Sensitive: true, Identifying: true, Range: monthly,
			Title: say("Försörjningsstöd", "Social assistance"), Doc: say("Utbetalt under månaden.", "Paid during the month.")},
		{Name: "unemployment_benefit", Type: Money, Unit: "SEK", Sensitive: true, Identifying: true, Range: monthly,
			Title: say("A-kassa och aktivitetsstöd", "Unemployment benefit"), Doc: say("Utbetalt under månaden.", "Paid during the month.")},
		{Name: "other_benefit", Type: Money, Unit: "SEK", Sensitive: true, Identifying: true, Range: monthly,
			Title: say("Annan ersättning", "Other benefit"), Doc: say("Utbetalt under månaden.", "Paid during the month.")},
	},
}
