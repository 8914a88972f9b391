package parquet

import (
	"encoding/binary"
	"errors"
	"io"
)

// pageHeader has the required fields of a page's header.
type pageHeader struct {
	size    int64 // of the page after the header, as stored
	crc     uint32
	checked bool // there is a checksum
}

// Field ids of a page header and type ids of Thrift's compact protocol, in
// which it is encoded (parquet-format, "PageHeader").
const (
	fieldSize = 3
	fieldCRC  = 4

	typeStop    = 0
	typeTrue    = 1
	typeFalse   = 2
	typeByte    = 3
	typeI16     = 4
	typeI32     = 5
	typeI64     = 6
	typeDouble  = 7
	typeBinary  = 8
	typeStruct  = 12
	deepestType = 8 // max nesting of a header's structs, with a margin
)

// errHeader is the error for bytes that are not a page header.
var errHeader = errors.New("no page header")

// readPageHeader reads the header of a page.
func readPageHeader(r io.ByteReader) (h pageHeader, err error) {
	h.size = -1
	err = eachField(r, 0, func(id int64, kind byte) error {
		if (id != fieldSize && id != fieldCRC) || kind != typeI32 {
			return skipValue(r, kind, 0)
		}
		v, err := binary.ReadVarint(r)
		if id == fieldSize {
			h.size = v
		} else {
			h.crc, h.checked = uint32(int32(v)), true
		}
		return err
	})
	return h, err
}

// eachField calls value for each field of a struct, positioned at the field's
// value.
func eachField(r io.ByteReader, depth int, value func(id int64, kind byte) error) error {
	if depth > deepestType {
		return errHeader
	}
	for id := int64(0); ; {
		head, err := r.ReadByte()
		if err != nil {
			return err
		}
		kind := head & 0x0f
		if kind == typeStop {
			return nil
		}
		if delta := int64(head >> 4); delta > 0 {
			id += delta
		} else if id, err = binary.ReadVarint(r); err != nil {
			return err
		}
		if err := value(id, kind); err != nil {
			return err
		}
	}
}

// skipValue skips a value.
func skipValue(r io.ByteReader, kind byte, depth int) error {
	switch kind {
	case typeTrue, typeFalse: // the type is the value
		return nil
	case typeByte:
		return skipBytes(r, 1)
	case typeI16, typeI32, typeI64:
		_, err := binary.ReadVarint(r)
		return err
	case typeDouble:
		return skipBytes(r, 8)
	case typeBinary:
		n, err := binary.ReadUvarint(r)
		if err != nil {
			return err
		}
		return skipBytes(r, n)
	case typeStruct:
		return eachField(r, depth+1, func(_ int64, kind byte) error { return skipValue(r, kind, depth+1) })
	}
	return errHeader // lists, sets and maps do not occur in a header
}

func skipBytes(r io.ByteReader, n uint64) error {
	for range n {
		if _, err := r.ReadByte(); err != nil {
			return err
		}
	}
	return nil
}
