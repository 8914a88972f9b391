package ingest

import (
	"time"

	"dubbelkrona/internal/jsontext"
)

// Limits bound the resources that one object may use, so that a malicious or
// broken file costs one error and not the whole run. Zero fields mean the
// default.
type Limits struct {
	// Record is the max length of a record and of a cell in bytes; default 16
	// MiB.
	Record int64
	// Columns is the max number of columns; default 4,096.
	Columns int
	// Depth is the max nesting of JSON; default 64.
	Depth int
	// Unpacked is the max unpacked length of an object in bytes; default 16
	// GiB.
	Unpacked int64
	// Ratio is the max number of unpacked bytes per compressed byte, checked
	// after the first 16 MiB; default 300. Repetitive ledgers reach about 50.
	Ratio int64
	// Members is the max number of members of an archive; default 10,000.
	Members int
	// Memory is the max number of bytes of one object that a format keeps in
	// memory, such as a workbook's shared strings; default 256 MiB.
	Memory int64
	// Arrival is the max time for an object, or the list of objects, to arrive
	// over a network; default 6 h. Stall is the max time during which less than
	// 4 KiB of it arrive; default 10 min.
	Arrival, Stall time.Duration
	// BatchRows and BatchBytes end a batch, whichever is reached first; default
	// 32,768 rows and 16 MiB. A batch has at least one row.
	BatchRows  int
	BatchBytes int
}

// JSON returns the limits for readers of JSON.
func (l Limits) JSON() jsontext.Limits {
	return jsontext.Limits{Value: int(l.Record), Depth: l.Depth, Keys: l.Columns}
}

// ratioFrom is the number of unpacked bytes from which Ratio is checked: a
// small file of one repeated line is harmless.
const ratioFrom = 16 << 20

// WithDefaults returns l with zero fields set to their defaults.
func (l Limits) WithDefaults() Limits {
	orDefault(&l.Record, 16<<20)
	orDefault(&l.Columns, 4096)
	orDefault(&l.Depth, 64)
	orDefault(&l.Unpacked, 16<<30)
	orDefault(&l.Ratio, 300)
	orDefault(&l.Members, 10_000)
	orDefault(&l.Memory, 256<<20)
	orDefault(&l.Arrival, 6*time.Hour)
	orDefault(&l.Stall, 10*time.Minute)
	orDefault(&l.BatchRows, 32<<10)
	orDefault(&l.BatchBytes, 16<<20)
	return l
}

func orDefault[T int | int64 | time.Duration](v *T, otherwise T) {
	if *v <= 0 {
		*v = otherwise
	}
}
