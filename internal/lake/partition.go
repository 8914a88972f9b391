package lake

import (
	"fmt"
	"path"
	"strconv"
	"strings"

	"dubbelkrona"
)

// Prefixes of the names of a partition's folders, from the outermost inwards.
const (
	sourceFolder  = "source="
	segmentFolder = "segment="
)

// partition returns the folder of a file by its segments:
// <table>/source=<source>/segment=<number>, for a pack with the lowest and the
// highest number, segment=<first>-<last>.
func partition(f dubbelkrona.File) string {
	first, last := f.Segments[0].ID, f.Segments[0].ID
	for _, s := range f.Segments {
		first, last = min(first, s.ID), max(last, s.ID)
	}
	numbers := strconv.FormatInt(first, 10)
	if f.Packed {
		numbers += "-" + strconv.FormatInt(last, 10)
	}
	return path.Join(f.Table.Name, sourceFolder+escape(f.Segments[0].Source), segmentFolder+numbers)
}

// escape escapes a value as Hive does in the name of a folder: every byte that
// is not an ASCII letter, digit, hyphen, underscore or point becomes a percent
// sign and two hexadecimal digits.
func escape(value string) string {
	var b strings.Builder
	for _, c := range []byte(value) {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '_', c == '.':
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
