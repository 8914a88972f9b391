package ingest

import (
	"time"

	"dubbelkrona/internal/jsontext"
)

// Limits bound what one object may ask for, so that a file made to harm, or
// broken, costs one error and not the night. A field that is 0 has its default.
type Limits struct {
	// Record is the longest record and cell in bytes; default 16 MiB.
	Record int64
	// Columns is the largest number of columns; default 4,096.
	Columns int
	// Depth is how deep JSON may nest; default 64.
	Depth int
	// Unpacked is the length in bytes that a compressed object may unpack to;
	// default 16 GiB.
	Unpacked int64
	// Ratio is how many bytes one compressed byte may unpack to, counted after
	// the first 16 MiB; default 300. Repetitive ledgers reach about 50.
	Ratio int64
	// Members is the largest number of members in an archive; default 10,000.
	Members int
	// Memory is how many bytes of one object a format may hold, such as a
	// workbook's shared texts; default 256 MiB.
	Memory int64
	// Arrival is how long an object, or the list of objects, may take to come
	// over a network; default 6 h. Stall is how long less than 4 KiB of it may
	// come; default 10 min.
	Arrival, Stall time.Duration
	// BatchRows and BatchBytes are where a batch ends, whichever comes first;
	// default 32,768 rows and 16 MiB. A batch has at least one row.
	BatchRows  int
	BatchBytes int
}

// JSON returns the limits as a reader of JSON takes them.
func (l Limits) JSON() jsontext.Limits {
	return jsontext.Limits{Value: int(l.Record), Depth: l.Depth, Keys: l.Columns}
}

// ratioFrom is how much may be unpacked before the ratio counts: a small file
// of one repeated line is no bomb.
const ratioFrom = 16 << 20

// WithDefaults is l with the default in every field that is 0.
func (l Limits) WithDefaults() Limits {
	def := func(v *int64, d int64) {
		if *v <= 0 {
			*v = d
		}
	}
	defInt := func(v *int, d int) {
		if *v <= 0 {
			*v = d
		}
	}
	for v, d := range map[*time.Duration]time.Duration{&l.Arrival: 6 * time.Hour, &l.Stall: 10 * time.Minute} {
		if *v <= 0 {
			*v = d
		}
	}
	def(&l.Record, 16<<20)
	defInt(&l.Columns, 4096)
	defInt(&l.Depth, 64)
	def(&l.Unpacked, 16<<30)
	def(&l.Ratio, 300)
	defInt(&l.Members, 10_000)
	def(&l.Memory, 256<<20)
	defInt(&l.BatchRows, 32<<10)
	defInt(&l.BatchBytes, 16<<20)
	return l
}
