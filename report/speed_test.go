package report_test

import (
	"testing"

	"dubbelkrona/internal/browsertest"

	"github.com/chromedp/chromedp"
)

// The first screen of 300 municipalities, ten years and all parts. It is measured, and
// fails only if it is far too slow.
func TestSpeedInABrowser(t *testing.T) {
	url, tab := served(t, example(t, 300, 10)), browsertest.Open(t)
	for _, path := range []string{"/", "/file"} {
		do(t, tab, chromedp.Navigate("about:blank"), chromedp.Navigate(url+path))
		times := value[[]float64](t, tab, `(() => { const n = performance.getEntriesByType("navigation")[0]; return [performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? -1, n.domContentLoadedEventEnd, n.loadEventEnd] })()`)
		t.Logf("%s: first paint %.0f ms, content loaded %.0f ms, all loaded %.0f ms", path, times[0], times[1], times[2])
		if times[1] > 10_000 {
			t.Errorf("%s: the content took %v ms", path, times[1])
		}
	}
}
