package report

import (
	"time"

	"dubbelkrona"
)

// Data is what a report shows: released rows, and the texts that explain them.
type Data struct {
	Project, Snapshot, Generator string
	Definitions                  string // hash of all definitions
	Built                        time.Time
	AsOf                         time.Time // the past moment that is shown; zero for the present
	// Municipality is the code of the municipality that is shown in full; all of them
	// together if it is empty.
	Municipality string
	// Names are the names of municipalities by code.
	Names map[string]string
	// Divisions are the English names of the CPV divisions by their Swedish names.
	Divisions map[string]string
	Metrics   []Metric
	// Rows are the released results, in any order.
	Rows       []dubbelkrona.Result
	Checks     []dubbelkrona.CheckResult
	Sources    []Source
	Quarantine []dubbelkrona.IssueCount
	Effects    Effects
	Parameters []Parameter
	Contracts  []Contract
	// Explained say what figures of what is shown in full rest on.
	Explained []dubbelkrona.Explanation
	// Restatements are figures that were published as something else before.
	Restatements []dubbelkrona.Restatement
	// Comments are what people have said of figures that are shown.
	Comments []dubbelkrona.Comment
	// Targets are those of figures.
	Targets []dubbelkrona.Target
}

// Contract is what is public of a contract that the double value considers.
type Contract struct {
	ID, Title, Supplier string
	Municipality        string // code
	Year                int64  // of the contract, as in the periods of results; 0 if unknown
}

// Metric is a metric's definition.
type Metric struct {
	Name       string
	Title, Doc dubbelkrona.Label
	Unit       string
	Decimals   int32
	Hash       string
	// Depends are the tables and models that it reads, directly or not.
	Depends []string
	Goals   []dubbelkrona.Goal // of Agenda 2030 that it is about
	Owner   dubbelkrona.Owner
	Parts   []Part
}

// Part is a part of a metric.
type Part struct {
	Name       string
	Title      dubbelkrona.Label
	Unit       string
	Expression string // in SQL
}

// Source is a source of the project, and how fresh its data was when the snapshot was
// built. A zero time is unknown.
type Source struct {
	Name             string
	Synthetic, Stale bool
	Delivered        time.Time // when it last delivered something new
	Read             time.Time // when it was last read completely
	Until            time.Time // when it stops being fresh
	Owner            dubbelkrona.Owner
	// Tables are those that have rows of it.
	Tables []string
}

// Effects are the evaluated effects, with texts in each language.
type Effects struct {
	SV, EN  []dubbelkrona.EffectResult
	Balance []Balance
}

// Balance is how much participants and comparison differ in one column before the
// start, in standard deviations, without and with weights.
type Balance struct {
	Effect, Scope, Column, Kind string
	Before, After               *float64
}

// Parameter is a value that figures are calculated with.
type Parameter struct {
	Name, Scope         string
	Value, Low, High    dubbelkrona.Number
	Unit, Grade, Source string
	From                time.Time // valid from; zero if not told
}
