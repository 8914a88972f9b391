package ingest

import (
	"path"
	"strings"
)

// Unfinished reports whether a name is that of an upload in progress, a
// temporary file of an office program or a hidden file. Such objects are not
// listed; a complete upload is renamed to its final name.
func Unfinished(name string) bool {
	base := strings.ToLower(path.Base(name))
	if strings.HasPrefix(base, ".") || strings.HasPrefix(base, "~") || strings.HasSuffix(base, "~") {
		return true
	}
	switch path.Ext(base) {
	case ".part", ".partial", ".tmp", ".temp", ".filepart", ".crdownload", ".download", ".swp", ".lock":
		return true
	}
	return false
}
