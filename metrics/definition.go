package metrics

import (
	"slices"

	"dubbelkrona"
	"dubbelkrona/internal/strictyaml"
)

// Fault is something wrong with a definition, with file, line and column.
type Fault = strictyaml.Fault

// Kind says what a definition makes.
type Kind string

// The kinds, each named as the folder of its files.
const (
	Model  Kind = "models"
	Check  Kind = "checks"
	Metric Kind = "metrics"
)

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
	// Hash identifies the definition and, through the hashes of the models
	// that it reads, theirs: 64 hexadecimal digits, set by Resolve.
	Hash string
	// Depends are the tables and models it reads itself, as schema.name,
	// sorted; set by Resolve.
	Depends []string
	// Table is whether a model is stored as a table instead of a view.
	Table bool
	// Columns document a model's columns.
	Columns map[string]string
	// Release are the columns of a model that reads tables of persons which may
	// be released all the same.
	Release []string
	// Severity of a check: dubbelkrona.Reject where it blocks publishing.
	Severity dubbelkrona.Severity
	// Message of a check, with {column} where a column's value goes.
	Message dubbelkrona.Label
	// Concerns are the metrics that a check's warning marks; empty means those
	// that share something with it.
	Concerns []string
	// Figure is what a metric calculates.
	Figure Figure

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
	Period  string   // column, empty where the metric has no periods
	Grains  []string // year, month
	AllTime bool     // whether there are figures over all periods
	// Decimals is how many decimals people are shown, 0 to 6.
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
	// Persons counts the contributors of the part; it is that of the metric if
	// the part gives none.
	Persons string
	// Total parts are given only for the row without groups.
	Total bool
}

// Reads tells whether a definition reads a table or model, directly or
// through models. The name is schema.name.
func (d *Definition) Reads(name string) bool { return slices.Contains(d.closure, name) }

// at is a fault at a path of the header.
func (d *Definition) at(path, message string) Fault { return d.doc.At(path, message) }
