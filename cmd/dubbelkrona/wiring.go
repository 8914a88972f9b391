package main

import (
	"fmt"
	"log/slog"
	"os"
	"time"

	"dubbelkrona/export"
	exportcsv "dubbelkrona/export/csv"
	"dubbelkrona/export/datapackage"
	"dubbelkrona/export/dcat"
	exportjson "dubbelkrona/export/json"
	"dubbelkrona/export/manifest"
	"dubbelkrona/export/parquet"
	exportxlsx "dubbelkrona/export/xlsx"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/blob"
	"dubbelkrona/ingest/csv"
	"dubbelkrona/ingest/directory"
	ingesthttp "dubbelkrona/ingest/http"
	"dubbelkrona/ingest/json"
	"dubbelkrona/ingest/kolada"
	"dubbelkrona/ingest/ocds"
	ingestparquet "dubbelkrona/ingest/parquet"
	"dubbelkrona/ingest/peppol"
	"dubbelkrona/ingest/pxweb"
	"dubbelkrona/ingest/rowstore"
	"dubbelkrona/ingest/sftp"
	"dubbelkrona/ingest/sie"
	ingestsql "dubbelkrona/ingest/sql"
	"dubbelkrona/ingest/ted"
	tedsearch "dubbelkrona/ingest/ted/search"
	"dubbelkrona/ingest/xlsx"
	"dubbelkrona/internal/compile"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/fetch"
	"dubbelkrona/internal/pipeline"
	"dubbelkrona/internal/reference"
	"dubbelkrona/internal/session"
	"dubbelkrona/transform"
)

// registry has every kind of place, format and source. A new kind is one line here.
// The strictest formats come first, since the first that matches an object reads it.
func registry() *ingest.Registry {
	return ingest.NewRegistry(
		[]ingest.PlaceKind{directory.Kind(), blob.Kind(), ingesthttp.Kind(), rowstore.Kind(), sftp.Kind()},
		[]ingest.FormatKind{xlsx.Kind(), ingestparquet.Kind(), sie.Kind(), peppol.Kind(), ted.Kind(), ocds.Kind(), pxweb.JSONStatKind(), pxweb.PXKind(), json.Kind(), csv.Kind()},
		[]ingest.SourceKind{ingestsql.Kind(), kolada.Kind(), pxweb.Kind(), tedsearch.Kind()},
	)
}

// sinks has every kind of export. A new kind is one line here.
func sinks() []export.Sink {
	return []export.Sink{parquet.Sink{}, exportcsv.Sink{}, exportcsv.Sink{Excel: true}, exportjson.Sink{}, exportjson.Headline{}, exportcsv.Headline{}, exportxlsx.Sink{}}
}

// indexes has every description of what is exported; the list of all files is last.
func indexes() []export.Index {
	return []export.Index{datapackage.Index{}, dcat.Index{}, manifest.Index{}}
}

// options returns the options of a pipeline, without collectors.
func (p *program) options(project *config.Project) (pipeline.Options, error) {
	builtIns, err := builtIn(p.now)
	return pipeline.Options{
		Options: session.Options{Generator: generator(), Now: p.now, Fault: p.fault, Log: p.logger(project.Watch.Log, slog.LevelWarn),
			Progress: p.progress, Workspace: p.workspace},
		Registry: registry(), Web: p.web(), BuiltIn: builtIns, Sinks: sinks(), Indexes: indexes(), Abort: p.abort,
	}, err
}

// abort ends the process at once, which the ledger survives as it survives a power
// cut.
func (p *program) abort(reason string) {
	fmt.Fprintln(p.stderr, "dubbelkrona:", reason)
	os.Exit(exitFailed)
}

func (p *program) web() *fetch.Client {
	return fetch.New(fetch.Options{Agent: generator(), Now: p.now})
}

// logger returns the log that the configuration describes; it omits what is less
// severe than least.
func (p *program) logger(l config.Log, least slog.Level) *slog.Logger {
	o := &slog.HandlerOptions{Level: max(l.Severity(), least)}
	if l.Format == "json" {
		return slog.New(slog.NewJSONHandler(p.stderr, o))
	}
	return slog.New(slog.NewTextHandler(p.stderr, o))
}

// builtIn returns the sources of the reference data that comes with the program.
func builtIn(now func() time.Time) ([]compile.BuiltIn, error) {
	format, err := csv.Kind().Always(ingest.Env{}, nil)
	if err != nil {
		return nil, err
	}
	var all []compile.BuiltIn
	for _, part := range []struct{ glob, profile string }{{"municipality.csv", "municipality"}, {"parameters_*.csv", "parameter"}} {
		place, err := directory.NewFS(reference.FS(), part.glob)
		if err != nil {
			return nil, err
		}
		all = append(all, compile.BuiltIn{
			Source: ingest.New(config.ReservedSource, place, format, ingest.Env{Now: now}),
			Spec:   transform.Spec{Profile: part.profile, Decimal: "dot"},
		})
	}
	return all, nil
}
