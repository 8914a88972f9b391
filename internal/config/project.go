// Package config reads a project's dubbelkrona.yaml strictly, with defaults,
// and reports all faults at once with line and column. It reads no data; the
// registries validate the settings of places and formats, which are kept here
// as sections.
package config

import (
	"os"
	"path/filepath"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/strictyaml"
	"dubbelkrona/scheduler"
	"dubbelkrona/transform"
)

// FileName is the name of the configuration in a project's folder.
const FileName = "dubbelkrona.yaml"

// Project is a validated configuration with defaults applied.
type Project struct {
	Paths `yaml:"-"`

	// Name identifies the project: lower-case letters, digits and hyphens.
	Name string `yaml:"project"`
	// Language of titles, warnings and comments: sv (default) or en.
	Language string `yaml:"language"`
	// Key is the path of the pseudonymisation key, outside of the project:
	// absolute, or relative to the project's folder. A leading ~/ is the home
	// folder. Default: dubbelkrona/<project>.key in the user's configuration
	// folder.
	Key string `yaml:"key"`
	// Sources are the sources, in order.
	Sources []Source `yaml:"sources"`
	// Schedule is when the daemon runs jobs.
	Schedule Schedule `yaml:"schedule"`
	// Watch is how people learn about the outcome of runs.
	Watch Watch `yaml:"watch"`
	// Serve is how what is published is served over HTTP.
	Serve Serve `yaml:"serve"`
	// Publish is what is published and kept, and the limits of builds.
	Publish Publish `yaml:"publish"`
	// Retention is the maximum age of rows about persons by table; gc deletes
	// older ones: 5y. Default: no limit.
	Retention map[string]string `yaml:"retention"`
	// History is the age after which gc deletes replaced data: 400d. Default:
	// all is kept, so that any past state can be restored.
	History string `yaml:"history"`
	// Exports are the kinds of export: parquet, csv, csv-excel, json, xlsx, headline;
	// default all but csv-excel. An empty list exports nothing.
	Exports []string `yaml:"exports"`
	// Database is a PostgreSQL schema to which the released tables are written
	// after the exports, with the settings of package export/postgres.
	Database strictyaml.Section `yaml:"database"`

	doc  *strictyaml.Document
	jobs []scheduler.Job
}

// Source is one source of data.
type Source struct {
	// Name identifies the source permanently: its data is stored under this
	// name.
	Name string `yaml:"name"`
	// Files is a glob inside the project; short for a place of kind directory.
	Files string `yaml:"files"`
	// Place is where the bytes come from: a kind with its settings.
	Place strictyaml.Section `yaml:"place"`
	// Format is how the bytes are decoded: a kind, or a kind with settings.
	// Default: detected from name and content.
	Format strictyaml.Section `yaml:"format"`
	// Together reads all objects of the place as one, for formats whose
	// records continue across files, such as OCDS releases.
	Together bool `yaml:"together"`
	// Load is the load mode: replace-object (default), replace-period, append
	// or upsert.
	Load dubbelkrona.LoadMode `yaml:"load"`
	// Repeats is what to do with an object that has the same bytes as another
	// object of the source: refuse (default) it as a copy, whose rows would
	// count twice, or allow it.
	Repeats string `yaml:"repeats"`
	// Owner answers for the source and is notified if it is late, refused, held back or
	// empty: a function such as "Ekonomienheten", a mail address, or both. It is
	// published with the source.
	Owner dubbelkrona.Owner `yaml:"owner"`
	// Synthetic marks fictitious data; all figures based on it are marked.
	Synthetic bool `yaml:"synthetic"`
	// Schedule overrides the project's schedule for this source.
	Schedule SourceSchedule `yaml:"schedule"`
	// Fresh is the maximum age of the source's newest delivery; after it,
	// figures are marked as stale. Default: they are marked from the first
	// failed run on.
	Fresh *Duration `yaml:"fresh"`
	// Volume limits how much a delivery may differ from the one that it
	// replaces before it is held back: off, or limits such as {fall: 50%,
	// rise: 300%}, the default.
	Volume strictyaml.Section `yaml:"volume"`
	// Spec is the mapping: profile or tables, and how cells are written.
	transform.Spec `yaml:",inline"`

	// Limits is the parsed section Volume.
	Limits Volume `yaml:"-"`
}

// Publish is the section publish of the configuration.
type Publish struct {
	// Keep is the number of snapshots to keep; default 7, at least 1.
	Keep int `yaml:"keep"`
	// Threshold is the number of persons from which figures about them are
	// published, 3 to 10; default 5.
	Threshold int `yaml:"threshold"`
	// MemoryMB limits DuckDB's memory during a build; default 400, at least
	// 128.
	MemoryMB int `yaml:"memory_mb"`
	// Definition limits each model, check and metric of the project, so that a
	// slow one does not stop the others.
	Definition DefinitionLimits `yaml:"definition"`
	// Threads of DuckDB; default one for each 4 MiB of data, at most the number of
	// processors.
	Threads int `yaml:"threads"`
	// GroupReadable allows the file group to read published files (0640
	// instead of 0600); default true.
	GroupReadable *bool `yaml:"group_readable"`
	// Persons publishes publish/analyst.duckdb in addition to
	// publish/impact.duckdb: the whole snapshot, including rows about persons.
	// Default false.
	Persons *bool `yaml:"persons"`
	// Catalogue says who publishes the data; nil if the project does not say.
	Catalogue *Catalogue `yaml:"catalogue"`
}

// DefinitionLimits is the section publish.definition of the configuration.
type DefinitionLimits struct {
	// Time limits each definition; default 20s. Built-in definitions may take
	// twenty times as long.
	Time Duration `yaml:"time"`
	// MemoryMB limits how much the program may grow during a definition,
	// including DuckDB's memory_mb; default 600 more than that, at least 64
	// more. On Linux only.
	MemoryMB int `yaml:"memory_mb"`
}

// WithPersons reports whether the project publishes rows about persons.
func (p *Project) WithPersons() bool { return p.Publish.Persons != nil && *p.Publish.Persons }

// Modes returns the modes of published files and their folders.
func (p *Project) Modes() (file, folder os.FileMode) {
	if *p.Publish.GroupReadable {
		return 0o640, 0o750
	}
	return 0o600, 0o700
}

// KeyPath returns the path of the pseudonymisation key, with the home folder
// expanded.
func (p *Project) KeyPath() (string, error) {
	if rest, ok := strings.CutPrefix(p.Key, "~/"); ok {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", dubbelkrona.Invalidf("key %s: %w; write the path out", p.Key, err)
		}
		return filepath.Join(home, rest), nil
	}
	if p.Key != "" {
		if filepath.IsAbs(p.Key) {
			return filepath.Clean(p.Key), nil
		}
		return filepath.Join(p.Root, p.Key), nil
	}
	folder, err := os.UserConfigDir()
	if err != nil {
		return "", dubbelkrona.Invalidf("key: %w; set key in %s", err, FileName)
	}
	return filepath.Join(folder, "dubbelkrona", p.Name+".key"), nil
}

// FormerKey returns an error if there is no key at path but one relative to
// the working directory, where an earlier version looked for it; otherwise
// nil.
func (p *Project) FormerKey(path string) error {
	former, err := filepath.Abs(p.Key)
	if err != nil || former == path || strings.HasPrefix(p.Key, "~/") || p.Key == "" {
		return nil
	}
	if _, err := os.Lstat(path); err == nil {
		return nil
	}
	if _, err := os.Lstat(former); err != nil {
		return nil
	}
	return dubbelkrona.Invalidf("key: %s is relative to the project's folder, where there is no key; an earlier version used %s: write that path in %s", p.Key, former, FileName)
}

// At returns a fault at a path of the configuration, such as
// "sources[2].tables[0].columns.amount".
func (p *Project) At(path, message string) strictyaml.Fault {
	return p.doc.At(path, message)
}

// Outside returns an error if a path is inside the project, because a backup
// or copy of the data would then include the key.
func (p *Project) Outside(path string) error {
	rel, err := filepath.Rel(p.Root, path)
	if err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return dubbelkrona.Invalidf("key %s: it is inside the project, with the data that it protects; set key in %s to a path outside", path, FileName)
	}
	return nil
}
