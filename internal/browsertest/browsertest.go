// Package browsertest opens pages in a real browser, for tests.
package browsertest

import (
	"context"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long one test may use a browser.
const patience = 3 * time.Minute

// Open opens a browser with a tab, or skips the test if there is none. CI has one;
// DUBBELKRONA_BROWSER makes it required.
func Open(t *testing.T) context.Context {
	t.Helper()
	var path string
	for _, name := range []string{"chromium", "google-chrome", "chromium-browser"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		Missing(t, "no chromium or google-chrome in PATH")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.UserDataDir(profile(t)))
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	tab, closeTab := chromedp.NewContext(allocator)
	t.Cleanup(closeTab)
	tab, cancel := context.WithTimeout(tab, patience)
	t.Cleanup(cancel)
	start(t, tab)
	// It waits until the browser has ended.
	t.Cleanup(func() { _ = chromedp.Cancel(tab) })
	return tab
}

// profile returns a folder for the browser's own files. Its processes may still write to
// it when the browser has ended, so it is not an error if it cannot be removed.
func profile(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "browser")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	return folder
}

// start opens a tab, which otherwise would close with the context of the first actions.
func start(t *testing.T, tab context.Context) {
	t.Helper()
	if err := chromedp.Run(tab); err != nil {
		t.Fatal(err)
	}
}

// Tab opens another tab of a browser.
func Tab(t *testing.T, browser context.Context) context.Context {
	t.Helper()
	tab, closeTab := chromedp.NewContext(browser)
	t.Cleanup(closeTab)
	start(t, tab)
	return tab
}

// Complaints collects what the browser complains of in a tab: blocked content, errors of
// scripts, and files that are not there.
func Complaints(tab context.Context) *[]string {
	all := new([]string)
	chromedp.ListenTarget(tab, func(event any) {
		switch e := event.(type) {
		case *log.EventEntryAdded:
			*all = append(*all, e.Entry.Text)
		case *runtime.EventExceptionThrown:
			*all = append(*all, e.ExceptionDetails.Error())
		}
	})
	return all
}

// Missing skips a test for want of a tool, or fails it where CI requires the tools.
func Missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("DUBBELKRONA_BROWSER") != "" {
		t.Fatalf("%s", what)
	}
	t.Skipf("%s; .ci/browser installs it", what)
}
