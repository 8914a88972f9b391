package config

import (
	"cmp"
	"path/filepath"
)

// Paths are where a project's files and folders are.
type Paths struct {
	// Root is the absolute path of the project's folder.
	Root string `yaml:"-"`

	folder string // as the user gave it
	// elsewhere is the folder that has var and publish; empty for Root.
	elsewhere string
}

// home is the folder that has var and publish.
func (p Paths) home() string { return cmp.Or(p.elsewhere, p.Root) }

// Shown is a path inside the project as faults and messages show it: with the
// folder as the user gave it.
func (p Paths) Shown(name string) string { return filepath.Join(p.folder, name) }

// Var is the private folder: ledger, lake and snapshots.
func (p Paths) Var() string { return filepath.Join(p.home(), "var") }

// Lake is the folder of segments.
func (p Paths) Lake() string { return filepath.Join(p.Var(), "lake") }

// Ledger is the ledger's file.
func (p Paths) Ledger() string { return filepath.Join(p.Var(), "ledger.db") }

// Lock is the file that a writer locks.
func (p Paths) Lock() string { return filepath.Join(p.Var(), "lock") }

// SchedulerLock is the file that the daemon locks, beside Lock, which it holds
// only while it works.
func (p Paths) SchedulerLock() string { return filepath.Join(p.Var(), "scheduler.lock") }

// Scratch is the folder of files that live no longer than the work on them.
func (p Paths) Scratch() string { return filepath.Join(p.Var(), "scratch") }

// Snapshots is the folder of kept snapshots.
func (p Paths) Snapshots() string { return filepath.Join(p.Var(), "snapshots") }

// Copies is the folder of the released parts of kept snapshots.
func (p Paths) Copies() string { return filepath.Join(p.Var(), "released") }

// Served is the folder of the files that are served over HTTP.
func (p Paths) Served() string { return filepath.Join(p.Copies(), "served") }

// Analyst is the DuckDB file with the whole snapshot, where Publish.Persons
// asks for it.
func (p Paths) Analyst() string { return filepath.Join(p.home(), "publish", "analyst.duckdb") }

// Published is the DuckDB file with what may be released.
func (p Paths) Published() string { return filepath.Join(p.home(), "publish", "impact.duckdb") }

// ExportFolder is where exports are written.
func (p Paths) ExportFolder() string { return filepath.Join(p.home(), "publish", "exports") }

// Report is the page of released figures.
func (p Paths) Report() string { return filepath.Join(p.home(), "publish", "report.html") }

// Queries is the folder of the project's own models, checks and metrics.
func (p Paths) Queries() string { return filepath.Join(p.Root, "queries") }
