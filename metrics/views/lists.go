package views

import (
	"cmp"
	"fmt"
	"strings"

	"dubbelkrona"
)

// startHere is the name of the view to begin with.
const startHere = "start_here"

// warnings returns the view of the checks that mark the figures.
func warnings() View {
	return View{Name: "warnings", title: dubbelkrona.Label{SV: "Varningarna vid varje tal, i ord", EN: "The warnings at each figure, in words"},
		Comment: "En rad per tal och kontroll som rör det; alla delar av ett tal har samma — One row per figure and check that concerns it; all parts of a figure have the same",
		example: "SELECT check_name, count(*) AS figures, any_value(title_en) AS title FROM warnings WHERE metric = 'double_value' GROUP BY check_name ORDER BY check_name;",
		Columns: []Column{
			{"metric", "w.metric", "nyckeltal — metric"},
			{"period_grain", "w.period_grain", "all, year eller month — all, year or month"},
			{"period", "w.period", "som i metric.result — as in metric.result"},
			{"grouping", `w."grouping"`, "som i metric.result — as in metric.result"},
			{municipality, "w.municipality", "kommunkod — municipality code"},
			{"dimensions", "w.dimensions", "som i metric.result — as in metric.result"},
			{"check_name", "w.check_name", "kontroll — check"},
			{"title_sv", "c.title_sv", "vad den rör, på svenska — what it is about, in Swedish"},
			{"title_en", "c.title_en", "vad den rör, på engelska — what it is about, in English"},
			{"offending", "c.offending", "antal rader som kontrollen fann — number of rows that the check found"},
			{"sample_sv", "c.sample_sv", "de första, på svenska — the first of them, in Swedish"},
			{"sample_en", "c.sample_en", "de första, på engelska — the first of them, in English"},
		},
		From: `FROM (SELECT metric, period_grain, period, "grouping", municipality, dimensions, unnest(string_split(warnings, ',')) AS check_name
  FROM metric.result WHERE part = '' AND warnings <> '') AS w
LEFT JOIN meta.check_result AS c ON c.name = w.check_name`}
}

// sources returns the view of what each metric reads.
func sources() View {
	return View{Name: "sources_of_result", title: dubbelkrona.Label{SV: "Vilka filer varje nyckeltal bygger på", EN: "Which files each metric rests on"},
		Comment: "En rad per nyckeltal och tabell eller modell som det läser; för en tabell en rad per leverans — One row per metric and table or model that it reads; for a table one row per delivery",
		example: "SELECT table_name, source, object, row_count, committed FROM sources_of_result WHERE metric = 'double_value' AND kind = 'table' ORDER BY table_name, segment;",
		Columns: []Column{
			{"metric", "d.metric", "nyckeltal — metric"},
			{"table_name", "d.relation", "tabell eller modell, med schema — table or model, with its schema"},
			{"kind", "CASE WHEN starts_with(d.relation, 'core.') THEN 'table' WHEN starts_with(d.relation, 'effect.') THEN 'effect' ELSE 'model' END", "table, model eller effect — table, model or effect"},
			{"source", "s.source", "källa; NULL för en modell och en tom tabell — source; NULL for a model and for an empty table"},
			{"object", "s.object", "filen eller motsvarande — the file or the like"},
			{"period", "s.period", "period som filen gäller — period that the file is about"},
			{"segment", "s.segment", "_segment i tabellens rader — _segment in the rows of the table"},
			{"row_count", "s.row_count", "rader; NULL om de handlar om personer — rows; NULL if they are about persons"},
			{"object_sha256", "s.object_sha256", "SHA-256 av filens innehåll; NULL om det handlar om personer — SHA-256 of the file's content; NULL if it is about persons"},
			{"committed", "s.committed", "när den lästes, UTC — when it was read, UTC"},
			{"synthetic", "o.synthetic", "sant om källan är påhittad — true if the source is made up"},
			{"stale", "o.stale", "sant om källan är äldre än den borde vara — true if the source is older than it should be"},
		},
		From: `FROM (SELECT name AS metric, unnest(string_split(depends, ',')) AS relation FROM metric.definition WHERE depends <> '') AS d
LEFT JOIN meta.segment AS s ON 'core.' || s.table_name = d.relation
LEFT JOIN meta.source AS o ON o.name = s.source`}
}

// start returns the view that lists the others and further relations, in the order in
// which to look at them, without those that the file lacks because a definition failed.
func start(views []View, relations []Relation) View {
	var rows []string
	add := func(name, kind string, title dubbelkrona.Label, example string) {
		rows = append(rows, fmt.Sprintf("(%d, %s, %s, %s, %s, %s)", len(rows)+1, literal(name), literal(kind), literal(title.SV), literal(title.EN), literal(example)))
	}
	for _, v := range views {
		add(v.Name, "view", v.title, v.example)
	}
	for _, r := range relations {
		add(r.Name, "table", r.Title, cmp.Or(r.Example, fmt.Sprintf("FROM %s LIMIT 10;", r.Name)))
	}
	return View{Name: startHere, Comment: "Vad filen innehåller, i den ordning man bör titta, med en fråga att börja med — What the file contains, in the order in which to look, with a query to begin with",
		Columns: []Column{
			{"position", "l.position", "ordning — order"},
			{"relation", "l.relation", "vy eller tabell — view or table"},
			{"kind", "l.kind", "view om den är gjord för att läsas, table annars — view if it is made for reading, table otherwise"},
			{"title_sv", "l.title_sv", "vad den innehåller, på svenska — what it contains, in Swedish"},
			{"title_en", "l.title_en", "vad den innehåller, på engelska — what it contains, in English"},
			{"example", "l.example", "en fråga att börja med — a query to begin with"},
		},
		From: "FROM (VALUES\n  " + strings.Join(rows, ",\n  ") + ") AS l(position, relation, kind, title_sv, title_en, example)\n" +
			"WHERE l.kind = 'view' OR l.relation IN (SELECT table_schema || '.' || table_name FROM information_schema.tables)\nORDER BY l.position"}
}
