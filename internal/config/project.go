// Package config reads a project's dubbelkrona.yaml: strictly, with defaults,
// and reporting every fault at once with its line and column. It opens no
// data: what a source's place and format make of their settings is asked of
// the registries, through the sections kept here.
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

// Project is a project's configuration, defaulted and valid.
type Project struct {
	Paths `yaml:"-"`

	// Name identifies the project: lower-case letters, digits and hyphens.
	Name string `yaml:"project"`
	// Language of titles, warnings and comments: sv (default) or en.
	Language string `yaml:"language"`
	// Key is the path of the pseudonymisation key, outside the project: absolute,
	// or relative to the project's folder. A leading ~/ is the home folder.
	// Default: dubbelkrona/<project>.key in the user's configuration folder.
	Key string `yaml:"key"`
	// Sources are what is ingested, in order.
	Sources []Source `yaml:"sources"`
	// Schedule says when the daemon works.
	Schedule Schedule `yaml:"schedule"`
	// Watch says how people learn how the nights went.
	Watch Watch `yaml:"watch"`
	// Publish says what is kept and how much memory a build may use.
	Publish Publish `yaml:"publish"`
	// Retention is, for each table of persons, the age beyond which gc takes
	// its rows out: 5y. Default: no limit.
	Retention map[string]string `yaml:"retention"`
	// History is the age beyond which gc takes out what has been replaced:
	// 400d. Default: all of it is kept, so that any past state can be told.
	History string `yaml:"history"`
	// Exports are kinds of export: parquet, csv, csv-excel, json; default
	// parquet, csv and json.
	Exports []string `yaml:"exports"`

	doc  *strictyaml.Document
	jobs []scheduler.Job
}

// Source is one source of the configuration.
type Source struct {
	// Name identifies the source for ever: what it delivered is kept under it.
	Name string `yaml:"name"`
	// Files is a glob inside the project; short for a place of kind directory.
	Files string `yaml:"files"`
	// Place says where the bytes come from: a kind with its settings.
	Place strictyaml.Section `yaml:"place"`
	// Format says what the bytes are: a kind, or a kind with settings. Where
	// it is absent the format is found from name and content.
	Format strictyaml.Section `yaml:"format"`
	// Together reads all objects of the place as one, for formats whose records
	// continue each other across files, such as OCDS releases.
	Together bool `yaml:"together"`
	// Load is the load mode: replace-object (default), replace-period, append
	// or upsert.
	Load dubbelkrona.LoadMode `yaml:"load"`
	// Repeats says what an object is that has the bytes of another of the
	// source: refuse (default) takes it for a copy, which would count twice;
	// allow takes it for a delivery of its own.
	Repeats string `yaml:"repeats"`
	// Synthetic marks data that was made up; every figure that rests on it
	// says so.
	Synthetic bool `yaml:"synthetic"`
	// Schedule is what the project's schedule says otherwise for this source.
	Schedule SourceSchedule `yaml:"schedule"`
	// Fresh is the promise to readers: figures are marked as stale when the
	// source's newest delivery came longer ago, however often it was looked
	// for. Without it they are from the first failure on.
	Fresh *Duration `yaml:"fresh"`
	// Volume says when a delivery is held back: off, or limits such as
	// {fall: 50%, rise: 300%}, the default.
	Volume strictyaml.Section `yaml:"volume"`
	// Spec is the mapping: profile or tables, and how cells are written.
	transform.Spec `yaml:",inline"`

	// Limits is the section Volume, read.
	Limits Volume `yaml:"-"`
}

// Publish is the section publish of the configuration.
type Publish struct {
	// Keep is the number of snapshots kept; default 7, at least 1.
	Keep int `yaml:"keep"`
	// MemoryMB bounds DuckDB's memory during a build; default 400, at least 128.
	MemoryMB int `yaml:"memory_mb"`
	// Definition bounds each model, check and metric of the project's own, so
	// that one that never ends stops nothing but itself.
	Definition DefinitionLimits `yaml:"definition"`
	// Threads of DuckDB; default the number of processors.
	Threads int `yaml:"threads"`
	// GroupReadable lets the file group read what is published (0640 instead of
	// 0600); default true, since publishing is for others.
	GroupReadable *bool `yaml:"group_readable"`
	// Persons publishes publish/analyst.duckdb beside publish/impact.duckdb:
	// the whole snapshot, with a row for each person and month. Default false.
	Persons *bool `yaml:"persons"`
}

// DefinitionLimits is the section publish.definition of the configuration.
type DefinitionLimits struct {
	// Time that it may take; default 20s. One that comes with the program may
	// take twenty times as long.
	Time Duration `yaml:"time"`
	// MemoryMB is how much the program may grow meanwhile, DuckDB's memory_mb
	// included; default 600 more than that, at least 64 more. On Linux only.
	MemoryMB int `yaml:"memory_mb"`
}

// WithPersons reports whether the project publishes rows about persons.
func (p *Project) WithPersons() bool { return p.Publish.Persons != nil && *p.Publish.Persons }

// Modes are those of what is published and of its folders.
func (p *Project) Modes() (file, folder os.FileMode) {
	if *p.Publish.GroupReadable {
		return 0o640, 0o750
	}
	return 0o600, 0o700
}

// KeyPath is where the pseudonymisation key is, with the home folder put in.
func (p *Project) KeyPath() (string, error) {
	if rest, ok := strings.CutPrefix(p.Key, "~/"); ok {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", dubbelkrona.Errorf(dubbelkrona.Invalid, "key %s: %w; write the path out", p.Key, err)
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
		return "", dubbelkrona.Errorf(dubbelkrona.Invalid, "key: %w; set key in %s", err, FileName)
	}
	return filepath.Join(folder, "dubbelkrona", p.Name+".key"), nil
}

// FormerKey explains why there is no key at a path where an earlier version,
// to which a relative path was one from the working directory, had found one.
// It is nil where that is not so.
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
	return dubbelkrona.Errorf(dubbelkrona.Invalid, "key: %s is relative to the project's folder; where it was looked for before there is %s: write that path in %s", p.Key, former, FileName)
}

// At is a fault at a path of the configuration, such as
// "sources[2].tables[0].columns.amount".
func (p *Project) At(path, message string) strictyaml.Fault {
	return p.doc.At(path, message)
}

// Outside refuses a path that lies in the project, where a backup or a share
// of the data would take the key along.
func (p *Project) Outside(path string) error {
	rel, err := filepath.Rel(p.Root, path)
	if err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return dubbelkrona.Errorf(dubbelkrona.Invalid, "key %s: it lies in the project, beside the data that it protects; set key in %s to a path outside", path, FileName)
	}
	return nil
}
