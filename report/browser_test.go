package report_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/browsertest"
	"dubbelkrona/report"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// served serves a report as a page at / and as a file at /file, and a sheet at /sheet.
func served(t *testing.T, d report.Data) string {
	t.Helper()
	mux := http.NewServeMux()
	write := func(policy string, make func(b *bytes.Buffer) error) http.HandlerFunc {
		var b bytes.Buffer
		if err := make(&b); err != nil {
			t.Fatal(err)
		}
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			if policy != "" {
				w.Header().Set("Content-Security-Policy", policy)
			}
			w.Write(b.Bytes())
		}
	}
	mux.HandleFunc("/{$}", write("default-src 'none'; script-src 'self'; style-src 'self'", func(b *bytes.Buffer) error { return report.Page(b, d) }))
	mux.HandleFunc("/file", write("", func(b *bytes.Buffer) error { return report.File(b, d) }))
	mux.HandleFunc("/sheet", write("", func(b *bytes.Buffer) error { return report.Sheet(b, d, 2016) }))
	mux.HandleFunc("/favicon.ico", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	for _, a := range report.Assets() {
		mux.HandleFunc("/assets/"+a.Name, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", a.ContentType)
			w.Write(a.Content)
		})
	}
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

// patience is how long a few actions may take.
const patience = 60 * time.Second

// do runs actions in a tab.
func do(t *testing.T, tab context.Context, actions ...chromedp.Action) {
	t.Helper()
	tab, cancel := context.WithTimeout(tab, patience)
	defer cancel()
	if err := chromedp.Run(tab, actions...); err != nil {
		t.Fatal(err)
	}
}

// press moves the focus to an element and presses Enter.
func press(selector string) chromedp.Action {
	return chromedp.Tasks{chromedp.Evaluate("document.querySelector("+strconv.Quote(selector)+").focus()", nil), chromedp.KeyEvent(kb.Enter)}
}

// value evaluates an expression in a tab.
func value[T any](t *testing.T, tab context.Context, expression string) (v T) {
	t.Helper()
	do(t, tab, chromedp.Evaluate(expression, &v))
	return v
}

// Each of the page's two forms works in a browser, which refuses nothing of it.
func TestReportInABrowser(t *testing.T) {
	d := example(t, 25, 3)
	url, tab := served(t, d), browsertest.Open(t)
	do(t, tab, log.Enable())
	for _, path := range []string{"/", "/file"} {
		t.Run(path, func(t *testing.T) {
			tab := browsertest.Tab(t, tab)
			complaints := browsertest.Complaints(tab)
			do(t, tab, log.Enable(), chromedp.EmulateViewport(1200, 900), chromedp.Navigate(url+path))
			checkLanguages(t, tab)
			checkFilterAndSort(t, tab, d)
			checkExplanation(t, tab, d)
			checkSlider(t, tab)
			checkMunicipality(t, tab, d)
			checkDownload(t, tab, d)
			checkKeyboard(t, tab)
			checkNarrow(t, tab)
			if len(*complaints) > 0 {
				t.Errorf("the browser complains: %q", *complaints)
			}
		})
	}
}

// checkLanguages: Swedish first, English by the link, and by the address.
func checkLanguages(t *testing.T, tab context.Context) {
	shown := func() string {
		return value[string](t, tab, `document.documentElement.lang + ": " + [...document.querySelectorAll(".report")].filter(e => e.checkVisibility()).map(e => e.querySelector(".sentence").textContent.slice(0, 11)).join()`)
	}
	if got := shown(); got != "sv: Varje krona" {
		t.Errorf("at first it shows %s", got)
	}
	do(t, tab, press(`#sv [data-language="en"]`))
	if got := shown(); got != "en: Each krona " {
		t.Errorf("after the switch it shows %s", got)
	}
	do(t, tab, chromedp.Reload())
	if got := shown(); got != "en: Each krona " {
		t.Errorf("after loading it again it shows %s", got)
	}
	do(t, tab, press(`#en [data-language="sv"]`))
}

func checkFilterAndSort(t *testing.T, tab context.Context, d report.Data) {
	names := `[...document.getElementById("sv.municipalities").tBodies[0].rows].filter(r => r.checkVisibility()).map(r => r.cells[0].textContent)`
	field := `[data-filter="sv.municipalities"]`
	do(t, tab, chromedp.Evaluate("document.querySelector("+strconv.Quote(field)+").focus()", nil), input.InsertText("ORT 2"))
	if got := value[[]string](t, tab, names); !slices.Equal(got, []string{"Ort 2", "Ort 20", "Ort 21", "Ort 22", "Ort 23", "Ort 24"}) {
		t.Errorf("the filter shows %q", got)
	}
	do(t, tab, chromedp.Evaluate("document.querySelector("+strconv.Quote(field)+").value = ''", nil), chromedp.Evaluate(`document.querySelector('[data-filter="sv.municipalities"]').dispatchEvent(new Event("input"))`, nil))
	var want []dubbelkrona.Result
	for _, r := range d.Rows {
		if r.Metric == "double_value" && r.Part == "" && r.PeriodGrain == "all" && r.Grouping == "municipality" && r.Status == "ok" {
			want = append(want, r)
		}
	}
	slices.SortFunc(want, func(a, b dubbelkrona.Result) int {
		return a.Value.Unscaled.BigInt().Cmp(b.Value.Unscaled.BigInt())
	})
	for _, descending := range []bool{false, true} {
		do(t, tab, chromedp.Evaluate(`document.getElementById("sv.municipalities").tHead.rows[0].cells[1].querySelector("button").click()`, nil))
		got := value[[]string](t, tab, names)
		for i, r := range want {
			at := i
			if descending {
				at = len(want) - 1 - i
			}
			if got[at] != d.Names[r.Municipality] {
				t.Fatalf("descending %v: sorted as %q", descending, got)
			}
		}
	}
}

func checkExplanation(t *testing.T, tab context.Context, d report.Data) {
	link := `#sv .hero a[href="#sv.double_value.e"]`
	do(t, tab, press(link), chromedp.WaitVisible(`[id="sv.dialog"]`, chromedp.ByQuery))
	text := value[string](t, tab, `document.getElementById("sv.dialog").innerText`)
	i := slices.IndexFunc(d.Rows, func(r dubbelkrona.Result) bool {
		return r.Cell() == dubbelkrona.Cell{Metric: "double_value", Part: "e", PeriodGrain: "all", Dimensions: "{}"}
	})
	r := d.Rows[i]
	for _, want := range []string{"Social krona", "Alla kommuner", strings.ReplaceAll(r.Value.String(), ".", ","), rounded(t, r.Low.String(), 2, false, true) + " till " + rounded(t, r.High.String(), 2, false, true),
		r.Persons.String(), "antagen", "Antagna värden: antaget för 12 avtal", "Formel", "reskontra"} {
		if !strings.Contains(text, want) {
			t.Errorf("the explanation has no %q:\n%s", want, text)
		}
	}
	do(t, tab, chromedp.KeyEvent(kb.Escape))
	if value[bool](t, tab, `document.getElementById("sv.dialog").open`) || !value[bool](t, tab, `document.activeElement === document.querySelector('#sv .hero a[href="#sv.double_value.e"]')`) {
		t.Error("the explanation does not close, or the focus does not come back")
	}
}

// checkSlider: the published points are what the slider shows at them, and the mean
// halfway.
func checkSlider(t *testing.T, tab context.Context) {
	at := func(where string) string {
		return value[string](t, tab, `(() => { const s = document.querySelector("#sv .slider"), i = s.querySelector("input"); i.value = "`+where+`"; i.dispatchEvent(new Event("input")); return s.querySelector("output").textContent })()`)
	}
	points := value[[][]string](t, tab, `JSON.parse(document.querySelector("#sv .slider").dataset.points)`)
	for _, p := range points {
		if got, want := at(p[0]), p[0]+" → "+rounded(t, p[1], 2, false, true); got != want {
			t.Errorf("at %s the slider says %q, not %q", p[0], got, want)
		}
	}
	// 10 of 25 is two fifths of the way.
	a, b := num(t, points[0][1]).Unscaled.BigInt().Int64(), num(t, points[1][1]).Unscaled.BigInt().Int64()
	between := fmt.Sprintf("%.7f", (float64(a)*3+float64(b)*2)/5_000_000)
	if got, want := at("10"), "10 → "+rounded(t, between, 2, false, true); got != want {
		t.Errorf("between two points the slider says %q, not %q", got, want)
	}
	if first, last := at("-5"), at("99"); first != at(points[0][0]) || last != at(points[len(points)-1][0]) {
		t.Errorf("beyond the points the slider says %q and %q", first, last)
	}
}

// checkMunicipality: the block has every figure of a municipality.
func checkMunicipality(t *testing.T, tab context.Context, d report.Data) {
	for _, code := range []string{"0101", "0104"} { // shown and suppressed
		do(t, tab, chromedp.Evaluate(`document.querySelector('#sv tr[data-open="`+code+`"] button.name').click()`, nil), chromedp.WaitVisible(`[id="sv.panel"]`, chromedp.ByQuery),
			chromedp.Poll(`document.querySelector('[id="sv.panel"] h3').textContent === "`+d.Names[code]+`"`, nil))
		rows := value[[][]string](t, tab, `[...document.getElementById("sv.panel.t").tBodies[0].rows].map(r => [...r.cells].map(c => c.querySelector("data")?.value ?? c.textContent))`)
		i := slices.IndexFunc(d.Rows, func(r dubbelkrona.Result) bool {
			return r.Cell() == dubbelkrona.Cell{Metric: "double_value", Part: "kr_kommun", PeriodGrain: "year", Period: "2017", Grouping: "municipality", Municipality: code, Dimensions: "{}"}
		})
		want := d.Rows[i].Value.String()
		if d.Rows[i].Status == dubbelkrona.Suppressed {
			want = ".."
		}
		at := slices.IndexFunc(rows, func(r []string) bool { return r[0] == "Kommun före utjämning" })
		if at < 0 || rows[at][3] != want {
			t.Errorf("%s: %v; kr_kommun of 2017 is %s", code, rows[max(at, 0)], want)
		}
	}
	do(t, tab, press(`[id="sv.panel"] .close`))
}

// checkDownload: the table that is shown, as the rows are.
func checkDownload(t *testing.T, tab context.Context, d report.Data) {
	folder, done := t.TempDir(), make(chan struct{})
	chromedp.ListenTarget(tab, func(event any) {
		if e, ok := event.(*browser.EventDownloadProgress); ok && e.State == browser.DownloadProgressStateCompleted {
			close(done)
		}
	})
	do(t, tab, browser.SetDownloadBehavior(browser.SetDownloadBehaviorBehaviorAllow).WithDownloadPath(folder).WithEventsEnabled(true),
		press(`[data-table="sv.time"]`))
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Fatal("nothing was downloaded")
	}
	text, err := os.ReadFile(filepath.Join(folder, "sv-time.csv"))
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\ufeff")))
	r.Comma = ';'
	lines, err := r.ReadAll()
	if err != nil || len(lines) != 4 {
		t.Fatalf("%v: %q", err, text)
	}
	for _, row := range d.Rows {
		if row.Metric == "double_value" && row.Part == "" && row.Period == "2016" && row.Grouping == "" {
			if want := strings.ReplaceAll(row.Value.String(), ".", ","); lines[1][0] != "2016" || lines[1][1] != want {
				t.Errorf("the line is %q, not %s", lines[1], want)
			}
		}
	}
}

// checkKeyboard: by the keyboard alone, from the beginning of the page to a figure, its
// explanation and back.
func checkKeyboard(t *testing.T, tab context.Context) {
	do(t, tab, chromedp.Evaluate(`document.activeElement.blur(); scrollTo(0, 0)`, nil), chromedp.Reload())
	var seen []string
	for range 12 {
		do(t, tab, chromedp.KeyEvent(kb.Tab))
		at := value[string](t, tab, `document.activeElement.tagName + " " + document.activeElement.className`)
		seen = append(seen, at)
		if at != "A f" {
			continue
		}
		if outline := value[string](t, tab, `getComputedStyle(document.activeElement).outlineStyle`); outline != "solid" {
			t.Errorf("the focus is not visible: %s", outline)
		}
		do(t, tab, chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(`[id="sv.dialog"]`, chromedp.ByQuery), chromedp.KeyEvent(kb.Escape))
		if back := value[string](t, tab, `document.activeElement.className`); back != "f" {
			t.Errorf("the focus is on %q after the explanation", back)
		}
		return
	}
	t.Errorf("the keyboard reaches no figure: %q", seen)
}

// checkNarrow: a telephone shows the page without scrolling sideways.
func checkNarrow(t *testing.T, tab context.Context) {
	do(t, tab, chromedp.EmulateViewport(360, 740))
	for _, language := range []string{"en", "sv"} {
		do(t, tab, chromedp.Evaluate(`document.querySelector('.report:not([hidden]) [data-language="`+language+`"]')?.click(); for (const d of document.querySelectorAll("details")) d.open = true`, nil))
		if wide := value[float64](t, tab, `document.scrollingElement.scrollWidth - innerWidth`); wide > 0 {
			t.Errorf("%s: the page is %v pixels too wide", language, wide)
		}
	}
}

// axe-core finds no fault in either language or colour scheme, at either width, with
// everything open.
func TestReportIsAccessibleInABrowser(t *testing.T) {
	url, tab := served(t, example(t, 3, 2)), browsertest.Open(t)
	path := os.Getenv("DUBBELKRONA_AXE")
	if path == "" {
		browsertest.Missing(t, "DUBBELKRONA_AXE does not name axe-core's axe.min.js")
	}
	axe, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	width := int64(360)
	for _, page := range []string{"/file", "/sheet"} {
		for _, scheme := range []string{"light", "dark"} {
			for _, language := range []string{"sv", "en"} {
				do(t, tab, emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}), chromedp.EmulateViewport(width, 900),
					chromedp.Navigate("about:blank"), chromedp.Navigate(url+page+"#"+language), chromedp.Evaluate(`for (const d of document.querySelectorAll("details")) d.open = true`, nil), chromedp.Evaluate(string(axe), nil))
				if found := violations(t, tab); len(found) > 0 {
					t.Errorf("%s, %s, %s, %d px: %s", page, scheme, language, width, strings.Join(found, "\n"))
				}
				width = 360 + 1200 - width
			}
		}
		if page == "/file" {
			do(t, tab, chromedp.Evaluate(`document.querySelector(".report:not([hidden]) .hero a.f")?.click(); document.querySelector(".report:not([hidden]) button.name")?.click()`, nil))
			if found := violations(t, tab); len(found) > 0 {
				t.Errorf("an explanation: %s", strings.Join(found, "\n"))
			}
		}
	}
}

// violations are what axe finds.
func violations(t *testing.T, tab context.Context) []string {
	t.Helper()
	var found []string
	do(t, tab, chromedp.Evaluate(`axe.run(document, {resultTypes: ["violations"]}).then(r => [r.passes.length, ...r.violations.map(v => v.id + ": " + v.help + ": " + v.nodes.slice(0, 3).map(n => n.html + " " + n.failureSummary).join("; "))].map(String))`, &found, awaited))
	if len(found) == 0 || found[0] == "0" {
		t.Fatal("axe has checked nothing")
	}
	return found[1:]
}

// awaited evaluates to what a promise gives.
func awaited(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }

// A printed page has its text, and a council's sheet is one sheet.
func TestPrintInABrowser(t *testing.T) {
	d := example(t, 5, 2)
	d.Contracts = nil
	url, tab := served(t, d), browsertest.Open(t)
	if _, err := exec.LookPath("pdftotext"); err != nil {
		browsertest.Missing(t, "no pdftotext in PATH")
	}
	for path, want := range map[string][]string{"/file": {"Alla kommuner", "Vem vann", "Ort 4", "Läser"}, "/sheet": {"Alla kommuner, avtal från 2016", "Evidens: antagen.", "Ögonblicksbild"}} {
		var pdf []byte
		do(t, tab, chromedp.Navigate(url+path), chromedp.ActionFunc(func(ctx context.Context) (err error) {
			const width, height = 8.27, 11.69 // A4, inches
			pdf, _, err = page.PrintToPDF().WithPaperWidth(width).WithPaperHeight(height).WithPreferCSSPageSize(true).Do(ctx)
			return err
		}))
		file := filepath.Join(t.TempDir(), "print.pdf")
		if err := os.WriteFile(file, pdf, 0o600); err != nil {
			t.Fatal(err)
		}
		text, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", file, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range want {
			if !strings.Contains(strings.Join(strings.Fields(string(text)), " "), w) {
				t.Errorf("%s: %q is not printed", path, w)
			}
		}
		if strings.Contains(string(text), "Ladda ner") {
			t.Errorf("%s: a button is printed", path)
		}
		if sheets := strings.Count(string(text), "\f"); path == "/sheet" && sheets != 1 {
			t.Errorf("the sheet is %d sheets:\n%s", sheets, text)
		}
	}
}
