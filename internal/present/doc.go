// Package present writes what people read on a terminal, in Swedish or
// English: numbers as each language writes them, aligned tables and the
// summary of a run.
package present
