// Package reference holds facts that every project starts from, each with its
// source: the municipalities of Sweden, and the tax rates, base amounts and
// benefit levels that value a person's way into work.
//
// The facts are CSV files whose header is the column names of a domain table,
// so that they are ingested like any other delivery: municipality.csv and
// parameters_*.csv. README.md beside them says where each figure comes from
// and which figures are missing.
//
// A value without a source is never a default: its row is there with an empty
// value and grade missing, or with grade recalled, and its source column says
// what is not known.
package reference

import (
	"embed"
	"io/fs"
)

//go:embed *.csv
var files embed.FS

// FS holds the embedded CSV files at its root: UTF-8, comma, LF, a header of
// canonical column names. The first part of a file's name, up to an underscore
// or the extension, is its table: municipality, or parameters for parameter.
func FS() fs.FS { return files }
