package dubbelkrona

// MetricDefinition describes a metric as the results of a snapshot were calculated.
type MetricDefinition struct {
	Name       string
	Title, Doc Label
	Unit       string   // of the value
	Decimals   int      // of the value, to show
	Hash       string   // of the definition and the models that it reads
	By         []string // dimensions
	Depends    []string // tables and models that it reads
	BuiltIn    bool
	Goals      []Goal // of Agenda 2030 that it is about
	Owner      Owner  // who answers for it
	Parts      []MetricPart
}

// MetricPart describes a part of a metric.
type MetricPart struct {
	Name       string
	Title      Label // may be empty
	Unit       string
	Expression string // that calculates it
}

// TitleOf returns the title of a part, or of the value itself for the empty name. A part
// without a title has its name.
func (d *MetricDefinition) TitleOf(part string) Label {
	if part == "" {
		return d.Title
	}
	for _, p := range d.Parts {
		if p.Name == part && p.Title != (Label{}) {
			return p.Title
		}
	}
	return Label{SV: part, EN: part}
}
