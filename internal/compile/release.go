package compile

import (
	"fmt"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/disclose"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
	"dubbelkrona/metrics/effect/record"
)

// Release returns the part of a snapshot that publish/impact.duckdb has: no table
// that is withheld; of a model that reads such a table only the columns that it
// declares as released; and of figures about persons what schema disclosure says.
// Tables without a definition are not released.
func (p *Plan) Release() warehouse.Release {
	r := warehouse.Release{Select: p.releasedOf}
	for _, d := range p.Catalogue.Of(metrics.Model) {
		if !d.Table && !readsWithheld(d) {
			r.Views = append(r.Views, "metric."+d.Name)
		}
	}
	for _, v := range p.Views() {
		r.Views = append(r.Views, v.Path())
	}
	return r
}

// releasedOf returns the SELECT of the released part of a table or view; empty if
// nothing of it is released.
func (p *Plan) releasedOf(name string) string {
	schema, base, _ := strings.Cut(name, ".")
	switch {
	case name == "meta.table_hash":
		return warehouse.Whole(name) + " WHERE table_name NOT IN (" + withheldTables() + ")"
	case name == "metric.result":
		return metrics.ReleasedResults(warehouse.WholePath)
	case name == "meta.segment":
		return releasedSegments()
	case name == "meta.acceptance":
		return releasedAcceptances()
	case name == "meta.delivery_note":
		return releasedNotes()
	case name == "meta.comment":
		return releasedComments()
	case name == "meta.check_result":
		return p.releasedChecks(name)
	case schema == "effect":
		return record.Released(name, warehouse.WholePath(name), warehouse.WholePath(record.Verdict), disclose.ReleasedEffects(warehouse.WholePath))
	case schema == "meta", name == "metric.definition", name == "metric.part", name == "metric.target":
		return warehouse.Whole(name)
	case schema == "core":
		if t, ok := dubbelkrona.TableByName(base); ok && !withheld(t) {
			return warehouse.Whole(name)
		}
	case schema == "metric":
		return p.releasedOfModel(name, base)
	}
	return ""
}

// releasedAcceptances returns the SELECT of meta.acceptance without the hashes of objects
// with rows about persons, which releasedSegments leaves out too.
func releasedAcceptances() string {
	return fmt.Sprintf(`SELECT * REPLACE (CASE WHEN (source, object) NOT IN (SELECT (source, object) FROM %s WHERE 'core.' || table_name IN (%s)) THEN sha256 END AS sha256) FROM %s`,
		warehouse.WholePath("meta.segment"), withheldTables(), warehouse.WholePath("meta.acceptance"))
}

// releasedNotes returns the SELECT of meta.delivery_note without the numbers of rows of
// tables about persons, which releasedSegments leaves out too.
func releasedNotes() string {
	const shown = "CASE WHEN 'core.' || table_name NOT IN (%s) THEN \"%s\" END AS \"%[2]s\""
	return fmt.Sprintf("SELECT * REPLACE (%s, %s) FROM %s", fmt.Sprintf(shown, withheldTables(), "rows"), fmt.Sprintf(shown, withheldTables(), "rows_before"),
		warehouse.WholePath("meta.delivery_note"))
}

// releasedChecks returns the SELECT of the results of checks, without the numbers and
// messages of those that read tables about persons: a message can be about a few.
func (p *Plan) releasedChecks(name string) string {
	names := []string{"''"}
	for _, d := range p.Catalogue.Of(metrics.Check) {
		if aboutPersons(d) {
			names = append(names, warehouse.Literal(d.Name))
		}
	}
	about := "name IN (" + strings.Join(names, ", ") + ")"
	return fmt.Sprintf(`SELECT * REPLACE (CASE WHEN NOT %s THEN offending END AS offending,
		CASE WHEN %[1]s THEN '' ELSE sample_sv END AS sample_sv, CASE WHEN %[1]s THEN '' ELSE sample_en END AS sample_en) FROM %[2]s`,
		about, warehouse.WholePath(name))
}

// releasedComments returns the SELECT of the comments of figures that are shown: the text
// of another could give away a figure that is not released.
func releasedComments() string {
	return fmt.Sprintf(`SELECT c.* FROM %s AS c WHERE EXISTS (SELECT 1 FROM (%s) AS r WHERE %s AND r.status <> %s)`,
		warehouse.WholePath("meta.comment"), metrics.ReleasedResults(warehouse.WholePath), metrics.SameFigure, warehouse.Literal(dubbelkrona.Suppressed))
}

func (p *Plan) releasedOfModel(name, base string) string {
	d, err := p.Catalogue.Find(metrics.Model, base)
	switch {
	case err != nil:
		return ""
	case !readsWithheld(d):
		return warehouse.Whole(name)
	case len(d.Release) == 0:
		return ""
	}
	return fmt.Sprintf("SELECT %s FROM %s", warehouse.QuoteAll(d.Release), warehouse.WholePath(name))
}

// readsWithheld reports whether a definition reads a table that is not released, also
// through models, or figures that may be about few persons.
func readsWithheld(d *metrics.Definition) bool {
	return d.Reads("metric.result") || slices.ContainsFunc(dubbelkrona.Tables(), func(t *dubbelkrona.Table) bool { return withheld(t) && d.Reads("core."+t.Name) })
}

// aboutPersons reports whether a definition reads rows about persons, also
// through models, or figures that may be about few persons.
func aboutPersons(d *metrics.Definition) bool {
	return d.Reads("metric.result") || slices.ContainsFunc(dubbelkrona.Tables(), func(t *dubbelkrona.Table) bool { return t.Person && d.Reads("core."+t.Name) })
}

// releasedSegments returns the SELECT of meta.segment without what it tells of the
// persons in a file: how many they are, and a hash by which a guess of a small file's
// content can be confirmed.
func releasedSegments() string {
	from := warehouse.WholePath("meta.segment")
	persons := "'core.' || table_name IN (" + withheldTables() + ")"
	return fmt.Sprintf(`SELECT * REPLACE (CASE WHEN NOT %[1]s THEN row_count END AS row_count,
		CASE WHEN (source, object) NOT IN (SELECT (source, object) FROM %[2]s WHERE %[1]s) THEN object_sha256 END AS object_sha256) FROM %[2]s`, persons, from)
}

// withheld reports whether a table is not released: it has rows about persons, or cells
// that tell something of them.
func withheld(t *dubbelkrona.Table) bool {
	return t.Person || slices.ContainsFunc(t.Columns, func(c dubbelkrona.Column) bool { return c.Sensitive })
}

// withheldTables returns the tables that are not released, as a list for SQL.
func withheldTables() string {
	var names []string
	for _, t := range dubbelkrona.Tables() {
		if withheld(t) {
			names = append(names, warehouse.Literal("core."+t.Name))
		}
	}
	return strings.Join(names, ", ")
}

// AboutPersons returns the tables with rows about persons that the project's
// sources fill, as core.<table>.
func (p *Plan) AboutPersons() (tables []string) {
	for _, t := range dubbelkrona.Tables() {
		if t.Person && slices.ContainsFunc(p.Sources, func(s *Source) bool { return slices.Contains(s.Plan.Tables(), t) }) {
			tables = append(tables, "core."+t.Name)
		}
	}
	return tables
}
