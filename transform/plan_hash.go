package transform

import (
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

// version is that of the code which reads cells. Raise it with every change of
// this package after which the same cells under the same plan give other rows:
// objects are then read anew.
const version = 1

// Hash identifies what the plan makes of cells: every rule that was compiled
// for the columns that it fills, and the version of the code that reads them.
// How the Spec was written is not in it: the name of a profile, the order of
// keys, what is the default.
func (p *Plan) Hash() string {
	h := sha256.New()
	fmt.Fprintln(h, version)
	encode(h, reflect.ValueOf(p).Elem())
	return hex.EncodeToString(h.Sum(nil))
}

// The types of which only a part counts.
var (
	columnType = reflect.TypeFor[dubbelkrona.Column]()
	tableType  = reflect.TypeFor[dubbelkrona.Table]()
	regexpType = reflect.TypeFor[regexp.Regexp]()
	wordsType  = reflect.TypeFor[words]()
	zoneType   = reflect.TypeFor[time.Location]()
)

// counts says whether a field is part of the hash: titles and explanations are
// for people, and the columns of a table stand where they are filled.
func counts(of reflect.Type, field string) bool {
	switch of {
	case columnType:
		return field != "Title" && field != "Doc"
	case tableType:
		return field == "Name" || field == "Key"
	case regexpType:
		return field == "expr" // the text that it was compiled from
	case zoneType:
		return field == "name"
	case wordsType:
		return false // a short cut to a condition's own words
	}
	return true
}

// encode writes a value so that two values which differ are written
// differently. What is zero is left out, so that a field that is new here
// changes nothing where it says nothing.
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
	case reflect.Func: // finds what is the same for every plan
	default:
		fmt.Fprintf(w, "%v", v)
	}
}

// encodeMap writes a map, whose keys are texts, in their order.
func encodeMap(w io.Writer, v reflect.Value) {
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int {
		switch {
		case a.String() < b.String():
			return -1
		case a.String() > b.String():
			return 1
		}
		return 0
	})
	io.WriteString(w, "<")
	for _, key := range keys {
		fmt.Fprintf(w, "%q:", key.String())
		encode(w, v.MapIndex(key))
		io.WriteString(w, ",")
	}
	io.WriteString(w, ">")
}
