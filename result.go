package dubbelkrona

// Result is one published figure: a row of metric.result and of every export.
// Texts are never NULL: an empty one means that there is none. Numbers that
// are unknown are NULL, never 0.
//
// A column of the result is a field here and a line in ResultColumns. The
// table in DuckDB, its reader, every sink and the data dictionary are made from
// those; its values are computed by package metrics.
type Result struct {
	Metric       string
	Part         string
	PeriodGrain  string
	Period       string
	Grouping     string
	Municipality string
	Dimensions   Dimensions
	Value        Number
	Low          Number
	High         Number
	Persons      Count
	Unit         string
	Grade        string
	Status       string
	Target       Number
	Gap          Number
	TargetStatus string
	Synthetic    bool
	Warnings     string
	Comments     string
	Fresh        Day
	Definition   string
	Snapshot     string
}

// Suppressed is the status of a result that is not released, since it is about
// too few persons.
const Suppressed = "suppressed"

// NotReached is the status of a result without a value that is no unknown one: what it
// measures did not happen within the follow-up.
const NotReached = "not_reached"

// The marks that stand for a number in everything that is written for people: a page, a
// terminal, a workbook, the texts of views. 0 is written as 0.
const (
	SuppressedMark = ".." // it is not released
	UnknownMark    = "–"  // it is unknown
)

// Mark returns the mark that stands for the value, empty if it has one.
func (r *Result) Mark() string {
	switch {
	case r.Status == Suppressed:
		return SuppressedMark
	case !r.Value.Valid:
		return UnknownMark
	}
	return ""
}

// ResultColumn is a column of metric.result and of every export.
type ResultColumn struct {
	Name string
	Unit string
	Doc  Label
	// Field is where a Result holds the column: a *string, *Dimensions, *Number,
	// *Count, *Day or *bool. It is for reading and for writing.
	Field func(*Result) any
}

// ResultColumns are the columns in their order, which is the same in metric.result
// and in every export.
func ResultColumns() []ResultColumn {
	return []ResultColumn{
		{"metric", "", Label{"nyckeltalets namn, se metric.definition", "name of the metric, see metric.definition"},
			func(r *Result) any { return &r.Metric }},
		{"part", "", Label{"tom för nyckeltalets eget värde, annars namnet på en del, se metric.part", "empty for the metric's value itself, else the name of a part, see metric.part"},
			func(r *Result) any { return &r.Part }},
		{"period_grain", "", Label{"all, year eller month", "all, year or month"},
			func(r *Result) any { return &r.PeriodGrain }},
		{"period", "", Label{"2022 eller 2022-06; tom för all tid; unknown om raderna saknar datum", "2022 or 2022-06; empty for all time; unknown if the rows have no date"},
			func(r *Result) any { return &r.Period }},
		{"grouping", "", Label{"namnen på de dimensioner som raden är grupperad efter, med komma emellan; tom för totalen", "names of the dimensions that the row is grouped by, joined by commas; empty for the total"},
			func(r *Result) any { return &r.Grouping }},
		{"municipality", "", Label{"kommunkod om municipality är en av dimensionerna; NULL betyder då okänd", "kommunkod if municipality is in grouping; NULL then means unknown"},
			func(r *Result) any { return &r.Municipality }},
		{"dimensions", "", Label{"JSON-objekt med de andra dimensionerna, nycklarna sorterade; null betyder okänd", "JSON object of the other dimensions in grouping, keys sorted; null means unknown"},
			func(r *Result) any { return &r.Dimensions }},
		{"value", "as column unit says", Label{"värdet; NULL är okänt, aldrig 0", "the figure; NULL is unknown, never 0"},
			func(r *Result) any { return &r.Value }},
		{"low", "as column unit says", Label{"nedre änden av värdets intervall", "lower end of the interval of the value"},
			func(r *Result) any { return &r.Low }},
		{"high", "as column unit says", Label{"övre änden av värdets intervall", "upper end of the interval of the value"},
			func(r *Result) any { return &r.High }},
		{"persons", "persons", Label{"antal olika personer bakom delen i gruppen; NULL om den inte handlar om personer", "distinct persons behind the part in the group; NULL if it is not about persons"},
			func(r *Result) any { return &r.Persons }},
		{"unit", "", Label{"enhet för value, low och high", "unit of value, low and high"},
			func(r *Result) any { return &r.Unit }},
		{"grade", "", Label{"evidens: registrerad, uppgiven, uppmatt, skattad, antagen, ej_belagd, for_fa", "evidence: registrerad, uppgiven, uppmatt, skattad, antagen, ej_belagd, for_fa"},
			func(r *Result) any { return &r.Grade }},
		{"status", "", Label{"ok, unknown, ett ord som är nyckeltalets eget, eller suppressed om ett utlämnat resultat handlar om en till fyra personer", "ok, unknown, a word of the metric's own, or suppressed if a released result is about one to four persons"},
			func(r *Result) any { return &r.Status }},
		{"target", "as column unit says", Label{"det beslutade målet för talet, se metric.target; NULL om det inte finns något", "the target decided for the figure, see metric.target; NULL if there is none"},
			func(r *Result) any { return &r.Target }},
		{"gap", "as column unit says", Label{"värdet minus målet; NULL om något av dem inte finns, eller om värdet inte är belagt eller inte lämnas ut", "the value minus the target; NULL if there is none of either, or if the value is not evidenced or not released"},
			func(r *Result) any { return &r.Gap }},
		{"target_status", "", Label{"uppnatt, ej_uppnatt eller gar_inte_att_saga; tom om det inte finns något mål eller om värdet inte lämnas ut", "uppnatt (reached), ej_uppnatt (not reached) or gar_inte_att_saga (cannot be said); empty if there is no target or the value is not released"},
			func(r *Result) any { return &r.TargetStatus }},
		{"synthetic", "", Label{"sant om en källa som är märkt som påhittad har rader i en tabell bakom värdet, eller har dess mål", "true if a source that is marked as made up has rows in a table behind the figure, or has its target"},
			func(r *Result) any { return &r.Synthetic }},
		{"warnings", "", Label{"namnen på de kontroller som rör värdet och fann något, med komma emellan; se meta.check_result", "names of the checks that concern the figure and found something, joined by commas; see meta.check_result"},
			func(r *Result) any { return &r.Warnings }},
		{"comments", "", Label{"kommentarer till talet, var och en med dag (UTC), författare och text, med \" | \" emellan; se meta.comment", "comments of the figure, each with day (UTC), author and text, joined by \" | \"; see meta.comment"},
			func(r *Result) any { return &r.Comments }},
		{"fresh", "", Label{"den äldsta av de senaste leveranserna (UTC) från de källor som har rader i en tabell bakom värdet; antaganden i core.parameter räknas inte; NULL om det är okänt", "the oldest of the latest deliveries (UTC) of the sources that have rows in a table behind the figure; assumptions in core.parameter do not count; NULL if it is unknown"},
			func(r *Result) any { return &r.Fresh }},
		{"definition", "", Label{"definitionens hash, med de modeller som den läser, se metric.definition", "hash of the definition with the models it reads, see metric.definition"},
			func(r *Result) any { return &r.Definition }},
		{"snapshot", "", Label{"ögonblicksbilden som värdet räknades fram i", "identity of the snapshot that the figure was calculated in"},
			func(r *Result) any { return &r.Snapshot }},
	}
}

// SQL is the column's type in DuckDB.
func (c ResultColumn) SQL() string {
	switch c.Field(new(Result)).(type) {
	case *Number:
		return NumberSQL
	case *Count:
		return "BIGINT"
	case *Day:
		return "DATE"
	case *bool:
		return "BOOLEAN"
	default:
		return "VARCHAR"
	}
}
