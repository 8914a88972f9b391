package figure

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dubbelkrona"
)

// perInhabitants is the name of the part that a metric with per: population gets.
const perInhabitants = "per_10000"

// inhabitants is the name, in the expression of that part, of the number of inhabitants.
const inhabitants = "inhabitants"

// populationModel is the model that has the inhabitants of each municipality.
const populationModel = "metric.population"

// per reads what the value is divided by.
func (r *reading) per() {
	if r.Per == "" {
		return
	}
	switch {
	case r.Per != "population":
		r.refuse("per", "per must be population: the value per 10,000 inhabitants")
		return
	case !slices.Contains(r.By, municipality):
		r.refuse("per", "per: population needs municipality among the columns of by")
		return
	case slices.ContainsFunc(r.figure.Parts, func(p Part) bool { return p.Name == perInhabitants }):
		r.refuse("parts."+perInhabitants, "per: population adds the part %s: remove it, or per", perInhabitants)
		return
	}
	f := &r.figure
	over := func(expression string) string {
		if expression == "" {
			return ""
		}
		return fmt.Sprintf("CAST(%s AS DOUBLE) * 10000 / %s", expression, inhabitants)
	}
	p := Part{Name: perInhabitants, Unit: cmp.Or(f.Unit, "value") + "/10000 inhabitants", Value: over(f.Value), Low: over(f.Low), High: over(f.High),
		Title: dubbelkrona.Label{SV: "Per 10 000 invånare", EN: "Per 10,000 inhabitants"}, Persons: f.Persons, Protection: f.Protection, Per: true}
	if p.Protect == Count && p.Numerator == "" {
		p.Numerator = f.Value
	}
	if p.Protect == None {
		p.Persons = ""
	}
	f.Parts = append(f.Parts, p)
}

// Reads returns the models that the figure reads beside the SELECT.
func (f *Figure) Reads() []string {
	if f.per() < 0 {
		return nil
	}
	return []string{populationModel}
}

// per returns the row of the figures per inhabitant, -1 if there is none.
func (f *Figure) per() int {
	return slices.IndexFunc(f.rows(), func(p Part) bool { return p.Per })
}

// perInhabitant writes the figures per inhabitant beside the others, if the metric has
// them, and returns the name of the last CTE. A municipality has its inhabitants of the
// period, and the total those of the municipalities whose value is known: it is unknown
// if one of them has unknown inhabitants, and so is that of rows without a municipality.
func (s *statement) perInhabitant(from string) (last string) {
	row := s.per()
	if row < 0 {
		return from
	}
	at := slices.Index(s.By, municipality)
	period := "''"
	if len(s.Grains) > 0 {
		period = s.byGrain("''", func(i int) string { return fmt.Sprintf("'%d:' || coalesce(_p%d, 'unknown')", i, i) })
	}
	over := func(value string) string {
		return fmt.Sprintf("CAST(%s AS DOUBLE) * 10000 / coalesce(_inhabited.inhabitants, _everywhere.inhabitants)", value)
	}
	fmt.Fprintf(s, `_dated AS (
  SELECT *, %[1]s AS _period, %[2]s AS _year
  FROM %[3]s
),
_inhabited AS (
  SELECT _dated._set, _dated._period, _dated._g%[4]d AS _municipality, _dated._v0, population.population AS inhabitants
  FROM _dated
  LEFT JOIN %[5]s AS population ON population.municipality = _dated._g%[4]d
    AND CASE WHEN _dated._period = '' THEN population.is_current ELSE _dated._year BETWEEN population.first_year AND population.last_year END
  WHERE %[6]s
),
_everywhere AS (
  SELECT _period, CASE WHEN count(*) = count(inhabitants) THEN sum(inhabitants) END AS inhabitants
  FROM _inhabited
  WHERE _v0 IS NOT NULL
  GROUP BY _period
),
_per AS (
  SELECT _dated.*, %[7]s AS _v%[8]d, %[9]s AS _l%[8]d, %[10]s AS _h%[8]d
  FROM _dated
  LEFT JOIN _inhabited ON _inhabited._set = _dated._set AND _inhabited._period = _dated._period AND _inhabited._municipality = _dated._g%[4]d
  LEFT JOIN _everywhere ON _everywhere._period = _dated._period AND %[11]s
),
`, period, s.year(), from, at, populationModel, s.groupedBy("_dated.", at), over("_dated._v0"), row, over("_dated._l0"), over("_dated._h0"), s.groupedBy("_dated.", -1))
	return "_per"
}

// year returns the expression of the year of the period; NULL for all time and an
// unknown period.
func (s *statement) year() string {
	return s.byGrain("CAST(NULL AS INTEGER)", func(i int) string { return fmt.Sprintf("TRY_CAST(substr(_p%d, 1, 4) AS INTEGER)", i) })
}

// groupedBy returns the condition that a row is grouped by one dimension alone, by its
// index, or for -1 by none. prefix qualifies the names of columns.
func (s *statement) groupedBy(prefix string, dimension int) string {
	var all []string
	for i := range s.By {
		over := 1
		if i == dimension {
			over = 0
		}
		all = append(all, fmt.Sprintf("%s_a%d = %d", prefix, i, over))
	}
	return strings.Join(all, " AND ")
}

// shownPer returns a condition that limits the figures per inhabitant to the total and
// the municipalities; empty if there are none.
func (s *statement) shownPer() string {
	row := s.per()
	if row < 0 {
		return ""
	}
	return fmt.Sprintf("_part._no <> %d OR (%s) OR (%s)", row, s.groupedBy("", -1), s.groupedBy("", slices.Index(s.By, municipality)))
}
