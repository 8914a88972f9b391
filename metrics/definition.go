package metrics

import (
	"slices"

	"dubbelkrona"
	"dubbelkrona/internal/strictyaml"
	"dubbelkrona/metrics/effect/study"
	"dubbelkrona/metrics/figure"
)

// Fault is an error in a definition, with file, line and column.
type Fault = strictyaml.Fault

// Kind is the kind of a definition.
type Kind string

// The kinds, each named after the folder of its files.
const (
	Model  Kind = "models"
	Effect Kind = "effects"
	Check  Kind = "checks"
	Metric Kind = "metrics"
)

// kinds are all kinds, in the order in which they are read.
var kinds = []Kind{Model, Effect, Check, Metric}

// Definition is one SQL file. It is read-only once resolved.
type Definition struct {
	Kind    Kind
	Name    string // the file's name without .sql: lower-case letters, digits and _
	File    string // as shown in faults
	BuiltIn bool
	Title   dubbelkrona.Label
	Doc     dubbelkrona.Label
	// SQL is the file's text, header included, without a closing semicolon.
	SQL string
	// Hash is a hash of SQL and of the hashes of the models that the definition
	// reads: 64 hexadecimal digits, set by Resolve.
	Hash string
	// Depends are the tables and models that it reads directly, as schema.name,
	// sorted; set by Resolve.
	Depends []string
	// Table reports whether a model is stored as a table instead of a view.
	Table bool
	// Split is the column of pseudonyms by whose ranges a large table is made in parts;
	// empty if it is made at once.
	Split string
	// Columns document a model's columns.
	Columns map[string]string
	// Release are the columns that may be released of a model that reads tables
	// of persons.
	Release []string
	// Severity of a check: dubbelkrona.Reject if it blocks publishing.
	Severity dubbelkrona.Severity
	// Message of a check, with {column} for a column's value.
	Message dubbelkrona.Label
	// Concerns are the metrics that a check's warning marks; empty means those
	// that read a table or model that the check reads.
	Concerns []string
	// Figure is what a metric calculates.
	Figure figure.Figure
	// Goals are the goals of Agenda 2030 that a metric is about. They change no figure.
	Goals []dubbelkrona.Goal
	// Owner is who answers for a metric.
	Owner dubbelkrona.Owner
	// Study is what an effect compares.
	Study study.Study

	doc     *strictyaml.Document
	sqlLine int // line of the file on which the SELECT begins
	closure []string
}

// Reads reports whether a definition reads a table or model, directly or
// through models. The name is schema.name.
func (d *Definition) Reads(name string) bool { return slices.Contains(d.closure, name) }

// at returns a fault at a path of the header.
func (d *Definition) at(path, message string) Fault { return d.doc.At(path, message) }

// relation returns the name by which other definitions read a model, or the estimates
// of an effect.
func (d *Definition) relation() string {
	if d.Kind == Effect {
		return "effect " + d.Name
	}
	return "metric." + d.Name
}

// expressions returns the expressions in the header, each with its path as the name.
func (d *Definition) expressions() []figure.Binding {
	switch {
	case d.Kind == Metric:
		return d.Figure.Expressions()
	case d.Study.YearlyWage != "":
		return []figure.Binding{{Name: "yearly_wage", Expression: d.Study.YearlyWage}}
	}
	return nil
}

// Protected returns the metrics that are about persons, whose small groups must be
// protected.
func (c *Catalogue) Protected() []*Definition {
	return slices.DeleteFunc(c.Of(Metric), func(d *Definition) bool { return !d.Figure.Protected() })
}

// Statement returns the SELECT that calculates a metric with the columns of
// metric.result, all groupings in one pass. It reads only the snapshot's tables
// and can be pasted into any DuckDB client.
func (d *Definition) Statement() string {
	return d.Figure.Statement(d.SQL, figure.Facts{Metric: d.Name, Hash: d.Hash})
}

// Memberships returns the SELECT of the persons that each published group of a
// protected metric is about, see [figure.Figure.Memberships].
func (d *Definition) Memberships() string { return d.Figure.Memberships(d.SQL) }

// Sensitive returns the SELECT of the published groups of a protected metric that must
// not be shown for another reason than their number of persons, see
// [figure.Figure.Sensitive]; percent is that of the rule for dominant contributors.
func (d *Definition) Sensitive(percent int) string { return d.Figure.Sensitive(d.SQL, percent) }

// PublishedGroupings returns a condition on period_grain and "grouping" of
// metric.result, with which a metric's rows are published; empty if all are.
func (d *Definition) PublishedGroupings() string { return d.Figure.PublishedGroupings() }
