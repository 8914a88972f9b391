package metrics

import (
	"slices"

	"dubbelkrona"
	"dubbelkrona/internal/strictyaml"
	"dubbelkrona/metrics/effect/study"
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
	Figure Figure
	// Study is what an effect compares.
	Study study.Study

	doc     *strictyaml.Document
	sqlLine int // line of the file on which the SELECT begins
	closure []string
}

// Figure is the calculation of a metric: expressions over its SELECT.
type Figure struct {
	Unit    string
	Let     [][]Binding
	Value   string
	Low     string
	High    string
	Persons string
	Grade   string
	Status  string
	Parts   []Part
	By      []string
	Period  string   // column; empty if the metric has no periods
	Grains  []string // year, month
	AllTime bool     // whether there are figures over all periods
	// Decimals is the number of decimals shown to users, 0 to 6.
	Decimals int
}

// Binding is a named expression of a let.
type Binding struct{ Name, Expression string }

// Part is a named figure beside the value.
type Part struct {
	Name  string
	Title dubbelkrona.Label
	Unit  string
	Value string
	Low   string
	High  string
	// Persons counts the contributors of the part; by default that of the
	// metric.
	Persons string
	// Total parts are given only for the row without groups.
	Total bool
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
func (d *Definition) expressions() []Binding {
	switch {
	case d.Kind == Metric:
		return d.Figure.expressions()
	case d.Study.YearlyWage != "":
		return []Binding{{"yearly_wage", d.Study.YearlyWage}}
	}
	return nil
}
