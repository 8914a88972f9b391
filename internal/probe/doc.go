// Package probe finds out what a file is before anybody has written a mapping
// for it: how it is written, what its columns look like, which profile takes
// its rows and what an entry of the configuration would be. It judges profiles
// by trying them on the file's first rows under a key that is thrown away, and
// never shows a cell: a file that nobody knows yet may be about persons.
package probe
