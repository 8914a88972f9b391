package lake

import (
	"fmt"
	"path"
	"strconv"
	"strings"
)

// Prefixes of the names of a partition's folders, from the outermost inwards.
const (
	sourceFolder  = "source="
	segmentFolder = "segment="
)

// Partition identifies the source and segments of a file, which determine its
// folder below that of its table.
type Partition struct {
	// Source is the source of all rows.
	Source string
	// First is the number of the segment; in a pack, the lowest number. Last is
	// the highest number in a pack, and 0 in any other file.
	First, Last int64
}

// folder returns <table>/source=<source>/segment=<number>, for a pack with
// segment=<first>-<last>.
func (p Partition) folder(table string) string {
	segment := strconv.FormatInt(p.First, 10)
	if p.Last != 0 {
		segment += "-" + strconv.FormatInt(p.Last, 10)
	}
	return path.Join(table, sourceFolder+escape(p.Source), segmentFolder+segment)
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
