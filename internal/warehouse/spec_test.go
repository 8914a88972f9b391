package warehouse

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"dubbelkrona"
)

// Little data gets one thread, much data one per CPU, and a stated number is kept.
func TestThreadsFollowTheData(t *testing.T) {
	base := filepath.Join(t.TempDir(), "base.duckdb")
	if err := os.WriteFile(base, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(base, 9<<20); err != nil { // two full pieces and a part
		t.Fatal(err)
	}
	segment := func(bytes, replaced int64) dubbelkrona.Segment {
		return dubbelkrona.Segment{Bytes: bytes, ReplacedBy: replaced}
	}
	cpus := runtime.GOMAXPROCS(0)
	for _, tc := range []struct {
		name   string
		spec   Spec
		stated int
		want   int
	}{
		{"nothing", Spec{}, 0, 1},
		{"a missing base", Spec{Base: base + "x"}, 0, 1},
		{"little", Spec{Segments: []dubbelkrona.Segment{segment(3<<20, 0)}}, 0, 1},
		{"little that is live", Spec{Segments: []dubbelkrona.Segment{segment(1<<40, 7), segment(3<<20, 0)}}, 0, 1},
		{"many files", Spec{Segments: []dubbelkrona.Segment{segment(3<<20, 0), segment(2<<20, 0)}}, 0, min(2, cpus)},
		{"a base", Spec{Base: base}, 0, min(3, cpus)},
		{"much", Spec{Segments: []dubbelkrona.Segment{segment(1<<40, 0)}}, 0, cpus},
		{"stated", Spec{Segments: []dubbelkrona.Segment{segment(1<<40, 0)}}, 1, 1},
	} {
		if got := (Limits{Threads: tc.stated}).withDefaults(tc.spec.bytes()).Threads; got != tc.want {
			t.Errorf("%s: %d threads, want %d", tc.name, got, tc.want)
		}
	}
}
