// Package probe describes a file for which there is no mapping yet: its format,
// what its columns look like, which profiles accept its rows, and a suggested
// entry for the configuration. It tries every profile on the file's first rows,
// with a temporary key. It never shows a cell, since the file may be about
// persons.
package probe
