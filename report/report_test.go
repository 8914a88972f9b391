package report_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/report"
)

// rounded rounds a decimal half away from zero and writes it as people do, by other
// means than the page: rational numbers.
func rounded(t *testing.T, exact string, places int, percent, sv bool) string {
	t.Helper()
	x, ok := new(big.Rat).SetString(exact)
	if !ok {
		t.Fatalf("%q is not a number", exact)
	}
	if percent {
		x.Mul(x, big.NewRat(100, 1))
		places = 1
	}
	text := x.FloatString(places) // rounds half away from zero
	negative := strings.HasPrefix(text, "-") && strings.Trim(text, "-0.") != ""
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	separator, mark := ",", "."
	if sv {
		separator, mark = "\u00a0", ","
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + separator + whole[i:]
	}
	if fraction != "" {
		whole += mark + fraction
	}
	if negative {
		whole = "−" + whole
	}
	if percent && sv {
		return whole + "\u00a0%"
	} else if percent {
		return whole + "%"
	}
	return whole
}

// expected are the places that the units of the double value are shown with.
func expected(unit string) (places int, percent bool) {
	switch unit {
	case "share", "probability":
		return 1, true
	case "SEK/SEK":
		return 2, false
	case "person-years":
		return 1, false
	}
	return 0, false
}

// Every figure of the page, in both languages, is the released row that its link and its
// row name: the exact number, the rounded number, and the interval. What has no number
// has its mark.
func TestEveryFigureIsAReleasedRow(t *testing.T) {
	d := example(t, 12, 3)
	root := parse(t, file(t, d))
	codes := make(map[string]string)
	for code, name := range d.Names {
		codes[name] = code
	}
	checked, marks := 0, make(map[string]int)
	for _, link := range root.all(func(n *node) bool { return n.name == "a" && n.attr["class"] == "f" }) {
		lang, rest, _ := strings.Cut(strings.TrimPrefix(link.attr["href"], "#"), ".")
		metric, part, _ := strings.Cut(rest, ".")
		r := rowOf(t, d, codes, link, metric, part)
		if r == nil {
			t.Fatalf("%s: no row", link.attr["href"])
		}
		data := link.all(named("data"))
		if r.Status == dubbelkrona.Suppressed || !r.Value.Valid {
			mark := map[bool]string{true: "..", false: "–"}[r.Status == dubbelkrona.Suppressed]
			if len(data) > 0 || link.words() != mark || link.attr["data-low"] != "" {
				t.Errorf("%s is shown as %q", link.attr["href"], link.words())
			}
			marks[mark]++
			continue
		}
		places, percent := expected(r.Unit)
		if len(data) != 1 || data[0].attr["value"] != r.Value.String() || link.words() != rounded(t, r.Value.String(), places, percent, lang == "sv") {
			t.Errorf("%s is %s, shown as %q", link.attr["href"], r.Value, link.words())
		}
		if link.attr["data-low"] != r.Low.String() || link.attr["data-high"] != r.High.String() {
			t.Errorf("%s: interval %s to %s", link.attr["href"], link.attr["data-low"], link.attr["data-high"])
		}
		if root.byID(strings.TrimPrefix(link.attr["href"], "#")) == nil {
			t.Errorf("%s has no explanation", link.attr["href"])
		}
		checked++
	}
	if checked < 300 || marks[".."] < 5 || marks["–"] < 5 {
		t.Errorf("only %d figures and %v marks were found", checked, marks)
	}
}

// rowOf finds the row of a figure by where it is on the page.
func rowOf(t *testing.T, d report.Data, codes map[string]string, link *node, metric, part string) *dubbelkrona.Result {
	t.Helper()
	want := dubbelkrona.Result{Metric: metric, Part: part, PeriodGrain: "all", Dimensions: "{}"}
	var tr, table *node
	for n := link; n != nil; n = n.parent {
		if n.name == "tr" {
			tr = n
		}
		if n.name == "table" {
			table = n
		}
	}
	if table != nil {
		head := strings.TrimSpace(tr.below[0].words())
		_, id, _ := strings.Cut(table.attr["id"], ".")
		switch id {
		case "municipalities":
			want.Grouping, want.Municipality = "municipality", codes[head]
		case "time":
			want.PeriodGrain, want.Period = "year", head
		case "procedure":
			want.Grouping, want.Dimensions = "procedure", dubbelkrona.Dimensions(fmt.Sprintf(`{"procedure":%q}`, head))
			if head == "okänd" || head == "unknown" {
				want.Dimensions = `{"procedure":null}`
			}
		case "contracts":
			want.Grouping, want.Dimensions = "contract", dubbelkrona.Dimensions(fmt.Sprintf(`{"contract":%q}`, head))
		}
	}
	i := slices.IndexFunc(d.Rows, func(r dubbelkrona.Result) bool { return r.Cell() == want.Cell() })
	if i < 0 {
		return nil
	}
	return &d.Rows[i]
}

var block = regexp.MustCompile(`<script type="text/plain" id="block">([^<]*)</script>`)

// unpacked is the compressed block of a page.
func unpacked(t *testing.T, page string) string {
	t.Helper()
	found := block.FindStringSubmatch(page)
	if found == nil {
		t.Fatal("there is no block")
	}
	packed, err := base64.StdEncoding.DecodeString(found[1])
	if err != nil {
		t.Fatal(err)
	}
	if len(packed) == 0 {
		return ""
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Nothing of a suppressed row is in the page or in its compressed block, even if the row
// had it.
func TestNothingSuppressedIsInThePage(t *testing.T) {
	d := example(t, 12, 3)
	for i := range d.Rows {
		if d.Rows[i].Grouping == "" && d.Rows[i].PeriodGrain == "year" {
			d.Rows[i] = hide(t, d.Rows[i])
		}
	}
	for name, page := range map[string]string{"all": file(t, d), "one": file(t, with(d, func(d *report.Data) { d.Municipality = "0104" }))} {
		for _, secret := range []string{"7.654321", "7654321", ">7,65", ">7.65", "6.543217", ">6,54", " 6,54", "8.765432", " 8,77", " 8.77", "987654321", "987\u00a0654", "987,654"} {
			for where, text := range map[string]string{"page": page, "block": unpacked(t, page)} {
				if i := strings.Index(text, secret); i >= 0 {
					t.Errorf("%s: %q is in the %s: %s", name, secret, where, text[max(0, i-80):i+20])
				}
			}
		}
		if !strings.Contains(page, ">..<") {
			t.Errorf("%s: there is no mark", name)
		}
	}
}

func hide(t *testing.T, r dubbelkrona.Result) dubbelkrona.Result {
	r.Status, r.Value, r.Low, r.High, r.Persons = dubbelkrona.Suppressed, num(t, "7.654321"), num(t, "6.543217"), num(t, "8.765432"), dubbelkrona.Count{N: 987_654_321, Valid: true}
	return r
}

func with(d report.Data, change func(*report.Data)) report.Data {
	d.Rows = slices.Clone(d.Rows)
	change(&d)
	return d
}

// The compressed block has every figure of every municipality and year, as the rows do.
func TestBlockHasEveryFigure(t *testing.T) {
	d := example(t, 12, 3)
	var b struct {
		Parts []struct {
			Name, End string
		} `json:"parts"`
		Groups map[string]map[string][]string `json:"groups"`
	}
	if err := json.Unmarshal([]byte(unpacked(t, file(t, d))), &b); err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, r := range d.Rows {
		if r.Metric != "double_value" || r.Grouping != "municipality" {
			continue
		}
		for i, p := range b.Parts {
			if p.Name != r.Part {
				continue
			}
			want := map[string]string{"": r.Value.String(), "low": r.Low.String(), "high": r.High.String()}[p.End]
			if r.Status == dubbelkrona.Suppressed {
				want = ".."
			}
			if got := b.Groups[r.Municipality][r.Period][i]; got != want {
				t.Fatalf("%s %s %s %s is %q, not %q", r.Municipality, r.Period, p.Name, p.End, got, want)
			}
			checked++
		}
	}
	if checked < 12*4*40 {
		t.Errorf("only %d figures", checked)
	}
}

// 300 municipalities, ten years and all parts fit two megabytes, and the script 30 kB.
func TestSize(t *testing.T) {
	d := example(t, 300, 10)
	page := file(t, d)
	t.Logf("%d rows in %d bytes", len(d.Rows), len(page))
	if len(page) > 2_000_000 {
		t.Errorf("the page has %d bytes", len(page))
	}
	for _, a := range report.Assets() {
		if a.Name == "report.js" && len(a.Content) > 30_000 {
			t.Errorf("the script has %d bytes", len(a.Content))
		}
	}
}

// The policy of the file allows its own script and style by their hashes, and the page
// has nothing else that would need to be allowed.
func TestPolicyAllowsOnlyItsOwn(t *testing.T) {
	page := file(t, example(t, 3, 2))
	policy := regexp.MustCompile(`http-equiv="Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(page)
	if policy == nil {
		t.Fatal("there is no policy")
	}
	for directive, element := range map[string]string{"script-src": "script", "style-src": "style"} {
		content := regexp.MustCompile(`(?s)<`+element+`>(.*?)</`+element+`>`).FindAllStringSubmatch(page, -1)
		if len(content) != 1 {
			t.Fatalf("%d elements %s", len(content), element)
		}
		sum := sha256.Sum256([]byte(content[0][1]))
		if want := directive + " 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(policy[1], want) {
			t.Errorf("the policy %s does not have %s", policy[1], want)
		}
	}
	if !strings.HasPrefix(policy[1], "default-src 'none'; ") || strings.Contains(policy[1], "unsafe") {
		t.Errorf("the policy is %s", policy[1])
	}
	for _, n := range parse(t, page).all(func(n *node) bool { return n.name != "" }) {
		for name, value := range n.attr {
			if name == "style" || strings.HasPrefix(name, "on") || name == "src" || strings.Contains(value, "//") {
				t.Errorf("<%s %s=%q>", n.name, name, value)
			}
		}
	}
	var served bytes.Buffer
	if err := report.Page(&served, example(t, 3, 2)); err != nil {
		t.Fatal(err)
	}
	if s := served.String(); strings.Contains(s, "<style") || strings.Contains(s, "<script>") || !strings.Contains(s, `src="/assets/report.js"`) || !strings.Contains(s, `href="/assets/report.css"`) {
		t.Error("the served page has a script or style of its own, or does not refer to the assets")
	}
}

// Names and texts of others are shown as they are, and are never markup.
func TestHostileTexts(t *testing.T) {
	const hostile = `</script><img src=x onerror=alert(1)>{{.}}"'><svg/onload=1>`
	d := example(t, 4, 1)
	plain := len(parse(t, file(t, d)).all(named("svg")))
	for code := range d.Names {
		d.Names[code] = hostile
	}
	d.Project, d.Snapshot, d.Generator = hostile, hostile, hostile
	d.Checks[0].Title, d.Checks[0].Sample = dubbelkrona.Label{SV: hostile, EN: hostile}, dubbelkrona.Label{SV: hostile, EN: hostile}
	d.Sources[0].Name, d.Parameters[0].Source, d.Parameters[0].Name = hostile, hostile, hostile
	d.Contracts[0].Title, d.Contracts[0].Supplier = hostile, hostile
	d.Metrics[0].Title, d.Metrics[0].Doc = dubbelkrona.Label{SV: hostile, EN: hostile}, dubbelkrona.Label{SV: hostile, EN: hostile}
	encoded, err := json.Marshal(map[string]string{"procedure": hostile})
	if err != nil {
		t.Fatal(err)
	}
	for i := range d.Rows {
		if d.Rows[i].Grouping == "procedure" {
			d.Rows[i].Dimensions = dubbelkrona.Dimensions(encoded)
		}
	}
	for _, municipality := range []string{"", "0101"} {
		d.Municipality = municipality
		page := file(t, d)
		root := parse(t, page)
		if n := len(root.all(named("img"))); n > 0 || strings.Contains(page, "<img") || strings.Count(page, "<script") != 2 {
			t.Errorf("%q: a text has become markup", municipality)
		}
		if municipality == "" && len(root.all(named("svg"))) > plain {
			t.Error("a text has become a chart")
		}
		if !strings.Contains(root.words(), hostile) {
			t.Error("the text is not shown")
		}
	}
}
