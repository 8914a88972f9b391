package compile

import (
	"dubbelkrona"
	"dubbelkrona/metrics"
	"dubbelkrona/metrics/views"
)

// Views returns the views of schema main, ordered so that each reads only tables.
func (p *Plan) Views() []views.View { return views.All(p.Catalogue, p.relations()) }

// relations returns what start_here lists beside the views of schema main: what is
// released of the other schemas.
func (p *Plan) relations() []views.Relation {
	all := []views.Relation{
		{Name: "metric.result", Title: dubbelkrona.Label{SV: "Alla tal i lång form, en rad per tal", EN: "All figures in long form, one row per figure"}},
		{Name: "metric.definition", Title: dubbelkrona.Label{SV: "Nyckeltalens definitioner, med SQL", EN: "The definitions of the metrics, with SQL"},
			Example: "SELECT name, title_en, unit, \"by\" FROM metric.definition ORDER BY name;"},
		{Name: "metric.part", Title: dubbelkrona.Label{SV: "Nyckeltalens delar: titel, enhet och uttryck", EN: "The parts of the metrics: title, unit and expression"}},
		{Name: "meta.check_result", Title: dubbelkrona.Label{SV: "Vad varje kontroll fann", EN: "What each check found"}},
		{Name: "meta.source", Title: dubbelkrona.Label{SV: "Källorna och hur färska de är", EN: "The sources and how fresh they are"}},
		{Name: "meta.segment", Title: dubbelkrona.Label{SV: "Leveranserna som filen bygger på", EN: "The deliveries that the file rests on"}},
		{Name: "meta.data_dictionary", Title: dubbelkrona.Label{SV: "Varje kolumn i schemat core", EN: "Every column of schema core"}},
	}
	for _, t := range dubbelkrona.Tables() {
		if !t.Person {
			all = append(all, views.Relation{Name: "core." + t.Name, Title: t.Title})
		}
	}
	for _, d := range p.Catalogue.Of(metrics.Model) {
		if !aboutPersons(d) || len(d.Release) > 0 {
			all = append(all, views.Relation{Name: "metric." + d.Name, Title: d.Title})
		}
	}
	return append(all,
		views.Relation{Name: "effect.verdict", Title: dubbelkrona.Label{SV: "Om varje effekt får visas, per kommun", EN: "Whether each effect may be shown, by municipality"}},
		views.Relation{Name: "effect.estimate", Title: dubbelkrona.Label{SV: "Skattade effekter med intervall", EN: "Estimated effects with intervals"}},
		views.Relation{Name: "effect.finding", Title: dubbelkrona.Label{SV: "Vad prövningen av varje effekt fann", EN: "What the checks of each effect found"}})
}
