package metrics

import (
	"errors"
	"strings"
)

// asPositioned finds an error that knows its byte offset in the query.
func asPositioned(err error, target *interface{ Position() int }) bool {
	return errors.As(err, target)
}

// firstLine is what an error says, without the excerpt of the query below it.
func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}
