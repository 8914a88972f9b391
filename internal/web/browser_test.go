package web

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/browsertest"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/chromedp"
)

// In a real browser the page's content policy refuses nothing of the page, a screen
// reader can read its content, and on a telephone each row is a block: nothing is too
// wide, and a message has the width of the screen.
func TestPageInABrowser(t *testing.T) {
	tab := browsertest.Open(t)
	url := open(t, func(o *Options) {
		o.Files = published(t)
		o.Read = func(context.Context) (dubbelkrona.Status, error) {
			s := state()
			s.Sources[1].Stale, s.Sources[1].Message = true, "sftp://lang.exempel.se/en/sokvag/som/inte/gar/att/bryta/nagonstans/alls.csv: connection refused"
			return s, nil
		}
	})
	var complaints []string
	chromedp.ListenTarget(tab, func(event any) {
		if e, ok := event.(*log.EventEntryAdded); ok {
			complaints = append(complaints, e.Entry.Text)
		}
	})
	var title, language, verdict, scheme string
	var rows, headers, names int
	var wide, narrow, message float64
	var picture, small []byte
	type value struct {
		Value any `json:"value"`
	}
	var tree struct {
		Nodes []struct {
			Role value `json:"role"`
			Name value `json:"name"`
		} `json:"nodes"`
	}
	err := chromedp.Run(tab, log.Enable(), chromedp.EmulateViewport(1100, 800), chromedp.Navigate(url+"/status"),
		chromedp.Title(&title), chromedp.AttributeValue("html", "lang", &language, nil), chromedp.Text(".verdict", &verdict),
		chromedp.Evaluate("document.querySelectorAll('tbody tr').length", &rows),
		chromedp.Evaluate("document.querySelectorAll('th:not([scope])').length", &headers),
		chromedp.Evaluate("getComputedStyle(document.querySelector('.verdict')).borderLeftColor", &scheme),
		chromedp.Evaluate("document.scrollingElement.scrollWidth - innerWidth", &wide),
		chromedp.FullScreenshot(&picture, 100),
		// The library's type for this does not have every value of current browsers.
		chromedp.ActionFunc(func(ctx context.Context) error { return cdp.Execute(ctx, "Accessibility.getFullAXTree", nil, &tree) }),
		chromedp.EmulateViewport(360, 640), chromedp.Evaluate("document.scrollingElement.scrollWidth - innerWidth", &narrow),
		chromedp.Evaluate("Math.min(...[...document.querySelectorAll('td')].map(e => e.clientWidth))", &message),
		chromedp.Evaluate("[...document.querySelectorAll('td')].filter(e => getComputedStyle(e, '::before').content.length > 4).length", &names),
		chromedp.FullScreenshot(&small, 100))
	if err != nil {
		t.Fatal(err)
	}
	if title != "tierp – dubbelkrona" || language != "sv" || verdict != "Något behöver ses över" || rows != 3 || headers != 0 || scheme != "rgb(179, 38, 30)" {
		t.Errorf("%q %q %q %d rows, %d headers without a scope, %s", title, language, verdict, rows, headers, scheme)
	}
	if wide > 0 || narrow > 0 {
		t.Errorf("the page is %v, and on a telephone %v pixels too wide", wide, narrow)
	}
	if message < 300 || names != 3*4+2 {
		t.Errorf("on a telephone a cell is %v pixels wide, and %d cells have the name of their column", message, names)
	}
	if len(complaints) > 0 {
		t.Errorf("the browser complains: %q", complaints)
	}
	found := make(map[string]bool)
	for _, n := range tree.Nodes {
		found[fmt.Sprint(n.Role.Value, " ", n.Name.Value)] = true
	}
	for _, want := range []string{"heading tierp", "table Källor", "table Jobb", "rowheader reskontra", "columnheader i karantän", "heading Varningar"} {
		if !found[want] {
			t.Errorf("a screen reader finds no %s", want)
		}
	}
	if folder := os.Getenv("DUBBELKRONA_PICTURES"); folder != "" {
		for name, content := range map[string][]byte{"status.png": picture, "status-360.png": small} {
			if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}
