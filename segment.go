package dubbelkrona

import (
	"strings"
	"time"
)

// LoadMode says how a source's new objects relate to what it delivered before.
type LoadMode string

// The load modes.
const (
	// Append keeps every row ever delivered. An object that changes after its
	// delivery is refused, since its rows would count twice.
	Append LoadMode = "append"
	// Upsert keeps the last delivered row of each key.
	Upsert LoadMode = "upsert"
	// ReplaceObject lets a new version of an object replace the former one.
	ReplaceObject LoadMode = "replace-object"
	// ReplacePeriod lets an object replace every object of the same source and
	// period, or part of a period (see PeriodPart), whatever their names.
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
	RunID  string
	// Committed is when the ledger took the segment.
	Committed time.Time
	// ReplacedBy is the number of the delivery that replaced this one: the ID
	// of its first segment, or a number of its own where it has no rows. 0
	// while the segment is live.
	ReplacedBy int64
	// Pack is the file at Path where compaction has put the segment into one
	// together with others; zero where the file is the segment's own.
	Pack Pack
}

// Pack is a file that holds the rows of several segments of one table.
type Pack struct {
	Rows, Bytes int64
	SHA256      string
}

// PeriodPart is the period of an object that is one of several which together
// are the period: "2022-06#barn" of the period 2022-06 and the part barn. The
// part may be empty; "2022-06#" still is not the whole "2022-06".
func PeriodPart(period, part string) string { return period + "#" + part }

// WholePeriod is the period that a Segment.Period belongs to, and whether it
// is only a part of it.
func WholePeriod(period string) (whole string, part bool) {
	whole, _, part = strings.Cut(period, "#")
	return whole, part
}
