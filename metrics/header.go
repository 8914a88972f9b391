package metrics

import (
	"fmt"
	"regexp"
	"slices"

	"dubbelkrona"
	"dubbelkrona/internal/identity"
	"dubbelkrona/metrics/effect/study"
	"dubbelkrona/metrics/figure"
)

type common struct {
	Title    dubbelkrona.Label `yaml:"title"`
	Doc      dubbelkrona.Label `yaml:"doc"`
	Replaces bool              `yaml:"replaces"`
}

type modelHeader struct {
	common       `yaml:",inline"`
	Materialized string            `yaml:"materialized"`
	Split        string            `yaml:"split"`
	Columns      map[string]string `yaml:"columns"`
	Release      []string          `yaml:"release"`
}

type effectHeader struct {
	common       `yaml:",inline"`
	study.Header `yaml:",inline"`
}

type checkHeader struct {
	common   `yaml:",inline"`
	Severity string            `yaml:"severity"`
	Message  dubbelkrona.Label `yaml:"message"`
	Concerns []string          `yaml:"concerns"`
}

type metricHeader struct {
	common        `yaml:",inline"`
	figure.Header `yaml:",inline"`
	Agenda2030    []float64          `yaml:"agenda2030"`
	Owner         *dubbelkrona.Owner `yaml:"owner"`
}

// identifier is a name that needs no quotes in SQL.
var identifier = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// header decodes the header into d and reports whether d replaces another
// definition.
func (d *Definition) header() (replaces bool, faults []Fault) {
	var c common
	switch d.Kind {
	case Model:
		c, faults = d.modelHeader()
	case Effect:
		c, faults = d.effectHeader()
	case Check:
		c, faults = d.checkHeader()
	default:
		c, faults = d.metricHeader()
	}
	d.Title, d.Doc = c.Title, c.Doc
	if c.Title.SV == "" || c.Title.EN == "" {
		faults = append(faults, d.at("title", "title must have a text in sv and one in en"))
	}
	return c.Replaces, faults
}

func (d *Definition) modelHeader() (common, []Fault) {
	var h modelHeader
	faults := d.doc.Decode(&h)
	switch h.Materialized {
	case "", "view":
	case "table":
		d.Table = true
	default:
		faults = append(faults, d.at("materialized", "materialized must be view or table"))
	}
	if h.Split != "" && (!d.Table || !identifier.MatchString(h.Split)) {
		faults = append(faults, d.at("split", "split must be a column of pseudonyms of a model with materialized: table"))
	}
	d.Columns, d.Release, d.Split = h.Columns, h.Release, h.Split
	return h.common, faults
}

func (d *Definition) effectHeader() (common, []Fault) {
	var h effectHeader
	faults := d.doc.Decode(&h)
	declared, more := study.New(h.Header, d.at)
	d.Study = declared
	return h.common, append(faults, more...)
}

func (d *Definition) checkHeader() (common, []Fault) {
	var h checkHeader
	faults := d.doc.Decode(&h)
	switch h.Severity {
	case "warn":
	case "error":
		d.Severity = dubbelkrona.Reject
	default:
		faults = append(faults, d.at("severity", "severity must be error or warn"))
	}
	if h.Message.SV == "" || h.Message.EN == "" {
		faults = append(faults, d.at("message", "message must have a text in sv and one in en"))
	}
	d.Message, d.Concerns = h.Message, h.Concerns
	return h.common, faults
}

func (d *Definition) metricHeader() (common, []Fault) {
	var h metricHeader
	faults := d.doc.Decode(&h)
	read, more := figure.New(h.Header, d.at)
	d.Figure = read
	faults = append(append(faults, more...), readResponsibility(d, h.Agenda2030, h.Owner)...)
	return h.common, faults
}

// readResponsibility sets the goals and the owner of a metric. Goals are decoded as numbers
// with decimals, so that those with decimals are faults.
func readResponsibility(d *Definition, goals []float64, owner *dubbelkrona.Owner) (faults []Fault) {
	for i, number := range goals {
		g := dubbelkrona.Goal(number)
		if !g.Valid() || float64(g) != number || slices.Contains(d.Goals, g) {
			faults = append(faults, d.at(fmt.Sprintf("agenda2030[%d]", i), fmt.Sprintf("agenda2030 must be numbers of goals, 1 to %d, without duplicates", dubbelkrona.Goals)))
			continue
		}
		d.Goals = append(d.Goals, g)
	}
	if owner == nil {
		return faults
	}
	d.Owner = *owner
	switch err := d.Owner.Check(); {
	case d.Owner == "":
		return append(faults, d.at("owner", "owner: name who answers for the metric, a function or a mail address, or leave the key out"))
	case err != nil:
		return append(faults, d.at("owner", err.Error()))
	case identity.Contains(string(d.Owner)):
		return append(faults, d.at("owner", "owner: it contains what may be an identity number"))
	}
	return faults
}
