package views

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/metrics"
	"dubbelkrona/metrics/figure"
)

// municipality is the dimension with a separate column in metric.result.
const municipality = "municipality"

// wide returns the view of a metric: one row per group and period, one column per part.
func wide(d *metrics.Definition, name string) View {
	f := &d.Figure
	v := View{Name: name, title: d.Title,
		Comment: both(dubbelkrona.Label{SV: titled(d.Title.SV, d.Doc.SV), EN: titled(d.Title.EN, d.Doc.EN)}),
		example: fmt.Sprintf("FROM %s WHERE level = 'total';", name)}
	v.Columns = slices.Concat(keys(f), dimensions(f), value(f, d.Title))
	taken := make(names)
	for _, c := range v.Columns {
		taken[c.Name] = true
	}
	for _, p := range f.Parts {
		column := p.Name
		if taken[column] {
			column = taken.add("part_" + column)
		}
		taken[column] = true
		v.Columns = append(v.Columns, Column{column, of(p.Name, "value"), withUnit(both(p.Title), cmp.Or(p.Unit, f.Unit))})
	}
	v.From = fmt.Sprintf(`FROM metric.result AS r
LEFT JOIN (SELECT code, min(name) AS name FROM core.municipality GROUP BY code) AS m ON m.code = r.municipality
WHERE r.metric = %s
GROUP BY r.period_grain, r.period, r."grouping", r.municipality, r.dimensions`, literal(d.Name))
	return v
}

func titled(title, more string) string {
	if title == "" || more == "" {
		return title + more
	}
	return title + ": " + more
}

func withUnit(title, unit string) string { return strings.TrimSpace(title + " (" + unit + ")") }

// keys returns the columns that say which group and period a row is about.
func keys(f *figure.Figure) []Column {
	return []Column{
		{"level", level(f), "total: alla och all tid; single: efter en enda sak, en dimension eller perioden; leaf: efter alla dimensioner och den kortaste perioden; between: annars — " +
			"total: everything over all time; single: by one thing alone, a dimension or the period; leaf: by every dimension and the shortest period; between: otherwise"},
		{"period_grain", "r.period_grain", "all, year eller month — all, year or month"},
		{"period", "r.period", "2022 eller 2022-06; tom för all tid, unknown om raderna saknar datum — 2022 or 2022-06; empty for all time, unknown if the rows have no date"},
		{"period_start", `CASE r.period_grain WHEN 'year' THEN TRY_CAST(r.period || '-01-01' AS DATE) WHEN 'month' THEN TRY_CAST(r.period || '-01' AS DATE) END`,
			"periodens första dag; NULL för all tid och för okänd period — first day of the period; NULL for all time and for an unknown period"},
		{"grouping", `r."grouping"`, "dimensionerna som raden är grupperad efter, med komma emellan; tom för alla — dimensions that the row is grouped by, joined by commas; empty for all"},
		{municipality, "r.municipality", "kommunkod; NULL om den är okänd eller raden gäller alla, se grouping — municipality code; NULL if it is unknown or the row is about all, see grouping"},
		{"municipality_name", "any_value(m.name)", "kommunens namn — name of the municipality"},
	}
}

// level returns the expression of the column level.
func level(f *figure.Figure) string {
	finest := "all"
	for _, grain := range f.Grains { // a month is shorter than a year
		if finest != "month" {
			finest = grain
		}
	}
	return fmt.Sprintf(`CASE WHEN r."grouping" = '' AND r.period_grain = 'all' THEN 'total' WHEN r."grouping" = %s AND r.period_grain = %s THEN 'leaf'
    WHEN r."grouping" = '' OR r.period_grain = 'all' AND NOT contains(r."grouping", ',') THEN 'single' ELSE 'between' END`, literal(strings.Join(f.By, ",")), literal(finest))
}

// dimensions returns one column for each dimension but the municipality.
func dimensions(f *figure.Figure) (all []Column) {
	taken := newNames(figureColumns...)
	for _, name := range f.By {
		if name != municipality {
			column := name
			if taken[column] {
				column = "by_" + column
			}
			all = append(all, Column{column, fmt.Sprintf("json_extract_string(r.dimensions, %s)", literal("$."+name)),
				"dimension; NULL om den är okänd eller raden gäller alla, se grouping — dimension; NULL if it is unknown or the row is about all, see grouping"})
		}
	}
	return all
}

// figureColumns are the names of the columns of keys and value.
var figureColumns = []string{"level", "period_grain", "period", "period_start", "grouping", municipality, "municipality_name",
	"value", "low", "high", "persons", "unit", "grade", "status", "shown", "target", "gap", "target_status", "warnings", "fresh", "synthetic"}

// value returns the columns of the metric's value itself.
func value(f *figure.Figure, title dubbelkrona.Label) []Column {
	status, number := of("", "status"), of("", "value")
	return []Column{
		{"value", number, withUnit(both(title), f.Unit)},
		{"low", of("", "low"), "nedre änden av värdets intervall — lower end of the interval of the value"},
		{"high", of("", "high"), "övre änden av värdets intervall — upper end of the interval of the value"},
		{"persons", of("", "persons"), "antal olika personer bakom värdet; NULL om det inte handlar om personer — distinct persons behind the value; NULL if it is not about persons"},
		{"unit", of("", "unit"), "värdets enhet; delarnas står vid deras kolumner — unit of the value; those of the parts are with their columns"},
		{"grade", of("", "grade"), "evidens: registrerad, uppgiven, uppmatt, skattad, antagen, ej_belagd, for_fa — evidence: registrerad, uppgiven, uppmatt, skattad, antagen, ej_belagd, for_fa"},
		{"status", status, "ok, unknown, suppressed eller ett ord som är nyckeltalets eget — ok, unknown, suppressed or a word of the metric's own"},
		{"shown", fmt.Sprintf("CASE WHEN %s = '%s' THEN '%s' WHEN %s IS NULL THEN '%s' ELSE CAST(CAST(%[4]s AS DECIMAL(38, %[6]d)) AS VARCHAR) END",
			status, dubbelkrona.Suppressed, dubbelkrona.SuppressedMark, number, dubbelkrona.UnknownMark, f.Decimals),
			"värdet som det skrivs: .. om det inte lämnas ut, – om det är okänt, annars talet — the value as it is written: .. if it is not released, – if it is unknown, otherwise the number"},
		{"target", of("", "target"), "det beslutade målet, se metric.target; NULL om det inte finns något — the target decided, see metric.target; NULL if there is none"},
		{"gap", of("", "gap"), "värdet minus målet; NULL om det inte kan räknas eller inte lämnas ut — the value minus the target; NULL if it cannot be calculated or is not released"},
		{"target_status", of("", "target_status"), "uppnatt, ej_uppnatt eller gar_inte_att_saga; tom utan mål — uppnatt (reached), ej_uppnatt (not reached) or gar_inte_att_saga (cannot be said); empty without a target"},
		{"warnings", fmt.Sprintf("CASE WHEN coalesce(%s, '') = '' THEN CAST([] AS VARCHAR[]) ELSE string_split(%[1]s, ',') END", of("", "warnings")),
			"kontrollerna som rör värdet, se vyn warnings — checks that concern the figure, see the view warnings"},
		{"fresh", of("", "fresh"), "den äldsta av de senaste leveranserna bakom värdet, se metric.result; NULL om den är okänd — the oldest of the latest deliveries behind the figure, see metric.result; NULL if it is unknown"},
		{"synthetic", "bool_or(r.synthetic)", "sant om värdet bygger på påhittade uppgifter — true if the figure rests on made-up data"},
	}
}

// of returns the expression of a column for one part of the group.
func of(part, column string) string {
	return fmt.Sprintf("max(CASE WHEN r.part = %s THEN r.%s END)", literal(part), column)
}
