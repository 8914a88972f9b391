package changes

import (
	"slices"
	"strings"

	"dubbelkrona"
)

// Inputs are what the figures of a snapshot depend on.
type Inputs struct {
	Generator string // the program and its version
	Metrics   map[string]Metric
	Tables    map[string]string // content hash by table, such as core.spend
}

// Metric is what the figures of one metric depend on.
type Metric struct {
	Hash  string   // of the definition and of what it reads
	Reads []string // tables and models, directly or through models
}

// parameterTable has the parameters; every other table is data.
const parameterTable = "core.parameter"

// Explain sets the causes of changes from one snapshot to another. A figure that is
// newly shown or suppressed has no other cause than disclosure. If nothing that the
// metric reads is known to differ, the cause is data: the state of the sources is part
// of it.
func Explain(all []dubbelkrona.Change, from, to Inputs) {
	byMetric := make(map[string][]dubbelkrona.Cause)
	for i := range all {
		c := &all[i]
		if c.Kind == dubbelkrona.FigureSuppressed || c.Kind == dubbelkrona.FigureRevealed {
			c.Causes = []dubbelkrona.Cause{dubbelkrona.CauseDisclosure}
			continue
		}
		causes, seen := byMetric[c.Metric]
		if !seen {
			causes = causesOf(c.Metric, from, to)
			byMetric[c.Metric] = causes
		}
		c.Causes = slices.Clone(causes)
	}
}

func causesOf(metric string, from, to Inputs) (causes []dubbelkrona.Cause) {
	old, new := from.Metrics[metric], to.Metrics[metric]
	if old.Hash != new.Hash || from.Generator != to.Generator {
		causes = append(causes, dubbelkrona.CauseDefinition)
	}
	var parameters, data bool
	for _, table := range slices.Concat(old.Reads, new.Reads) {
		if !strings.HasPrefix(table, "core.") || from.Tables[table] == to.Tables[table] {
			continue
		}
		if table == parameterTable {
			parameters = true
		} else {
			data = true
		}
	}
	if parameters {
		causes = append(causes, dubbelkrona.CauseParameters)
	}
	if data || len(causes) == 0 {
		causes = append(causes, dubbelkrona.CauseData)
	}
	return causes
}
