package sie

import (
	"hash/crc32"
	"strconv"

	"dubbelkrona"
)

// checksum is the sum of #KSUMMA: CRC-32 with the polynomial EDB88320 over the
// labels and fields of the lines between its two #KSUMMA, without what stands
// between and around them: white space, quotes, braces and line ends. An
// escaped quote counts as a quote.
type checksum struct {
	begun, ended bool
	crc          uint32
}

// add takes in a line that is no #KSUMMA.
func (c *checksum) add(r *record) {
	if !c.begun || c.ended || len(r.label) == 0 || r.label[0] != '#' {
		return
	}
	c.update(r.label)
	for _, f := range r.fields {
		c.update(f.text)
		for _, item := range r.items[f.from:f.end] {
			c.update(item)
		}
	}
}

func (c *checksum) update(p []byte) { c.crc = crc32.Update(c.crc, crc32.IEEETable, p) }

// mark takes in a #KSUMMA: the first begins the sum, the second states it.
func (c *checksum) mark(r *record) error {
	if len(r.fields) == 0 {
		if c.begun {
			return dubbelkrona.Invalidf("#KSUMMA begins twice")
		}
		c.begun = true
		return nil
	}
	// Some programs write the 32 bits as a signed number.
	stated, err := strconv.ParseInt(string(r.field(0)), 10, 64)
	if err != nil || !c.begun || c.ended || stated < -1<<31 || stated >= 1<<32 {
		return dubbelkrona.Invalidf("#KSUMMA states no sum of 32 bits, or one that never began")
	}
	c.ended = true
	if uint32(stated) != c.crc {
		return dubbelkrona.Invalidf("#KSUMMA says %d and the content sums to %d: the file was changed or damaged after its export; export it again", uint32(stated), c.crc)
	}
	return nil
}
