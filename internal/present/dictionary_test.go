package present

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/metrics/effect/record"
)

var update = flag.Bool("update", false, "write docs/data-dictionary.md")

func TestDataDictionaryIsCurrent(t *testing.T) {
	const path = "../../docs/data-dictionary.md"
	want := dictionary()
	if *update {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what the tables say; run: go test ./internal/present -update", path)
	}
}

// dictionary writes the data dictionary: every domain table with its columns,
// in Markdown, with both languages side by side.
func dictionary() []byte {
	var b bytes.Buffer
	b.WriteString(dictionaryHead)
	for _, table := range dubbelkrona.Tables() {
		dictionaryTable(&b, table)
	}
	dictionaryResult(&b)
	dictionaryEffects(&b)
	return b.Bytes()
}

const dictionaryHead = `# Data dictionary

Generated from the tables in the root package by ` + "`go test ./internal/present -update`" + `; a test keeps it current.

These are the tables of schema ` + "`core`" + ` in a snapshot, then the results, and the tables of estimated effects ([how](effects.md)). Each of ` + "`core`" + ` also has ` + "`_source`" + ` (the source's name in the
configuration), ` + "`_segment`" + ` (the segment in ` + "`meta.segment`" + `, and so the file, its SHA-256 and the run) and ` + "`_row`" + ` (the row in
that file). Money is SEK excluding VAT. NULL is unknown, never zero. A column marked *sensitive* is about a person: its
values are in no log, error or quarantine. One marked *identifying* also distinguishes persons: no figure is grouped by it or shows it.

The last column says what a column may contain: its codes, the min and max of a number or date, or the pattern of a text
(RE2; ` + "`.{0,300}`" + ` is any text of up to 300 characters). A row with anything else is quarantined by the rule ` + "`code.unknown`" + `,
` + "`value.range`" + `, ` + "`value.form`" + ` or ` + "`value.length`" + ` with the name of the column, or its cell is unknown if the mapping says
` + "`invalid: warn`" + `. In ends, 9999-12-31 and ` + "`infinity`" + ` mean until further notice, NULL.

`

func dictionaryTable(b *bytes.Buffer, t *dubbelkrona.Table) {
	fmt.Fprintf(b, "## %s\n\n%s. %s  \n%s. %s\n\nKey: %s", t.Name, t.Title.SV, t.Doc.SV, t.Title.EN, t.Doc.EN, strings.Join(t.Key, ", "))
	if t.Person {
		b.WriteString(". Rows are about persons")
	}
	b.WriteString(".\n\n| column | type | unit | svenska | English | values |\n|---|---|---|---|---|---|\n")
	for _, c := range t.Columns {
		fmt.Fprintf(b, "| %s | %s | %s | %s: %s | %s: %s | %s |\n", columnName(c), c.Type.SQL(), c.Unit,
			c.Title.SV, cell(c.Doc.SV), c.Title.EN, cell(c.Doc.EN), cell(allowed(c)))
	}
	b.WriteString("\n")
}

// dictionaryResult writes the columns of metric.result.
func dictionaryResult(b *bytes.Buffer) {
	b.WriteString(resultHead)
	for _, c := range dubbelkrona.ResultColumns() {
		fmt.Fprintf(b, "| `%s` | %s | %s | %s | %s |\n", c.Name, c.SQL(), c.Unit, cell(c.Doc.SV), cell(c.Doc.EN))
	}
}

const resultHead = "## metric.result\n\nEtt värde per rad: nyckeltal, del, period och grupp. Exporterna har samma kolumner.  \n" +
	"One figure per row: metric, part, period and group. Exports have the same columns.\n\n" +
	"| column | type | unit | svenska | English |\n|---|---|---|---|---|\n"

// dictionaryEffects writes the tables of schema effect.
func dictionaryEffects(b *bytes.Buffer) {
	for _, t := range record.Tables() {
		fmt.Fprintf(b, "\n## %s\n\n%s\n\n| column | type | English |\n|---|---|---|\n", t.Name, t.Comment)
		for _, c := range t.Columns {
			fmt.Fprintf(b, "| `%s` | %s | %s |\n", c.Name, c.Kind, cell(c.Comment))
		}
	}
}

// allowed is what a column may contain, as code, since patterns have characters that
// mean something in Markdown.
func allowed(c dubbelkrona.Column) string {
	if text := c.Allowed(); text != "" {
		return "`" + text + "`"
	}
	return ""
}

func columnName(c dubbelkrona.Column) string {
	name := "`" + c.Name + "`"
	if c.Required {
		name = "**" + name + "**"
	}
	if c.Identifying {
		name += " *identifying*"
	} else if c.Sensitive {
		name += " *sensitive*"
	}
	return name
}

func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }
