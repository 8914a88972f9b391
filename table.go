package dubbelkrona

import (
	"slices"

	"github.com/apache/arrow/go/v15/arrow"
)

// Type is the type of a stored column. Each has exactly one Arrow type, one
// Parquet type and one DuckDB type.
type Type uint8

// The column types.
const (
	// Text is UTF-8 text; codes are text, so that kommunkod 0360 keeps its zero.
	Text Type = iota
	// Integer is a signed 64-bit number.
	Integer
	// Money is an amount excluding VAT, DECIMAL(18,2): in SEK if the column's
	// Unit is SEK, otherwise in the row's currency.
	Money
	// Decimal is a measure or a rate, DECIMAL(18,6).
	Decimal
	// Date is a calendar day.
	Date
	// Boolean is yes or no.
	Boolean
	// Pseudonym is a person: the first 16 bytes of an HMAC-SHA-256 of the
	// normalised identity number. No type can hold the number itself.
	Pseudonym
)

// PseudonymBytes is the stored length of a Pseudonym.
const PseudonymBytes = 16

// stored is how each Type is stored.
var stored = [...]struct {
	arrow arrow.DataType
	sql   string // in DuckDB
}{
	Text:      {arrow.BinaryTypes.String, "VARCHAR"},
	Integer:   {arrow.PrimitiveTypes.Int64, "BIGINT"},
	Money:     {&arrow.Decimal128Type{Precision: 18, Scale: 2}, "DECIMAL(18,2)"},
	Decimal:   {&arrow.Decimal128Type{Precision: 18, Scale: 6}, "DECIMAL(18,6)"},
	Date:      {arrow.FixedWidthTypes.Date32, "DATE"},
	Boolean:   {arrow.FixedWidthTypes.Boolean, "BOOLEAN"},
	Pseudonym: {&arrow.FixedSizeBinaryType{ByteWidth: PseudonymBytes}, "BLOB"},
}

// Arrow returns the Arrow type of the column.
func (t Type) Arrow() arrow.DataType { return stored[t].arrow }

// SQL returns the name of the type in DuckDB.
func (t Type) SQL() string { return stored[t].sql }

// Content is the meaning of a Text column. It determines how cells are parsed
// and what may be stored.
type Content uint8

// The contents of text columns.
const (
	// FreeText is prose or a name. Identity numbers in it are masked.
	FreeText Content = iota
	// Identifier is an opaque reference such as a contract or verification
	// number. An identity number is replaced by a token that is always the
	// same for that number, so that references still match.
	Identifier
	// OrgNo is a Swedish organisation number of ten digits. The number of a
	// sole trader is a personal identity number and is replaced by a token.
	OrgNo
	// Municipality is a kommunkod of four digits.
	Municipality
	// Code is one of Column.Values, or any code if Values is empty.
	Code
)

// Label is a text in Swedish and English.
type Label struct {
	SV string `json:"sv"`
	EN string `json:"en"`
}

// In is the text in a language, sv or en.
func (l Label) In(language string) string {
	if language == "en" {
		return l.EN
	}
	return l.SV
}

// Column is one column of a domain table.
type Column struct {
	Name    string
	Type    Type
	Content Content // of Text columns
	Unit    string  // "SEK", "share", "percent", … or empty
	// Values are the allowed codes of a Code column, in the order of the
	// documentation.
	Values []string
	// Several is set for Code columns whose cells may state several of Values.
	// They are stored sorted and separated by CodeSeparator, each once.
	Several bool
	// Range limits the values if Values is empty.
	Range Range
	// Cases narrow the range depending on another column.
	Cases []Case
	// Required columns are never NULL; a row without a value is quarantined.
	Required bool
	// Sensitive columns are about a person. Their values never appear in
	// errors, logs, issues or the quarantine. Figures may be grouped by one,
	// such as sex or exit reason, if they count their persons.
	Sensitive bool
	// Identifying columns can single out a person: the pseudonym, free text,
	// the year of birth, single days and amounts. They are also Sensitive. A
	// definition may count and sum them, but not group by them or show them.
	Identifying bool
	Title       Label
	Doc         Label
}

// Table describes one domain table. The lake, the warehouse, the data
// dictionary and the mapping language are derived from it.
type Table struct {
	Name    string
	Key     []string // column names; unique among the live rows of a snapshot in load mode upsert
	Columns []Column
	Title   Label
	Doc     Label
	// Person tables have rows about persons; retention and erasure apply.
	Person bool
	// Removed are columns that the table had in the version before. A mapping may
	// still name them, with a warning; their cells are not stored, and files of the
	// lake that have them are rewritten without them.
	Removed []string
	// Subject are the columns that identify what a rejected row was about. The
	// quarantine stores their values, joined by a space, so that the figures
	// that lack the row can be found. None is sensitive.
	Subject []string
}

// CodeSeparator separates the codes that a cell of a column with Several has.
const CodeSeparator = ";"

// RowColumn is the column with a row's position in its object, in segments and
// snapshots.
const RowColumn = "_row"

// Index returns the index in Columns of the column with the given name, -1 if
// there is none.
func (t *Table) Index(name string) int {
	return slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == name })
}

// Column returns the column with the given name.
func (t *Table) Column(name string) (*Column, bool) {
	if i := t.Index(name); i >= 0 {
		return &t.Columns[i], true
	}
	return nil, false
}

// Schema returns the Arrow schema of a typed batch and of a segment: the
// table's columns in order, nullable unless required, then RowColumn. Source
// and segment number are constant per segment and added when it is loaded.
func (t *Table) Schema() *arrow.Schema {
	fields := make([]arrow.Field, 0, len(t.Columns)+1)
	for _, c := range t.Columns {
		fields = append(fields, arrow.Field{Name: c.Name, Type: c.Type.Arrow(), Nullable: !c.Required})
	}
	fields = append(fields, arrow.Field{Name: RowColumn, Type: arrow.PrimitiveTypes.Int64})
	return arrow.NewSchema(fields, nil)
}

// TableByName returns the domain table with the given name.
func TableByName(name string) (*Table, bool) {
	for _, t := range Tables() {
		if t.Name == name {
			return t, true
		}
	}
	return nil, false
}
