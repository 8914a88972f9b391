package present

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/wording"
	words "dubbelkrona/metrics/effect/wording"

	"github.com/shopspring/decimal"
)

// Explanation writes what a figure rests on.
func Explanation(w io.Writer, l wording.Language, x dubbelkrona.Explanation) error {
	e := &explanation{Explanation: x, l: l}
	e.figure()
	e.formula()
	e.table(l.Pick("Parametrar", "Parameters"), e.parameters())
	e.effects()
	e.warnings()
	e.comments()
	e.table(fmt.Sprintf(l.Pick("Avtal (%s)", "Contracts (%s)"), l.Number(int64(x.AllContracts))), e.contracts())
	e.table(l.Pick("Källor", "Sources"), e.sources())
	e.table(l.Pick("Rader om personer", "Rows about persons"), e.persons())
	_, err := io.WriteString(w, e.String())
	return err
}

// explanation is an Explanation that is being written.
type explanation struct {
	dubbelkrona.Explanation
	l wording.Language
	strings.Builder
}

// in returns a text in the language as it may be printed.
func (e *explanation) in(text dubbelkrona.Label) string {
	return dubbelkrona.Printable(text.In(string(e.l)))
}

// figure writes what it is, its value and how well it is known.
func (e *explanation) figure() {
	l, r := e.l, e.Result
	fmt.Fprintf(e, "%s", e.in(e.Title))
	if e.Cell.Part != "" {
		fmt.Fprintf(e, ": %s", cmp.Or(e.in(e.PartTitle), e.Cell.Part))
	}
	fmt.Fprintf(e, "\n%s, %s\n\n  %s %s", e.where(), cmp.Or(e.Cell.Period, l.Pick("all tid", "all time")), cmp.Or(r.Mark(), e.number(r.Value)), dubbelkrona.Printable(r.Unit))
	if r.Low.Valid && r.High.Valid {
		fmt.Fprintf(e, l.Pick("  (%s till %s)", "  (%s to %s)"), e.number(r.Low), e.number(r.High))
	}
	if r.Status == dubbelkrona.Suppressed {
		fmt.Fprintf(e, "\n  %s\n", l.Pick("Talet lämnas inte ut.", "The figure is not released."))
	} else {
		fmt.Fprintf(e, "\n  %s", words.Grade(r.Grade).In(string(l)))
		if r.Persons.Valid {
			fmt.Fprintf(e, ", %s", l.Count(r.Persons.N, dubbelkrona.Label{SV: "person", EN: "person"}, dubbelkrona.Label{SV: "personer", EN: "persons"}))
		}
		if r.Synthetic {
			fmt.Fprintf(e, ", %s", l.Pick("bygger på påhittade uppgifter", "rests on made-up data"))
		}
		fmt.Fprintln(e)
	}
	e.target()
	fmt.Fprintf(e, "  %s %s, %s %s\n", l.Pick("ögonblicksbild", "snapshot"), r.Snapshot, "definition", r.Definition[:min(12, len(r.Definition))])
	for _, g := range e.Goals {
		fmt.Fprintf(e, "  Agenda 2030: %s\n", e.in(g.Title()))
	}
	if e.Owner != "" {
		fmt.Fprintf(e, "  %s: %s\n", l.Pick("ansvarig", "owner"), dubbelkrona.Printable(string(e.Owner)))
	}
	if doc := e.in(e.Doc); doc != "" {
		fmt.Fprintf(e, "\n%s\n", doc)
	}
}

// target writes the target of the figure with the decision that states it.
func (e *explanation) target() {
	if e.Target == nil {
		return
	}
	fmt.Fprintf(e, "  %s %s", e.l.Pick("mål:", "target:"), e.l.Target(&e.Result, e.Target, e.number))
	if decided := strings.TrimSpace(dubbelkrona.Printable(e.Target.Decision) + " " + e.Target.Decided.String()); decided != "" {
		fmt.Fprintf(e, " (%s)", decided)
	}
	fmt.Fprintln(e)
}

// where is the group in words.
func (e *explanation) where() string {
	if e.Cell.Grouping == "" {
		return e.l.Pick("alla", "all")
	}
	values := make(map[string]*string)
	_ = json.Unmarshal([]byte(e.Cell.Dimensions.String()), &values) // texts alone, as published
	var groups []string
	for name := range strings.SplitSeq(e.Cell.Grouping, ",") {
		value, known := values[name]
		switch {
		case name == "municipality" && e.Cell.Municipality != "":
			groups = append(groups, scopeName(e.Cell.Municipality, e.Place))
		case known && value != nil:
			groups = append(groups, name+"="+dubbelkrona.Printable(*value))
		default:
			groups = append(groups, name+"="+e.l.Pick("okänd", "unknown"))
		}
	}
	return strings.Join(groups, ", ")
}

// number writes a value with the decimals of the metric, at most two if it is large, and
// none if it is whole.
func (e *explanation) number(n dubbelkrona.Number) string {
	const large, most = 1000, 2
	d := nullable(n)
	places := int32(e.Decimals)
	switch {
	case d.Decimal.IsInteger():
		places = 0
	case d.Decimal.Abs().GreaterThan(decimal.NewFromInt(large)):
		places = min(places, most)
	}
	return e.l.Nullable(d, places)
}

func (e *explanation) formula() {
	t := &Table{Left: []int{1, 3}}
	for i, s := range e.Formula {
		value := ""
		switch {
		case i == 0:
		case s.Value.Valid:
			value = e.number(s.Value)
		case s.Rows:
			value = e.l.Pick("lämnas inte ut", "not released")
			if e.Result.Status != dubbelkrona.Suppressed {
				value = e.l.Pick("ur raderna", "from the rows")
			}
		}
		t.Add(cmp.Or(s.Name, e.Cell.Metric), "= "+s.Expression, value, e.in(s.Title))
	}
	e.table(e.l.Pick("Formel", "Formula"), t)
}

func (e *explanation) parameters() *Table {
	l := e.l
	t := &Table{Head: []string{l.Pick("namn", "name"), l.Pick("omfattning", "scope"), l.Pick("värde", "value"), l.Pick("spann", "range"), l.Pick("enhet", "unit"),
		l.Pick("grad", "grade"), l.Pick("källa", "source"), l.Pick("belägg", "evidence")}, Left: []int{1, 4, 5, 6, 7}}
	for _, p := range e.Parameters {
		between := ""
		if p.Low.Valid && p.High.Valid {
			between = figure(l, p.Low) + " – " + figure(l, p.High)
		}
		value := figure(l, p.Value)
		if p.Unit == "year" {
			value = p.Value.String()
		}
		t.Add(p.Name, p.Scope, value, between, p.Unit, parameterGrade(l, p.Grade), p.Origin, shortened(p.Evidence))
	}
	return t
}

// parameterGrade writes how a parameter is known.
func parameterGrade(l wording.Language, grade string) string {
	switch grade {
	case "found":
		return l.Pick("belagd", "found")
	case "recalled":
		return l.Pick("ur minnet", "recalled")
	case "assumed":
		return l.Pick("antagen", "assumed")
	case "missing":
		return l.Pick("saknas", "missing")
	}
	return grade
}

// shownCharacters is the max length of a text in a table; --json has all of it.
const shownCharacters = 60

func shortened(text string) string {
	if r := []rune(text); len(r) > shownCharacters {
		return string(r[:shownCharacters-1]) + "…"
	}
	return text
}

func (e *explanation) effects() {
	for _, v := range e.Effects {
		fmt.Fprintf(e, "\n%s: %s, %s\n", e.l.Pick("Effekt", "Effect"), e.in(v.Title), scopeName(v.Scope, v.Place))
		if text := e.in(v.Text); text != "" {
			fmt.Fprintf(e, "  %s\n", text)
		}
		e.table(e.l.Pick("Prövningen", "The checks of it"), findings(e.l, v.Checks))
	}
}

func (e *explanation) warnings() {
	if len(e.Warnings) == 0 {
		return
	}
	fmt.Fprintf(e, "\n%s\n", e.l.Pick("Varningar", "Warnings"))
	for _, c := range e.Warnings {
		rows := ""
		if c.Offending.Valid {
			rows = ", " + e.l.Rows(c.Offending.N)
		}
		fmt.Fprintf(e, " ! %s (%s%s)\n", cmp.Or(e.in(c.Title), c.Check), c.Check, rows)
		if sample := e.in(c.Sample); sample != "" {
			fmt.Fprintf(e, "   %s\n", sample)
		}
	}
}

func (e *explanation) comments() {
	if len(e.Comments) == 0 {
		return
	}
	fmt.Fprintf(e, "\n%s\n", e.l.Pick("Kommentarer", "Comments"))
	for _, c := range e.Comments {
		fmt.Fprintf(e, "  %d. %s\n", c.ID, dubbelkrona.Printable(c.Line()))
	}
}

func (e *explanation) contracts() *Table {
	l := e.l
	t := &Table{Head: []string{l.Pick("avtal", "contract"), l.Pick("rubrik", "title"), l.Pick("leverantör", "supplier"), l.Pick("kommun", "municipality"),
		l.Pick("utbetalt i alla perioder, kr", "spend in all periods, SEK"), l.Pick("poster", "postings")}, Left: []int{1, 2, 3}}
	for _, c := range e.Contracts {
		t.Add(c.Contract, shortened(c.Title), shortened(c.Supplier), c.Municipality, e.number(c.Spend), l.Number(c.Postings))
	}
	if more := e.AllContracts - len(e.Contracts); more > 0 {
		t.Add(fmt.Sprintf(l.Pick("… och %s till", "… and %s more"), l.Number(int64(more))))
	}
	return t
}

func (e *explanation) sources() *Table {
	l := e.l
	t := &Table{Head: []string{l.Pick("tabell", "table"), l.Pick("källa", "source"), l.Pick("objekt", "object"), l.Pick("segment", "segment"), l.Pick("rader", "rows"),
		l.Pick("varav här", "of them here"), l.Pick("hämtat (UTC)", "fetched (UTC)"), "SHA-256"}, Left: []int{1, 2, 6, 7}}
	for _, s := range e.Sources {
		name := s.Source
		if s.Synthetic {
			name += l.Pick(" (påhittad)", " (made up)")
		}
		t.Add(s.Table, name, s.Object, l.Number(s.Segment), count(l, s.Rows), count(l, s.Used), s.Fetched.UTC().Format(time.DateTime), s.SHA256[:min(12, len(s.SHA256))])
	}
	return t
}

// count writes a number of rows; nothing if it is not released or does not apply.
func count(l wording.Language, n dubbelkrona.Count) string {
	if !n.Valid {
		return ""
	}
	return l.Number(n.N)
}

func (e *explanation) persons() *Table {
	l := e.l
	t := &Table{Head: []string{"pseudonym", l.Pick("tabell", "table"), l.Pick("källa", "source"),
		l.Pick("objekt", "object"), l.Pick("rad", "row")}, Left: []int{1, 2, 3}}
	for _, p := range e.Persons {
		t.Add(p.Person, p.Table, p.Source, p.Object, l.Number(p.Row))
	}
	return t
}

// table writes a table below its title, and nothing if it has no rows.
func (e *explanation) table(title string, t *Table) {
	if len(t.Rows) == 0 {
		return
	}
	var b strings.Builder
	_ = t.Write(&b) // a Builder has no errors
	fmt.Fprintf(e, "\n%s\n", title)
	for line := range strings.Lines(b.String()) {
		fmt.Fprintf(e, "  %s", line)
	}
}
