package transform

import (
	"fmt"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"dubbelkrona"
)

// ruleIgnored is the rule for columns of a file that the mapping does not
// read.
const ruleIgnored rule = "columns.ignored"

// headers looks up columns of a schema by name.
type headers struct {
	fields []arrow.Field
	folded []string // folded form of each name
	shared []string // folded form of the object's own name for a column whose name another column already has; otherwise empty
}

// binder connects the mapping of a pass to the columns of one record.
type binder struct {
	*Pass
	headers headers
	record  arrow.Record
	missing []string // columns that the mapping needs and the record lacks
}

// bind connects the columns of each entry to the columns of a record. It
// returns an error that names the missing columns, if any.
func (p *Pass) bind(record arrow.Record) error {
	if record.NumCols() == 0 && record.NumRows() == 0 {
		p.bound = true // an empty JSON list: there are no columns to check
		return nil
	}
	schema := record.Schema()
	b := &binder{Pass: p, headers: newHeaders(schema), record: record}
	if p.schema != nil && p.schema != schema && !p.schema.Equal(schema) {
		p.schema = nil
	}
	first := p.schema == nil
	p.schema = schema
	p.fault = nil
	if at := schema.FieldIndices(FaultColumn); len(at) > 0 {
		p.fault = record.Column(at[0]).(*array.String)
	}
	for _, e := range p.entries {
		if err := b.entry(e); err != nil {
			return err
		}
	}
	if len(b.missing) > 0 {
		slices.Sort(b.missing)
		return &lacking{dubbelkrona.Invalidf("object %s lacks columns that the mapping needs: %s; it has: %s",
			p.origin.Object, strings.Join(slices.Compact(b.missing), ", "), b.shown(b.headers.names()))}
	}
	p.bound = true
	for _, e := range p.entries {
		if first {
			b.unstored(e)
		}
		if first && e.canonical {
			b.ignored(e)
		}
	}
	return nil
}

// lacking is the error for a table that lacks columns that the mapping needs.
type lacking struct{ error }

// Unwrap returns the wrapped error.
func (l *lacking) Unwrap() error { return l.error }

func newHeaders(schema *arrow.Schema) headers {
	h := headers{fields: schema.Fields()}
	for _, f := range h.fields {
		h.folded = append(h.folded, fold(f.Name))
		shared, _ := f.Metadata.GetValue(dubbelkrona.HeaderKey)
		h.shared = append(h.shared, fold(shared))
	}
	return h
}

// names returns the column names.
func (h headers) names() (all []string) {
	for _, f := range h.fields {
		if f.Name != FaultColumn {
			all = append(all, f.Name)
		}
	}
	return all
}

// shown formats column names for a message. If the header row looks like data,
// it returns only how many names there are.
func (b *binder) shown(names []string) string {
	if !IsHeading(b.headers.names(), b.mapped()...) {
		return fmt.Sprintf("names that look like data and are not shown (%d); the file may have lost its header", len(names))
	}
	var quoted []string
	for _, name := range names {
		quoted = append(quoted, quote(name))
	}
	return strings.Join(quoted, ", ")
}

// find returns the index of the first of the names that the schema has, or -1
// if it has none. It returns an error if a name matches two columns. A name
// such as kolumn_5 means the fifth column, whatever the object calls it.
func (h headers) find(names List) (int, error) {
	for _, name := range names {
		folded := fold(name)
		alike := h.indices(func(i int) bool { return h.folded[i] == folded || h.shared[i] == folded })
		if len(alike) == 0 {
			alike = h.indices(func(i int) bool { return folded == fold(placeName(i)) })
		}
		switch len(alike) {
		case 0:
			continue
		case 1:
			return alike[0], nil
		}
		places := make([]string, len(alike))
		for i, at := range alike {
			places[i] = placeName(at)
		}
		return -1, fmt.Errorf("has %d columns that could be %q; deliver only one of them, or choose one by its position: %s",
			len(alike), name, strings.Join(places, " or "))
	}
	return -1, nil
}

// placeName returns the positional name of the column at index i (from 0).
func placeName(i int) string { return fmt.Sprintf("kolumn_%d", i+1) }

func (h headers) indices(is func(int) bool) (all []int) {
	for i := range h.fields {
		if h.fields[i].Name != FaultColumn && is(i) {
			all = append(all, i)
		}
	}
	return all
}

// lacks records that the record has none of the columns.
func (b *binder) lacks(names List) { b.missing = append(b.missing, strings.Join(names, " or ")) }

// entry connects the columns and conditions of an entry.
func (b *binder) entry(e *boundEntry) error {
	for i, plan := range e.entry.columns {
		src, err := b.column(plan)
		if err != nil {
			return err
		}
		if plan != nil && src.absent() && !plan.optional {
			b.lacks(plan.names)
		}
		if plan == nil && e.table.Name == spendTable && e.table.Columns[i].Name == objectColumn {
			src.constant = &b.origin.Object
		}
		e.columns[i].baseOf().src = src
	}
	if mustHaveAmount(e.table) && e.named(amountColumn).baseOf().src.absent() && e.named(originalPrefix+amountColumn).baseOf().src.absent() {
		if plan := e.named(amountColumn).baseOf().plan; len(plan.names) > 0 {
			b.lacks(plan.names)
		}
	}
	for _, c := range slices.Concat(e.where, e.skip, e.totals) {
		if err := b.condition(c); err != nil {
			return err
		}
	}
	return nil
}

// condition connects a condition to its first column that the file has, or to
// each of them if it is to be tested anywhere.
func (b *binder) condition(c *boundCondition) error {
	choices := []List{c.names}
	if c.anywhere {
		choices = slices.Collect(slices.Chunk(c.names, 1))
	}
	c.columns = c.columns[:0]
	for _, names := range choices {
		at, err := b.find(names)
		switch {
		case err != nil:
			return err
		case at >= 0:
			c.columns = append(c.columns, b.record.Column(at).(*array.String))
		case !c.anywhere:
			b.lacks(names)
		}
	}
	return nil
}

func (b *binder) find(names List) (int, error) {
	at, err := b.headers.find(names)
	if err != nil {
		return at, dubbelkrona.Invalidf("object %s %w", b.origin.Object, err)
	}
	return at, nil
}

// column returns the source of a column's cells.
func (b *binder) column(plan *columnPlan) (source, error) {
	if plan == nil {
		return source{}, nil
	}
	if plan.constant != nil {
		return source{constant: plan.constant}, nil
	}
	at, err := b.find(plan.names)
	if err != nil {
		return source{}, err
	}
	if at >= 0 {
		return columnSource(b.record.Column(at)), nil
	}
	switch plan.from {
	case fromName:
		return source{constant: &b.origin.Object}, nil
	case fromPeriod:
		return source{constant: &b.period}, nil
	case fromModified:
		return source{constant: &b.modified}, nil
	}
	return source{}, nil
}

// mapped returns the names of the file columns that the mapping reads.
func (p *Pass) mapped() (all []string) {
	for _, e := range p.entries {
		for _, c := range e.entry.columns {
			if c != nil {
				all = append(all, c.names...)
			}
		}
	}
	return all
}

// ignored warns about columns of the file that the table does not have: one of
// them may be misspelt.
func (b *binder) ignored(e *boundEntry) {
	var unknown []string
	for _, name := range b.headers.names() {
		folded := fold(name)
		if !slices.ContainsFunc(e.table.Columns, func(c dubbelkrona.Column) bool { return fold(c.Name) == folded }) {
			unknown = append(unknown, name)
		}
	}
	if len(unknown) > 0 {
		b.report.warn(e.table.Name, "", 0, ruleIgnored, "the table has no such columns and they were left out: "+b.shown(unknown))
	}
}
