package dubbelkrona

import (
	"strings"
	"time"
)

// LoadMode is how new objects of a source relate to earlier ones.
type LoadMode string

// The load modes.
const (
	// Append keeps every row ever delivered. An object that changes after its
	// delivery is refused, because its rows would be counted twice.
	Append LoadMode = "append"
	// Upsert keeps the last delivered row of each key.
	Upsert LoadMode = "upsert"
	// ReplaceObject replaces an object by its new version.
	ReplaceObject LoadMode = "replace-object"
	// ReplacePeriod replaces all objects of the same source and period (or
	// part of a period, see PeriodPart), whatever their names.
	ReplacePeriod LoadMode = "replace-period"
)

// Segment is one immutable Parquet file of the lake: rows of one table from
// one object. It exists once the ledger has committed it.
type Segment struct {
	ID     int64 // ascending in commit order, from 1; 0 before the commit
	Table  string
	Source string
	Object string
	Period string // "2022-06", "2022", a PeriodPart, or empty where the source has no periods
	Mode   LoadMode
	Path   string // relative to the lake's root
	Rows   int64
	Bytes  int64
	SHA256 string // of the Parquet file in which the segment was written
	// ObjectSHA256 is the SHA-256 of the bytes of the object; set by the ledger.
	ObjectSHA256 string
	RunID        string
	// Committed is the time at which the ledger committed the segment.
	Committed time.Time
	// ReplacedBy identifies the delivery that replaced this one: the ID of its
	// first segment, or a separate number if it has no rows. 0 while the
	// segment is live.
	ReplacedBy int64
	// Pack is the file at Path if compaction has merged the segment with
	// others; zero if the segment has its own file.
	Pack Pack
}

// Pack is a file that holds the rows of several segments of one table.
type Pack struct {
	Rows, Bytes int64
	SHA256      string
}

// File is a Parquet file of the lake with rows of one table: those of one segment
// or, in a pack, of several.
type File struct {
	Table  *Table
	Path   string // relative to the lake's root, with slashes
	Rows   int64
	Bytes  int64
	SHA256 string // 64 lower-case hexadecimal digits
	// Packed is set for a pack, whose rows have the numbers of their segments.
	Packed bool
	// Segments are those whose rows are in the file. They determine its folder.
	Segments []Segment
}

// PeriodPart returns the period of an object that is one of several for a
// period: "2022-06#barn" for period 2022-06 and part barn. The part may be
// empty; "2022-06#" is still a part and not the whole "2022-06".
func PeriodPart(period, part string) string { return period + "#" + part }

// WholePeriod returns the period that a Segment.Period belongs to, and whether
// it is only a part of it.
func WholePeriod(period string) (whole string, part bool) {
	whole, _, part = strings.Cut(period, "#")
	return whole, part
}
