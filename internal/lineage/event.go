package lineage

import (
	"net/url"
	"time"

	"github.com/google/uuid"
)

// event is a RunEvent of the specification.
type event struct {
	EventType string    `json:"eventType"`
	EventTime time.Time `json:"eventTime"`
	Run       runRef    `json:"run"`
	Job       jobRef    `json:"job"`
	Inputs    []dataset `json:"inputs"`
	Outputs   []dataset `json:"outputs"`
	Producer  string    `json:"producer"`
	SchemaURL string    `json:"schemaURL"`
}

type runRef struct {
	RunID  uuid.UUID `json:"runId"`
	Facets facets    `json:"facets"`
}

type jobRef struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
}

type dataset struct {
	Namespace    string `json:"namespace"`
	Name         string `json:"name"`
	Facets       facets `json:"facets"`
	InputFacets  facets `json:"inputFacets,omitempty"`
	OutputFacets facets `json:"outputFacets,omitempty"`
}

// facets maps names of the specification to facets.
type facets map[string]facet

// facet has the facet's own fields in addition to the common ones.
type facet map[string]any

// specification is the base URL of the schemas named in events.
const specification = "https://openlineage.io/spec/"

// author makes events for a project and a version of the program.
type author struct{ project, version string }

func (a author) namespace() string { return "dubbelkrona:" + a.project }

func (a author) producer() string { return "urn:dubbelkrona:" + url.PathEscape(a.version) }

// runNamespace is the root of the names of all runs of all projects.
var runNamespace = uuid.MustParse("83c44c09-d430-4ee9-ad95-aa6c42d8a5a8")

// runID returns the same id for the same run at any time, so that its end can
// be reported by another process than its beginning.
func (a author) runID(id string) uuid.UUID {
	return uuid.NewSHA1(uuid.NewSHA1(runNamespace, []byte(a.project)), []byte(id))
}

func (a author) event(r Run) event {
	e := event{
		EventType: r.transition(), EventTime: r.Time.UTC(), Producer: a.producer(),
		SchemaURL: specification + "2-0-2/OpenLineage.json#/$defs/RunEvent",
		Run:       runRef{RunID: a.runID(r.ID), Facets: make(facets)},
		Job:       jobRef{Namespace: a.namespace(), Name: r.Command},
		Inputs:    make([]dataset, 0, len(r.Inputs)), Outputs: make([]dataset, 0, len(r.Outputs)),
	}
	if !r.Slot.IsZero() {
		e.Run.Facets["nominalTime"] = a.facet("1-0-1", "NominalTimeRunFacet", facet{"nominalStartTime": r.Slot})
	}
	if r.Reason != "" {
		e.Run.Facets["errorMessage"] = a.facet("1-0-1", "ErrorMessageRunFacet", facet{"message": r.Reason, "programmingLanguage": "Go"})
	}
	for _, d := range r.Inputs {
		in := a.dataset(d)
		if d.Rows != nil {
			in.InputFacets = facets{"inputStatistics": a.facet("1-0-0", "InputStatisticsInputDatasetFacet", facet{"rowCount": *d.Rows})}
		}
		e.Inputs = append(e.Inputs, in)
	}
	for _, d := range r.Outputs {
		out := a.dataset(d)
		if d.Rows != nil {
			out.OutputFacets = facets{"outputStatistics": a.facet("1-0-2", "OutputStatisticsOutputDatasetFacet", facet{"rowCount": *d.Rows})}
		}
		e.Outputs = append(e.Outputs, out)
	}
	return e
}

// field is a column in the schema facet.
type field struct {
	Name        string `json:"name"`
	Type        string `json:"type"`
	Description string `json:"description,omitempty"`
}

func (a author) dataset(d Dataset) dataset {
	of := dataset{Namespace: a.namespace(), Name: d.Name, Facets: make(facets)}
	if d.Version != "" {
		of.Facets["version"] = a.facet("1-0-1", "DatasetVersionDatasetFacet", facet{"datasetVersion": d.Version})
	}
	if d.Columns != nil {
		var fields []field
		for _, c := range d.Columns {
			fields = append(fields, field{c.Name, c.Type.SQL(), c.Title.EN})
		}
		of.Facets["schema"] = a.facet("1-2-0", "SchemaDatasetFacet", facet{"fields": fields})
	}
	return of
}

// facet adds the two fields that every facet has: producer and schema URL.
func (a author) facet(version, name string, f facet) facet {
	f["_producer"], f["_schemaURL"] = a.producer(), specification+"facets/"+version+"/"+name+".json#/$defs/"+name
	return f
}
