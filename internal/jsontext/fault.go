package jsontext

import (
	"bytes"
	"strconv"
	"strings"

	"dubbelkrona"
)

// Fault detects error messages beside the rows of a response. APIs send such
// responses with status 200 and an empty list, which must not count as a
// delivery. The zero value is ready.
type Fault struct {
	failed  string // key that means an error even if there are rows, or empty
	unlucky string // key that means an error if there are no rows, or empty
}

// MayBeFault reports whether See examines a member of a response.
func MayBeFault(key string) bool {
	return alwaysFaults[strings.ToLower(key)] || faultsWithoutRows[strings.ToLower(key)]
}

// alwaysFaults are keys whose non-empty value means that rows are missing.
var alwaysFaults = map[string]bool{"error": true, "errors": true, "fault": true, "exception": true, "fel": true}

// faultsWithoutRows are keys that successful responses may also have.
var faultsWithoutRows = map[string]bool{"message": true, "meddelande": true, "detail": true, "reason": true,
	"status": true, "statuscode": true, "status_code": true, "code": true, "success": true, "ok": true}

// See examines a member of a response, whose value is JSON text.
func (f *Fault) See(key string, value []byte) {
	folded := strings.ToLower(key)
	switch {
	case alwaysFaults[folded] && f.failed == "" && telling(value):
		f.failed = folded
	case faultsWithoutRows[folded] && f.unlucky == "" && unlucky(folded, value):
		f.unlucky = folded
	}
}

// telling reports whether a value is not empty.
func telling(value []byte) bool {
	switch string(bytes.Join(bytes.Fields(value), nil)) {
	case "", "null", "false", "0", `""`, "[]", "{}", `"0"`:
		return false
	}
	return true
}

// unlucky reports whether the value of one of faultsWithoutRows is that of a
// failed response.
func unlucky(key string, value []byte) bool {
	text := strings.ToLower(strings.Trim(string(value), `" `))
	switch key {
	case "success", "ok":
		return text == "false" || text == "0"
	case "status", "statuscode", "status_code", "code":
		number, err := strconv.Atoi(text)
		return err == nil && number >= 400 || strings.HasPrefix(text, "err") || strings.HasPrefix(text, "fail") || strings.HasPrefix(text, "fel")
	}
	return telling(value)
}

// Verdict returns an Invalid error if the response, which has the given number
// of rows, is a failure. The error has the key but not its value.
func (f *Fault) Verdict(rows int64) error {
	switch {
	case f.failed != "":
		return dubbelkrona.Invalidf("it is the response of a failed service: it has the key %q; fetch it again", f.failed)
	case f.unlucky != "" && rows == 0:
		return dubbelkrona.Invalidf("it is a response without rows whose key %q reports an error; fetch it again", f.unlucky)
	}
	return nil
}
