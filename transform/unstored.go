package transform

import "fmt"

// ruleUnstored is the rule for columns of a mapping that the table no longer has.
const ruleUnstored rule = "columns.unstored"

// unstoredColumn is a column of a mapping that was removed from the table.
type unstoredColumn struct{ name, path string }

// Unstored returns a warning for each column of the mapping that was removed from its
// table. The cells of these columns are dropped when they are read.
func (p *Plan) Unstored() (all []Fault) {
	for _, e := range p.entries {
		for _, column := range e.unstored {
			all = append(all, Fault{column.path, column.warning(e)})
		}
	}
	return all
}

func (c unstoredColumn) warning(e *entry) string {
	return fmt.Sprintf("table %s no longer stores column %s, since no figure reads it, so its cells are dropped; remove it from the mapping: the next version refuses it",
		e.table.Name, c.name)
}

// unstored warns about the columns of an entry that were removed from its table.
func (b *binder) unstored(e *boundEntry) {
	for _, column := range e.entry.unstored {
		b.report.warn(e.table.Name, column.name, 0, ruleUnstored, column.warning(e.entry))
	}
}
