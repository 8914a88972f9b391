// Package queries holds the built-in definitions, SQL files that run as they
// are: models make tables and views in schema metric, checks give rows that
// offend, metrics give figures. Package metrics documents their headers.
//
// The SQL keeps to what other engines run too. What is DuckDB's own has its
// reason in a comment beside it.
package queries

import (
	"embed"
	"io/fs"
)

//go:embed models/*.sql checks/*.sql metrics/*.sql
var files embed.FS

// FS gives the folders models, checks and metrics.
func FS() fs.FS { return files }
