package dubbelkrona

import (
	"github.com/apache/arrow/go/v15/arrow"
)

// Type is the type of a stored column. There are few on purpose: each one has
// exactly one Arrow type, one Parquet type and one DuckDB type.
type Type uint8

// The column types.
const (
	// Text is UTF-8 text; codes are text, so that kommunkod 0360 keeps its zero.
	Text Type = iota
	// Integer is a signed 64-bit number.
	Integer
	// Money is an amount excluding VAT, DECIMAL(18,2): in SEK where the column's
	// Unit says so, else in the row's currency.
	Money
	// Decimal is a measure or a rate, DECIMAL(18,6).
	Decimal
	// Date is a calendar day.
	Date
	// Boolean is yes or no.
	Boolean
	// Pseudonym is a person: the first 16 bytes of an HMAC-SHA-256 of the
	// normalised identity number. There is no type that could hold the number.
	Pseudonym
)

// PseudonymBytes is the stored length of a Pseudonym.
const PseudonymBytes = 16

// Arrow is the Arrow type in which the column is carried and stored.
func (t Type) Arrow() arrow.DataType {
	switch t {
	case Integer:
		return arrow.PrimitiveTypes.Int64
	case Money:
		return &arrow.Decimal128Type{Precision: 18, Scale: 2}
	case Decimal:
		return &arrow.Decimal128Type{Precision: 18, Scale: 6}
	case Date:
		return arrow.FixedWidthTypes.Date32
	case Boolean:
		return arrow.FixedWidthTypes.Boolean
	case Pseudonym:
		return &arrow.FixedSizeBinaryType{ByteWidth: PseudonymBytes}
	default:
		return arrow.BinaryTypes.String
	}
}

// SQL is the name of the type in DuckDB.
func (t Type) SQL() string {
	switch t {
	case Integer:
		return "BIGINT"
	case Money:
		return "DECIMAL(18,2)"
	case Decimal:
		return "DECIMAL(18,6)"
	case Date:
		return "DATE"
	case Boolean:
		return "BOOLEAN"
	case Pseudonym:
		return "BLOB"
	default:
		return "VARCHAR"
	}
}

// Content says what a Text column means, and so how it is read and what of it
// may be stored.
type Content uint8

// The contents of text columns.
const (
	// FreeText is prose or a name. Identity numbers in it are masked.
	FreeText Content = iota
	// Identifier is an opaque reference such as a contract or verification
	// number. One that is an identity number is replaced by a token that
	// is the same each time, so that references still meet.
	Identifier
	// OrgNo is a Swedish organisation number of ten digits. A sole trader's is
	// a personal identity number and is replaced by a token.
	OrgNo
	// Municipality is a kommunkod of four digits.
	Municipality
	// Code is one of Column.Values, or free where Values is empty.
	Code
)

// Label is a text in Swedish and English.
type Label struct{ SV, EN string }

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
	// Values are the codes allowed in a Code column, in the order in which
	// the documentation lists them.
	Values []string
	// Range is what the column may hold where Values does not say it.
	Range Range
	// Cases narrow the range in rows of which another column says more.
	Cases []Case
	// Required columns are never NULL; a row without one is quarantined.
	Required bool
	// Sensitive columns are about a person. A value of one never stands in an
	// error, a log, an issue or the quarantine. Figures may be grouped by one,
	// such as sex or exit reason, if they count their persons.
	Sensitive bool
	// Identifying columns tell persons apart: the pseudonym, free text, the year
	// of birth, single days and amounts. They are Sensitive too. A definition
	// may count and sum them, but no figure is grouped by one or shows one.
	Identifying bool
	Title       Label
	Doc         Label
}

// Table is one domain table, as data: the lake, the warehouse, the data
// dictionary and the mapping language are all derived from it.
type Table struct {
	Name    string
	Key     []string // column names; unique among the live rows of a snapshot in load mode upsert
	Columns []Column
	Title   Label
	Doc     Label
	// Person tables hold a row per person; retention and erasure apply.
	Person bool
	// Subject are the columns that say what a row is about even where the row
	// itself is rejected: the quarantine keeps them, joined by a space, so that
	// a figure which lacks the row can be told. None is sensitive.
	Subject []string
}

// RowColumn is the name of the column that holds a row's position in its
// object, in segments and in the snapshot.
const RowColumn = "_row"

// Column finds a column by name.
func (t *Table) Column(name string) (*Column, bool) {
	for i := range t.Columns {
		if t.Columns[i].Name == name {
			return &t.Columns[i], true
		}
	}
	return nil, false
}

// Schema is the Arrow schema of a typed batch and of a segment: the table's
// columns in order, all nullable but the required ones, then RowColumn.
// Sources and segment numbers are constants of a segment and are added when
// it is loaded.
func (t *Table) Schema() *arrow.Schema {
	fields := make([]arrow.Field, 0, len(t.Columns)+1)
	for _, c := range t.Columns {
		fields = append(fields, arrow.Field{Name: c.Name, Type: c.Type.Arrow(), Nullable: !c.Required})
	}
	fields = append(fields, arrow.Field{Name: RowColumn, Type: arrow.PrimitiveTypes.Int64})
	return arrow.NewSchema(fields, nil)
}

// TableByName finds a domain table.
func TableByName(name string) (*Table, bool) {
	for _, t := range Tables() {
		if t.Name == name {
			return t, true
		}
	}
	return nil, false
}
