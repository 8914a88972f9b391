package report_test

import (
	"testing"

	"dubbelkrona/internal/browsertest"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// Without a script the page shows its headlines in both languages, and a link on a
// figure leads to its explanation.
func TestReportWithoutScriptInABrowser(t *testing.T) {
	url, tab := served(t, example(t, 5, 2)), browsertest.Open(t)
	do(t, tab, emulation.SetScriptExecutionDisabled(true), chromedp.Navigate(url+"/file"))
	visible := func(id string) bool {
		return value[bool](t, tab, `document.getElementById("`+id+`").checkVisibility()`)
	}
	if !visible("sv") || visible("en") || !visible("sv.municipalities") {
		t.Error("Swedish is not shown first")
	}
	do(t, tab, chromedp.Navigate(url+"/file#en"))
	if visible("sv") || !visible("en") {
		t.Error("the link does not show English")
	}
	do(t, tab, chromedp.Navigate(url+"/file#en.double_value.e"))
	if visible("sv") || !visible("en.double_value.e") {
		t.Error("the explanation is not shown")
	}
	if value[int](t, tab, `[...document.querySelectorAll("button.download, .filter, .slider")].filter(e => e.checkVisibility()).length`) > 0 {
		t.Error("there is a control that does nothing")
	}
}
