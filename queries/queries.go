// Package queries has the built-in definitions, SQL files that can be run
// unchanged: models create tables and views in schema metric, effects return the
// rows that an effect is estimated from, checks return
// offending rows, metrics return figures. Package metrics documents their headers.
//
// The SQL uses only what other engines run too, with the same result; a test of
// package metrics checks that. Beside each metric and effect, and each model and check with
// logic, are goldens: input tables and the expected rows.
package queries

import (
	"embed"
	"io/fs"
)

//go:embed models/*.sql effects/*.sql checks/*.sql metrics/*.sql
var files embed.FS

// FS returns a file system with the folders models, effects, checks and metrics.
func FS() fs.FS { return files }
