package present

import (
	"bytes"
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write docs/data-dictionary.md")

func TestDataDictionaryIsCurrent(t *testing.T) {
	const path = "../../docs/data-dictionary.md"
	var want bytes.Buffer
	if err := Dictionary(&want); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(path, want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want.Bytes()) {
		t.Errorf("%s is not what the tables say; run: go test ./internal/present -update", path)
	}
}
