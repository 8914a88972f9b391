package jsontext

import (
	"bytes"
	"strconv"
	"strings"

	"dubbelkrona"
)

// Fault collects what an answer says beside its rows about having failed. APIs
// send such answers with status 200 and an empty list, which is no delivery.
// The zero value is ready.
type Fault struct {
	failed  string // the key that says so whatever the rows are, or empty
	unlucky string // the key that says so where there are no rows, or empty
}

// MayBeFault reports whether a member of an answer is one that See looks at.
func MayBeFault(key string) bool {
	return alwaysFaults[strings.ToLower(key)] || faultsWithoutRows[strings.ToLower(key)]
}

// alwaysFaults are keys whose value, if there is one, says that rows are missing.
var alwaysFaults = map[string]bool{"error": true, "errors": true, "fault": true, "exception": true, "fel": true}

// faultsWithoutRows are keys that healthy answers may have as well.
var faultsWithoutRows = map[string]bool{"message": true, "meddelande": true, "detail": true, "reason": true,
	"status": true, "statuscode": true, "status_code": true, "code": true, "success": true, "ok": true}

// See looks at a member of an answer, whose value is JSON text.
func (f *Fault) See(key string, value []byte) {
	folded := strings.ToLower(key)
	switch {
	case alwaysFaults[folded] && f.failed == "" && telling(value):
		f.failed = folded
	case faultsWithoutRows[folded] && f.unlucky == "" && unlucky(folded, value):
		f.unlucky = folded
	}
}

// telling reports whether a value says anything.
func telling(value []byte) bool {
	switch string(bytes.Join(bytes.Fields(value), nil)) {
	case "", "null", "false", "0", `""`, "[]", "{}", `"0"`:
		return false
	}
	return true
}

// unlucky reports whether the value of one of faultsWithoutRows is that of an
// answer that failed.
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

// Verdict is an Invalid error if the answer, which has so many rows, says that
// it failed. It names the key and none of what is said.
func (f *Fault) Verdict(rows int64) error {
	switch {
	case f.failed != "":
		return dubbelkrona.Invalidf("it is the answer of a service that failed: it has the key %q; fetch it again", f.failed)
	case f.unlucky != "" && rows == 0:
		return dubbelkrona.Invalidf("it is an answer without rows that says by its key %q that something went wrong; fetch it again", f.unlucky)
	}
	return nil
}
