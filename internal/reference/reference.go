// Package reference contains built-in data, each value with its source: the
// municipalities of Sweden, and the tax rates, base amounts and benefit levels
// that are used to value employment.
//
// The data are CSV files with the column names of a domain table, so that they
// are ingested like any other delivery: municipality.csv and parameters_*.csv.
// README.md in this folder lists the origin of each figure and the missing
// figures.
//
// A value without a source is never a default: its row has an empty value and
// grade missing, or grade recalled, and its source column explains what is not
// known.
package reference

import (
	"embed"
	"io/fs"
)

//go:embed *.csv
var files embed.FS

// FS returns the embedded CSV files at its root: UTF-8, comma, LF, with a
// header of column names. The first part of a file name, up to an underscore
// or the extension, is its table: municipality, or parameters for parameter.
func FS() fs.FS { return files }
