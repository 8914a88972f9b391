package ledger

// replaceAgain marks what a delivery replaces because its bytes have been
// committed before, and deletes what is known of its Former object.
func replaceAgain(t *tx, d *Delivery, id int64) error {
	for _, object := range d.again() {
		const last = "(SELECT delivery FROM object WHERE source = ? AND object = ?)"
		err := t.run([]any{id, d.Source, object},
			"UPDATE segment SET replaced_by = ? WHERE replaced_by IS NULL AND delivery = "+last,
			"UPDATE delivery SET issues_replaced_by = ? WHERE issues_replaced_by IS NULL AND id = "+last)
		if err != nil {
			return err
		}
	}
	if _, err := t.exec("DELETE FROM copy WHERE source = ? AND object = ?", d.Source, d.Object); err != nil || d.Former == "" {
		return err
	}
	return leave(t, d.Source, d.Former)
}

// again are the objects whose last deliveries this one replaces.
func (d *Delivery) again() (objects []string) {
	if d.Anew {
		objects = append(objects, d.Object)
	}
	if d.Former != "" {
		objects = append(objects, d.Former)
	}
	return objects
}

// leave deletes what is known of an object that no longer exists.
func leave(t *tx, source, object string) error {
	return t.run([]any{source, object},
		"DELETE FROM object WHERE source = ? AND object = ?",
		"DELETE FROM missing WHERE source = ? AND object = ?",
		"DELETE FROM held WHERE source = ? AND object = ?")
}
