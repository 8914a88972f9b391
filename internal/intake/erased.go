package intake

import (
	"fmt"

	"dubbelkrona"
	"dubbelkrona/internal/lake"
	"dubbelkrona/transform"
)

// ruleErased is the rule of the issue that counts rows which were left out since
// their persons have been erased. It has no row number: that would identify the
// persons in the source's file.
const ruleErased = "person.erased"

// writeKnown writes a batch without the rows of erased persons.
func (d *delivery) writeKnown(w *lake.Writer, batch *dubbelkrona.TypedBatch) error {
	if len(d.in.Erased) == 0 {
		return w.Write(batch.Record)
	}
	rows, err := lake.EditRecord(lake.WithoutPersons(transform.Erased), batch.Table, batch.Record, w.Write)
	d.erased[batch.Table.Name] += rows
	return err
}

// addErased adds the counts of rows left out to the object's issues.
func (d *delivery) addErased() error {
	for _, t := range dubbelkrona.Tables() {
		n := d.erased[t.Name]
		if n == 0 {
			continue
		}
		err := d.issues.add(dubbelkrona.Issue{Table: t.Name, Rule: ruleErased, Severity: dubbelkrona.Warn,
			Detail: fmt.Sprintf("%d row(s) about persons who have been erased were left out", n)})
		if err != nil {
			return err
		}
	}
	return nil
}
