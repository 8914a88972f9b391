package report_test

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/report"
)

// Common words of each language, of which none is a word of the other.
var (
	english = strings.Fields("the of and with which value figures municipality municipalities is are not by from range service contracts contract share unknown year source sources table download close evidence shown  effect measure")
	swedish = strings.Fields("och av som inte är den det för att kommun kommuner kommunen avtal avtalen värde värdet med på till från eller spann källa källor okänd okänt år tjänst stäng evidens")
)

// word finds words and names such as metric.contract_value, which are code.
var word = regexp.MustCompile(`\p{L}[\p{L}\d_]*(?:\.\p{L}[\p{L}\d_]*)*`)

// Neither language has words of the other: in texts, in texts for screen readers, and in
// charts. Code and quoted sources are not of the page.
func TestLanguagesAreNotMixed(t *testing.T) {
	d := example(t, 12, 3)
	names := make(map[string]bool) // of parts, which texts about metrics quote
	for _, m := range d.Metrics {
		for _, p := range m.Parts {
			names[p.Name] = true
		}
	}
	for _, municipality := range []string{"", "0101", "0104"} {
		d.Municipality = municipality
		d.Restatements = []dubbelkrona.Restatement{{Kind: dubbelkrona.Restated, Figures: 1, Cell: dubbelkrona.Cell{Metric: "double_value", PeriodGrain: "all"}, Unit: "SEK/SEK", Old: num(t, "1"), New: num(t, "2"), OldStatus: "ok", NewStatus: "ok", Reason: "data,definition,parameters,disclosure,rollback"},
			{Kind: dubbelkrona.RestatementOfUpdates, Figures: 7}, {Kind: dubbelkrona.RestatedRemoved, Figures: 1}, {Kind: dubbelkrona.RestatedRevealed, Figures: 1}, {Kind: dubbelkrona.RestatedSuppressed, Figures: 1}}
		root := parse(t, file(t, d))
		var sheet bytes.Buffer
		if err := report.Sheet(&sheet, with(d, func(d *report.Data) { d.Municipality = "" }), 2016); err != nil {
			t.Fatal(err)
		}
		for name, root := range map[string]*node{"page": root, "sheet": parse(t, sheet.String())} {
			for language, foreign := range map[string][]string{"sv": english, "en": swedish} {
				var text strings.Builder
				spoken(root.byID(language), language, &text)
				words := word.FindAllString(strings.ToLower(text.String()), -1)
				if len(words) < 100 {
					t.Fatalf("%s %s: only %d words", name, language, len(words))
				}
				for _, w := range words {
					if slices.Contains(foreign, w) && !names[w] {
						i := strings.Index(strings.ToLower(text.String()), " "+w+" ")
						t.Errorf("%s %s: the word %q: …%s…", name, language, w, text.String()[max(0, i-60):min(text.Len(), max(0, i)+60)])
						break
					}
				}
			}
		}
	}
}

// spoken writes the texts that a reader of a language sees or hears.
func spoken(n *node, language string, b *strings.Builder) {
	if n.name == "code" || n.attr["class"] == "quoted" || n.attr["lang"] != "" && n.attr["lang"] != language {
		return
	}
	for _, name := range []string{"title", "aria-label", "data-group", "data-grade", "data-span"} {
		b.WriteString(n.attr[name] + " ")
	}
	b.WriteString(n.text + " ")
	for _, one := range n.below {
		spoken(one, language, b)
	}
}

// What the first screen says is true as it is worded.
func TestHeadline(t *testing.T) {
	set := func(part, value, status, grade string) func(*report.Data) {
		return func(d *report.Data) {
			for i := range d.Rows {
				if r := &d.Rows[i]; r.Metric == "double_value" && r.PeriodGrain == "all" && r.Grouping == "" && (part == "*" || r.Part == part) {
					r.Value, r.Status, r.Grade = num(t, value), status, grade
					r.Low, r.High = dubbelkrona.Number{}, dubbelkrona.Number{}
				}
			}
		}
	}
	for name, tc := range map[string]struct {
		changes []func(*report.Data)
		has     []string
		hasNot  []string
	}{
		"a value that may not be called double": {[]func(*report.Data){set("v_in_dv", "0.98", "ok", "antagen"), set("e", "1.02", "ok", "antagen"), set("", "2", "ok", "antagen")},
			[]string{"Varje krona i avtalen som ingår köpte tjänster för 0,98\u00a0kr och gav ett socialt värde på 1,02\u00a0kr: tillsammans 2,00\u00a0kr.", "Värdet får inte kallas dubbelt.",
				"Räkneexempel: så här blir det om antagandet stämmer.", "Each krona in the contracts included bought services worth SEK\u00a00.98 and gave a social value of SEK\u00a01.02: together SEK\u00a02.00.", "The value may not be called double."},
			[]string{"får kallas dubbelt.", "may be called double."}},
		"a value that may": {[]func(*report.Data){set("double", "1", "ok", "skattad"), set("", "2.1", "ok", "skattad")},
			[]string{"Värdet får kallas dubbelt.", "The value may be called double.", "Effekten är skattad mot en jämförelsegrupp för alla avtal som ingår."}, []string{"får inte kallas dubbelt", "may not be called double"}},
		"no benefit":    {[]func(*report.Data){set("", "-0.31", "no_benefit", "antagen")}, []string{"Ingen nytta:", "No benefit:", ">ingen nytta<", ">no benefit<"}, []string{"−0,31", "−0.31", "Varje krona i avtalen"}},
		"suppressed":    {[]func(*report.Data){set("*", "1", dubbelkrona.Suppressed, "antagen")}, []string{"Det dubbla värdet visas inte, för att skydda uppgifter om enskilda."}, []string{"Värdet får", "Varje krona i avtalen", "chart.hero"}},
		"not evidenced": {[]func(*report.Data){set("*", "", "unknown", "ej_belagd")}, []string{"Det dubbla värdet är okänt, för vi kan inte säga om insatsen gjorde skillnad."}, []string{"Värdet får", "Varje krona i avtalen"}},
		"too few":       {[]func(*report.Data){set("*", "", "unknown", "for_fa")}, []string{"Det dubbla värdet är okänt, för deltagarna är för få för att effekten ska kunna visas."}, []string{"Värdet får"}},
		"data missing":  {[]func(*report.Data){set("*", "", "unknown", "antagen")}, []string{"Det dubbla värdet är okänt, för det saknas uppgifter."}, []string{"Värdet får"}},
		"nothing":       {[]func(*report.Data){func(d *report.Data) { d.Rows, d.Contracts = nil, nil }}, []string{"Det finns inga avtal att räkna ett dubbelt värde på.", "Det finns inget per kommun.", "Det finns inget att visa."}, []string{"Värdet får", "data-open"}},
		"an empty project": {[]func(*report.Data){func(d *report.Data) { *d = report.Data{Project: "tom"} }},
			[]string{"Det finns inga avtal att räkna ett dubbelt värde på.", "Inget publicerat tal har rättats.", "Ingen effekt har skattats."}, nil},
		"no municipality": {[]func(*report.Data){func(d *report.Data) {
			d.Rows = slices.DeleteFunc(d.Rows, func(r dubbelkrona.Result) bool { return strings.Contains(r.Grouping, "municipality") })
		}},
			[]string{"Det finns inget per kommun.", "Varje krona i avtalen"}, nil},
		"all suppressed": {[]func(*report.Data){func(d *report.Data) {
			for i := range d.Rows {
				d.Rows[i] = hide(t, d.Rows[i])
			}
		}}, []string{"Det dubbla värdet visas inte"}, []string{"<circle", `<rect class="plus"`, `class="slider"`, "Räkneexempel"}},
		"made up": {[]func(*report.Data){func(d *report.Data) {
			for i := range d.Rows {
				d.Rows[i].Synthetic = true
			}
		}}, []string{"Påhittade uppgifter.", "Made-up data."}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			d := example(t, 3, 2)
			for _, change := range tc.changes {
				change(&d)
			}
			page := file(t, d)
			parse(t, page)
			page = page[strings.Index(page, "<body>"):strings.LastIndex(page, "<script>")]
			for _, text := range tc.has {
				if !strings.Contains(page, text) {
					t.Errorf("there is no %q", text)
				}
			}
			for _, text := range tc.hasNot {
				if i := strings.Index(page, text); i >= 0 {
					t.Errorf("there is %q: %s", text, page[max(0, i-100):i+60])
				}
			}
		})
	}
}

// A sheet has the figures of its year, a card for each contract of it, and no more.
func TestSheet(t *testing.T) {
	d := example(t, 3, 2)
	d.Contracts = append(d.Contracts, report.Contract{ID: "A-2", Title: "Annat år", Municipality: "0101", Year: 2017})
	var b bytes.Buffer
	if err := report.Sheet(&b, d, 2016); err != nil {
		t.Fatal(err)
	}
	root := parse(t, b.String())
	if strings.Contains(b.String(), "<script") || strings.Contains(b.String(), "Annat år") || len(root.all(func(n *node) bool { return n.attr["class"] == "card" })) != 2 {
		t.Error("the sheet has a script, or other cards than that of A-1 in two languages")
	}
	shown := make(map[string]bool)
	for _, n := range root.byID("sv.facts").all(named("data")) {
		shown[n.attr["value"]] = true
	}
	checked := 0
	for _, r := range d.Rows {
		if r.Metric == "double_value" && r.Period == "2016" && r.Grouping == "" && slices.Contains([]string{"", "e", "v_in_dv", "kr_c", "e_kommun", "npv"}, r.Part) {
			if !shown[r.Value.String()] {
				t.Errorf("%s is not shown", r.Part)
			}
			checked++
		}
	}
	if checked != 6 {
		t.Errorf("%d parts were checked", checked)
	}
	if err := report.Sheet(&b, d, 2031); dubbelkrona.KindOf(err) != dubbelkrona.NotFound || !strings.Contains(err.Error(), "2016 2017") {
		t.Errorf("a year without figures: %v", err)
	}
}
