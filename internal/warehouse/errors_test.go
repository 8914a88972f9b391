package warehouse

import (
	"strings"
	"testing"

	"github.com/marcboeker/go-duckdb/v2"
)

// A full disk at a checkpoint is an error of a class whose text is withheld. The
// error says that the disk is full, and nothing else of the text.
func TestFullDiskIsReported(t *testing.T) {
	const text = `FATAL Error: Failed to create checkpoint because of error: Could not write file "/p/x.duckdb": No space left on device`
	err := wrapQuery(t.Context(), &duckdb.Error{Msg: text}, "FORCE CHECKPOINT")
	if got := err.Error(); !strings.Contains(got, "the disk is full") || strings.Contains(got, "x.duckdb") {
		t.Errorf("%v", err)
	}
	err = wrapQuery(t.Context(), &duckdb.Error{Msg: "FATAL Error: duplicate key 189901019802"}, "FORCE CHECKPOINT")
	if got := err.Error(); strings.Contains(got, "full") || strings.Contains(got, "9802") {
		t.Errorf("%v", err)
	}
}
