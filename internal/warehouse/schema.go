package warehouse

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"dubbelkrona"
)

// Provenance columns that every loaded table has beside dubbelkrona.RowColumn.
const (
	sourceColumn  = "_source"
	segmentColumn = "_segment"
)

// loaded is a table whose rows come from segments.
type loaded struct {
	*dubbelkrona.Table
	name string // "core.spend", "meta.issue"
}

// loadedTables returns the tables whose rows come from segments.
func loadedTables() []loaded {
	var all []loaded
	for _, t := range dubbelkrona.Tables() {
		all = append(all, loaded{t, "core." + t.Name})
	}
	issue := dubbelkrona.IssueTable()
	return append(all, loaded{issue, "meta." + issue.Name})
}

// columns returns the table's own columns, without provenance.
func (t loaded) columns() []string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	return names
}

// hashed returns the columns that the content hash covers.
func (t loaded) hashed() []string {
	return append(t.columns(), sourceColumn, dubbelkrona.RowColumn)
}

// stored returns all columns in the order of the snapshot.
func (t loaded) stored() []string {
	return append(t.columns(), sourceColumn, segmentColumn, dubbelkrona.RowColumn)
}

// def returns the definition of the table in the snapshot.
func (t loaded) def(lang Comments) TableDef {
	def := TableDef{Name: t.name, Comment: lang.comment(t.Title, t.Doc)}
	for _, c := range t.Columns {
		def.Columns = append(def.Columns, ColumnDef{c.Name, c.Type.SQL(), lang.comment(c.Title, c.Doc)})
	}
	say := func(sv, en string) string { return lang.text(dubbelkrona.Label{SV: sv, EN: en}) }
	def.Columns = append(def.Columns,
		ColumnDef{sourceColumn, "VARCHAR", say("Källa, som den heter i projektets konfiguration.", "Source, by its name in the project's configuration.")},
		ColumnDef{segmentColumn, "BIGINT", say("Segment som raden kom i; se meta.segment.", "Segment that the row came in; see meta.segment.")},
		ColumnDef{dubbelkrona.RowColumn, "BIGINT", say("Radens plats i filen, från 1.", "Position of the row in its file, from 1.")})
	return def
}

// text returns a label in the language, or the other one if it has no text.
func (l Comments) text(label dubbelkrona.Label) string {
	switch {
	case label.EN == "":
		return label.SV
	case l == English || label.SV == "" || label.SV == label.EN:
		return label.EN
	default:
		return label.SV + " — " + label.EN
	}
}

// comment joins title and explanation: "Kommunkod: … — Municipality code: …".
func (l Comments) comment(title, doc dubbelkrona.Label) string {
	return l.text(dubbelkrona.Label{SV: titled(title.SV, doc.SV), EN: titled(title.EN, doc.EN)})
}

func titled(title, doc string) string {
	if title == "" || doc == "" {
		return title + doc
	}
	return title + ": " + doc
}

// ownTables returns the tables of meta that this package maintains, except
// meta.issue.
func ownTables(lang Comments) []TableDef {
	say := func(sv, en string) string { return lang.text(dubbelkrona.Label{SV: sv, EN: en}) }
	return []TableDef{
		{"meta.segment", say("Leveranserna som ögonblicksbilden består av: en rad per fil och tabell.", "The deliveries that the snapshot consists of: one row per file and table."), []ColumnDef{
			{"segment", "BIGINT", say("Nummer; _segment i tabellerna.", "Number; _segment in the tables.")},
			{"table_name", "VARCHAR", say("Tabell.", "Table.")},
			{"source", "VARCHAR", say("Källa.", "Source.")},
			{"object", "VARCHAR", say("Filen som raderna lästes ur.", "The file that the rows were read from.")},
			{"period", "VARCHAR", say("Period som filen gäller, eller tom text.", "Period that the file is about, or empty text.")},
			{"load_mode", "VARCHAR", say("Hur leveransen förhåller sig till tidigare: append, upsert, replace-object, replace-period.", "How the delivery relates to earlier ones: append, upsert, replace-object, replace-period.")},
			{"row_count", "BIGINT", say("Rader i segmentet.", "Rows in the segment.")},
			{"sha256", "VARCHAR", say("Segmentfilens SHA-256.", "SHA-256 of the segment's file.")},
			{"object_sha256", "VARCHAR", say("SHA-256 av det som lästes.", "SHA-256 of the bytes that were read.")},
			{"run", "VARCHAR", say("Körningen som läste filen.", "The run that read the file.")},
			{"committed", "TIMESTAMP", say("När leveransen bokfördes, UTC.", "When the delivery was committed, UTC.")},
		}},
		{"meta.table_hash", say("Innehållet i varje tabell som ett kort tal, för att jämföra ögonblicksbilder.", "The content of each table as a short number, for comparing snapshots."), []ColumnDef{
			{"table_name", "VARCHAR", say("Tabell med schema.", "Table with its schema.")},
			{"row_count", "BIGINT", say("Antal rader.", "Number of rows.")},
			{"content_hash", "VARCHAR", say("Sexton hexadecimala siffror; oberoende av radernas ordning.", "Sixteen hexadecimal digits; independent of the order of rows.")},
		}},
		{"meta.engine", say("Vad ögonblicksbilden är gjord med.", "What the snapshot was made with."), []ColumnDef{
			{"version", "VARCHAR", say("DuckDB:s version.", "Version of DuckDB.")},
			{"schema_hash", "VARCHAR", say("Fingeravtryck av tabellernas definitioner.", "Fingerprint of the tables' definitions.")},
		}},
	}
}

// fingerprint identifies everything about the layout that a base must share:
// tables, columns, types, keys and comments.
func fingerprint(lang Comments) string {
	var b strings.Builder
	for _, t := range loadedTables() {
		fmt.Fprintf(&b, "%q key %q\n", t.def(lang), t.Key)
	}
	fmt.Fprintf(&b, "%q\n", ownTables(lang))
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:])
}
