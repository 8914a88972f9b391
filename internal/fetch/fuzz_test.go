package fetch

import (
	"fmt"
	"testing"
	"time"
)

func FuzzHeaders(f *testing.F) {
	for _, seed := range []string{"bytes 8-11/17", "bytes 0-0/*", "bytes */17", "bytes 5-/1", "items 1-2/3", "120", "-5", "Sun, 01 Mar 2026 12:00:00 GMT", "99999999999999999999"} {
		f.Add(seed)
	}
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, value string) {
		if d := retryAfter(value, now); d < 0 {
			t.Errorf("Retry-After %q is %s", value, d)
		}
		first, length, ok := contentRange(value)
		if ok && (length >= 0 && first >= length || first < 0) {
			t.Errorf("Content-Range %q begins at %d of %d", value, first, length)
		}
		if _, _, ok := contentRange(fmt.Sprintf("bytes %d-%d/%d", 1, 2, 3)); !ok {
			t.Error("a proper Content-Range is not understood")
		}
	})
}
