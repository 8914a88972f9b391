// Package queries holds the built-in definitions, SQL files that run as they
// are: models make tables and views in schema metric, checks give rows that
// offend, metrics give figures. Package metrics documents their headers.
//
// The SQL keeps to what other engines run too, and read in the same way; a test
// of package metrics holds it to that. Beside each metric, and each model and
// check with logic, stand goldens: input tables and the rows that must come out.
package queries

import (
	"embed"
	"io/fs"
)

//go:embed models/*.sql checks/*.sql metrics/*.sql
var files embed.FS

// FS gives the folders models, checks and metrics.
func FS() fs.FS { return files }
