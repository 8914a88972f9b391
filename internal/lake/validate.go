package lake

import (
	"unicode/utf8"

	"dubbelkrona"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
)

// validate returns an Invalid error for rows that could not be read back
// unchanged: one segment that cannot be loaded would fail every later build.
func validate(table *dubbelkrona.Table, schema *arrow.Schema, rec arrow.Record) error {
	if !rec.Schema().Equal(schema) {
		return dubbelkrona.Invalidf("segment write: the rows do not have the stored schema of table %s: %s",
			table.Name, difference(schema, rec.Schema()))
	}
	for i, field := range schema.Fields() {
		col := rec.Column(i)
		if !field.Nullable && col.NullN() > 0 {
			return dubbelkrona.Invalidf("segment write: %s.%s is required, but %d of %d rows have no value",
				table.Name, field.Name, col.NullN(), col.Len())
		}
		var ok bool
		switch col := col.(type) {
		case *array.String:
			ok = validText(col)
		case *array.Decimal128:
			ok = validDecimals(col)
		default:
			ok = true
		}
		if !ok {
			return dubbelkrona.Invalidf("segment write: %s.%s has a value that a %s cannot hold",
				table.Name, field.Name, field.Type)
		}
	}
	return nil
}

// difference returns the first difference between two schemas that differ.
func difference(want, got *arrow.Schema) string {
	for i, f := range want.Fields() {
		if i >= len(got.Fields()) {
			return "column " + f.Name + " is missing"
		}
		if g := got.Field(i); !f.Equal(g) {
			return "want " + f.String() + ", have " + g.String()
		}
	}
	if n := len(want.Fields()); len(got.Fields()) > n {
		return "column " + got.Field(n).Name + " is not in the table"
	}
	return "the metadata or the byte order differs"
}

// validText checks a whole column at once: if the concatenated values are UTF-8
// and every value begins at the start of a character, each value is UTF-8.
func validText(col *array.String) bool {
	offsets := col.ValueOffsets()
	if col.Len() == 0 {
		return true
	}
	first, last := offsets[0], offsets[col.Len()]
	all := col.Data().Buffers()[2]
	if first == last || all == nil {
		return true
	}
	text := all.Bytes()[first:last]
	if !utf8.Valid(text) {
		return false
	}
	for _, o := range offsets[:col.Len()] {
		if at := o - first; int(at) < len(text) && !utf8.RuneStart(text[at]) {
			return false
		}
	}
	return true
}

// validDecimals reports whether every amount has at most the digits of its type;
// the file stores 64 bits of each and would silently drop the rest.
func validDecimals(col *array.Decimal128) bool {
	precision := col.DataType().(*arrow.Decimal128Type).Precision
	limit := decimal128.GetScaleMultiplier(int(precision))
	lowest := limit.Negate()
	for i, v := range col.Values() {
		if (!v.Less(limit) || !lowest.Less(v)) && col.IsValid(i) {
			return false
		}
	}
	return true
}
