package transform

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"slices"
	"time"

	"dubbelkrona"
)

// version is the version of the code that parses cells. Increase it with every
// change after which the same cells and plan produce other rows; all objects
// are then read again.
const version = 1

// Hash identifies how the plan transforms cells: all compiled rules of the
// columns that it fills, and the version of the code. It does not depend on
// how the Spec was written: the name of a profile, the order of keys, or
// explicit defaults.
func (p *Plan) Hash() string {
	h := sha256.New()
	fmt.Fprintln(h, version)
	encode(h, reflect.ValueOf(p).Elem())
	return hex.EncodeToString(h.Sum(nil))
}

// The types of which only some fields are hashed.
var (
	columnType = reflect.TypeFor[dubbelkrona.Column]()
	tableType  = reflect.TypeFor[dubbelkrona.Table]()
	entryType  = reflect.TypeFor[entry]()
	regexpType = reflect.TypeFor[regexp.Regexp]()
	wordsType  = reflect.TypeFor[words]()
	zoneType   = reflect.TypeFor[time.Location]()
)

// counts reports whether a field is part of the hash. Titles and explanations
// are not, and the columns of a table are hashed where they are filled.
func counts(of reflect.Type, field string) bool {
	switch of {
	case columnType:
		return field != "Title" && field != "Doc"
	case tableType:
		return field == "Name" || field == "Key"
	case entryType:
		return field != "unstored" // it fills nothing
	case regexpType:
		return field == "expr" // the source text of the expression
	case zoneType:
		return field == "name"
	case wordsType:
		return false // an optimisation derived from the condition's own words
	}
	return true
}

// encode writes a value unambiguously. Zero values are omitted, so that adding
// a field does not change the hash of plans that do not use it.
func encode(w io.Writer, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			encode(w, v.Elem())
		}
	case reflect.Struct:
		io.WriteString(w, "{")
		for i := range v.NumField() {
			if name := v.Type().Field(i).Name; counts(v.Type(), name) && !v.Field(i).IsZero() {
				fmt.Fprintf(w, "%s:", name)
				encode(w, v.Field(i))
				io.WriteString(w, ";")
			}
		}
		io.WriteString(w, "}")
	case reflect.Slice, reflect.Array:
		io.WriteString(w, "[")
		for i := range v.Len() {
			if at := v.Index(i); at.Kind() != reflect.Pointer || !at.IsNil() {
				encode(w, at)
				io.WriteString(w, ",")
			}
		}
		io.WriteString(w, "]")
	case reflect.Map:
		encodeMap(w, v)
	case reflect.String:
		fmt.Fprintf(w, "%q", v.String())
	case reflect.Func: // the same lookup for every plan
	default:
		fmt.Fprintf(w, "%v", v)
	}
}

// encodeMap writes a map with text keys, sorted by key.
func encodeMap(w io.Writer, v reflect.Value) {
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return cmp.Compare(a.String(), b.String()) })
	io.WriteString(w, "<")
	for _, key := range keys {
		fmt.Fprintf(w, "%q:", key.String())
		encode(w, v.MapIndex(key))
		io.WriteString(w, ",")
	}
	io.WriteString(w, ">")
}
