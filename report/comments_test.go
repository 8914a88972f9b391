package report_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/report"
)

// Beside a commented figure is the number of each comment, which leads to its text in the
// page's language. A suppressed figure has none, and a downloaded table does not have the
// number in the figure's cell.
func TestCommentsAreBesideTheirFigures(t *testing.T) {
	const hostile = `</td><img src=x onerror=alert(1)>`
	d := example(t, 4, 2)
	var shown, hidden *dubbelkrona.Result
	for i := range d.Rows {
		r := &d.Rows[i]
		switch {
		case r.Metric != "double_value" || r.PeriodGrain != "all" || r.Grouping != "municipality" || r.Part != "":
		case r.Status == dubbelkrona.Suppressed:
			hidden = r
		case r.Value.Valid:
			shown = r
		}
	}
	if shown == nil || hidden == nil {
		t.Fatal("the example lacks figures")
	}
	at := time.Date(2026, 3, 31, 23, 30, 0, 0, time.UTC)
	d.Comments = []dubbelkrona.Comment{
		{ID: 7, At: at, Author: "A", Text: "One contract began.", Cell: shown.Cell()},
		{ID: 9, At: at, Author: hostile, Text: hostile, Cell: shown.Cell()},
		{ID: 11, At: at, Author: "B", Text: "x", Cell: hidden.Cell()},
	}
	page := file(t, d)
	if bytes.Contains([]byte(page), []byte("<img")) {
		t.Error("a text has become markup")
	}
	root := parse(t, page)
	for _, lang := range []string{"sv", "en"} {
		row := root.byID(fmt.Sprintf("%s.comment.7", lang))
		if row == nil {
			t.Fatalf("%s: the comment is not on the page", lang)
		}
		if words := row.all(named("td")); words[1].words() != "One contract began." || words[2].words() != "A" || words[3].words() != "2026-03-31" {
			t.Errorf("%s: the comment is shown as %q", lang, row.words())
		}
		linked := make(map[string]int)
		for _, link := range root.byID(lang).all(func(n *node) bool { return n.attr["class"] == "note" }) {
			linked[link.attr["data-note"]]++
			if link.words() != "" || link.attr["aria-label"] == "" || link.attr["href"] != "#"+lang+".comment."+link.attr["data-note"] {
				t.Errorf("%s: the note %v has the text %q", lang, link.attr, link.words())
			}
		}
		if linked["7"] != 1 || linked["9"] != 1 || linked["11"] != 0 {
			t.Errorf("%s: the notes are %v", lang, linked)
		}
	}
	var sheet bytes.Buffer
	if err := report.Sheet(&sheet, d, 2016); err != nil {
		t.Fatal(err)
	}
	if n := len(parse(t, sheet.String()).all(func(n *node) bool { return n.attr["class"] == "note" })); n > 0 {
		t.Errorf("the sheet has %d notes that lead nowhere", n)
	}
}
