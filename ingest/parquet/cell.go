package parquet

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/schema"

	"dubbelkrona/internal/numeral"
)

// writer appends the text of a value, which is not NULL.
type writer func(dst []byte, values arrow.Array, at int) []byte

// writerOf returns the writer for a type, nil if its values have no text form.
func writerOf(t arrow.DataType, leaf *schema.Column) writer {
	switch t := t.(type) {
	case *arrow.StringType, *arrow.LargeStringType, *arrow.BinaryType, *arrow.LargeBinaryType:
		return appendText
	case *arrow.BooleanType:
		return appendBoolean
	case *arrow.Int8Type, *arrow.Int16Type, *arrow.Int32Type, *arrow.Int64Type, *arrow.Uint8Type, *arrow.Uint16Type, *arrow.Uint32Type, *arrow.Uint64Type:
		return appendInteger
	case *arrow.Float32Type, *arrow.Float64Type:
		return appendFloat
	case arrow.DecimalType:
		return decimalWriter(int(t.GetScale()))
	case *arrow.Date32Type:
		return appendDate
	case *arrow.Time32Type:
		return func(dst []byte, values arrow.Array, at int) []byte {
			return values.(*array.Time32).Value(at).ToTime(t.Unit).AppendFormat(dst, timeLayout)
		}
	case *arrow.Time64Type:
		return func(dst []byte, values arrow.Array, at int) []byte {
			return values.(*array.Time64).Value(at).ToTime(t.Unit).AppendFormat(dst, timeLayout)
		}
	case *arrow.TimestampType:
		if leaf.PhysicalType() == parquet.Types.Int96 {
			return appendInt96
		}
		return timestampWriter(t, leaf)
	case *arrow.FixedSizeBinaryType:
		if _, ok := leaf.LogicalType().(schema.UUIDLogicalType); ok && t.ByteWidth == uuidBytes {
			return appendUUID
		}
	case *arrow.DictionaryType:
		return dictionaryWriter(writerOf(t.ValueType, leaf))
	case *arrow.NullType:
		return appendNothing
	}
	return nil
}

// Layouts of times; a fraction has as many digits as needed.
const (
	dateLayout = "2006-01-02"
	timeLayout = "15:04:05.999999999"
)

// appendNothing is the writer for columns without a type, in which all values
// are NULL.
func appendNothing(dst []byte, _ arrow.Array, _ int) []byte { return dst }

func appendText(dst []byte, values arrow.Array, at int) []byte {
	if values, ok := values.(array.StringLike); ok {
		return append(dst, values.Value(at)...)
	}
	return append(dst, values.(interface{ Value(int) []byte }).Value(at)...)
}

func appendBoolean(dst []byte, values arrow.Array, at int) []byte {
	if values.(*array.Boolean).Value(at) {
		return append(dst, "TRUE"...)
	}
	return append(dst, "FALSE"...)
}

func appendInteger(dst []byte, values arrow.Array, at int) []byte {
	switch values := values.(type) {
	case *array.Int8:
		return strconv.AppendInt(dst, int64(values.Value(at)), 10)
	case *array.Int16:
		return strconv.AppendInt(dst, int64(values.Value(at)), 10)
	case *array.Int32:
		return strconv.AppendInt(dst, int64(values.Value(at)), 10)
	case *array.Uint8:
		return strconv.AppendUint(dst, uint64(values.Value(at)), 10)
	case *array.Uint16:
		return strconv.AppendUint(dst, uint64(values.Value(at)), 10)
	case *array.Uint32:
		return strconv.AppendUint(dst, uint64(values.Value(at)), 10)
	case *array.Uint64:
		return strconv.AppendUint(dst, values.Value(at), 10)
	}
	return strconv.AppendInt(dst, values.(*array.Int64).Value(at), 10)
}

// appendFloat writes a float in plain digits, with an exponent only if there
// would be more zeros than digits.
func appendFloat(dst []byte, values arrow.Array, at int) []byte {
	v, bits := 0.0, 64
	switch values := values.(type) {
	case *array.Float32:
		v, bits = float64(values.Value(at)), 32
	case *array.Float64:
		v = values.Value(at)
	}
	const small, large = 1e-7, 1e21
	format := byte('f')
	if size := math.Abs(v); size != 0 && (size < small || size >= large) {
		format = 'e'
	}
	return strconv.AppendFloat(dst, v, format, -1, bits)
}

// decimalWriter writes decimals as plain digits.
func decimalWriter(scale int) writer {
	return func(dst []byte, values arrow.Array, at int) []byte {
		var v *big.Int
		switch values := values.(type) {
		case *array.Decimal128:
			v = values.Value(at).BigInt()
		case *array.Decimal256:
			v = values.Value(at).BigInt()
		}
		return numeral.Append(dst, appendDecimal(nil, v, scale))
	}
}

// appendDecimal writes v with the decimal point before its last scale digits.
func appendDecimal(dst []byte, v *big.Int, scale int) []byte {
	if v.Sign() < 0 {
		dst = append(dst, '-')
	}
	digits := new(big.Int).Abs(v).String()
	if scale <= 0 {
		dst = append(dst, digits...)
		if v.Sign() != 0 {
			dst = append(dst, strings.Repeat("0", -scale)...)
		}
		return dst
	}
	digits = strings.Repeat("0", max(scale+1-len(digits), 0)) + digits
	dst = append(dst, digits[:len(digits)-scale]...)
	dst = append(dst, '.')
	return append(dst, digits[len(digits)-scale:]...)
}

func appendDate(dst []byte, values arrow.Array, at int) []byte {
	v := values.(*array.Date32).Value(at)
	if v == math.MaxInt32 {
		return append(dst, infinity...)
	}
	return v.ToTime().AppendFormat(dst, dateLayout)
}

// infinity is the databases' value for a date that never comes, stored as the
// largest number of the type.
const infinity = "infinity"

// timestampWriter writes instants, with Z if the file marks them as UTC. The
// library reports UTC in both cases, so the file's own type is used.
func timestampWriter(t *arrow.TimestampType, leaf *schema.Column) writer {
	layout := dateLayout + "T" + timeLayout
	if stored, ok := leaf.LogicalType().(*schema.TimestampLogicalType); ok && stored.IsAdjustedToUTC() && !stored.IsFromConvertedType() {
		layout += "Z"
	}
	return func(dst []byte, values arrow.Array, at int) []byte {
		v := values.(*array.Timestamp).Value(at)
		if v == math.MaxInt64 {
			return append(dst, infinity...)
		}
		return v.ToTime(t.Unit).In(time.UTC).AppendFormat(dst, layout)
	}
}

const uuidBytes = 16

func appendUUID(dst []byte, values arrow.Array, at int) []byte {
	v := values.(*array.FixedSizeBinary).Value(at)
	return fmt.Appendf(dst, "%x-%x-%x-%x-%x", v[:4], v[4:6], v[6:8], v[8:10], v[10:])
}

// dictionaryWriter writes the dictionary value of an index.
func dictionaryWriter(value writer) writer {
	if value == nil {
		return nil
	}
	return func(dst []byte, values arrow.Array, at int) []byte {
		d := values.(*array.Dictionary)
		return value(dst, d.Dictionary(), d.GetValueIndex(at))
	}
}
