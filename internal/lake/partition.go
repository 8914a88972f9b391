package lake

import (
	"fmt"
	"path"
	"strconv"
	"strings"
)

// What the names of a partition's folders begin with, from the table inwards.
const (
	sourceFolder  = "source="
	segmentFolder = "segment="
)

// Partition says whose rows a file holds, and so in which folder of its table
// it lies.
type Partition struct {
	// Source is the source of all of its rows.
	Source string
	// First is the number of its segment. In a pack, First is the lowest number
	// of its segments and Last the highest; Last is 0 in any other file.
	First, Last int64
}

// folder is <table>/source=<source>/segment=<number>, in a pack
// segment=<first>-<last>.
func (p Partition) folder(table string) string {
	segment := strconv.FormatInt(p.First, 10)
	if p.Last != 0 {
		segment += "-" + strconv.FormatInt(p.Last, 10)
	}
	return path.Join(table, sourceFolder+escape(p.Source), segmentFolder+segment)
}

// escape writes a value as Hive does in the name of a folder: what is no
// letter, digit, hyphen, underscore or point is a percent sign and two
// hexadecimal digits for each byte.
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
