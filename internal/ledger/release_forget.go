package ledger

// forgetReleased removes erased persons from the memory of releases, and gives the others
// the pseudonyms and tokens of a new key. What they were counted in is kept as numbers: a
// later release must not show the difference.
func forgetReleased(t *tx, r Rewriting) error {
	if len(r.Persons) > 0 {
		var last int64
		if err := t.first([]any{&last}, "SELECT coalesce(max(number), 0) FROM release"); err != nil {
			return err
		}
		for _, person := range r.Persons {
			if err := moveToAbsent(t, person, last+1); err != nil {
				return err
			}
		}
	}
	if r.Rekey != nil {
		persons, err := list(t.ctx, t, "released persons read", column[[]byte], "SELECT person FROM release_person")
		if err != nil {
			return err
		}
		err = each(t, persons, "UPDATE release_person SET person = ? WHERE person = ?", func(person []byte) []any { return []any{r.Rekey(person), person} })
		if err != nil {
			return err
		}
	}
	if r.Text == nil {
		return nil
	}
	return retextReleased(t, r.Text)
}

// retextReleased changes what has values of dimensions: the keys of cells, the rows that
// were last released, and the log of restatements.
func retextReleased(t *tx, text func(string) string) error {
	keys, err := list(t.ctx, t, "released sets read", column[string], "SELECT DISTINCT cell FROM release_set")
	if err != nil {
		return err
	}
	for _, key := range keys {
		if now := text(key); now != key {
			if _, err := t.exec("UPDATE release_set SET cell = ? WHERE cell = ?", now, key); err != nil {
				return err
			}
		}
	}
	dimensions, err := list(t.ctx, t, "restatements read", column[string], "SELECT DISTINCT dimensions FROM restatement")
	if err != nil {
		return err
	}
	for _, d := range dimensions {
		if now := text(d); now != d {
			if _, err := t.exec("UPDATE restatement SET dimensions = ? WHERE dimensions = ?", now, d); err != nil {
				return err
			}
		}
	}
	type named struct{ cell, rows string }
	cells, err := list(t.ctx, t, "released cells read", func(n *named) []any { return []any{&n.cell, &n.rows} }, "SELECT cell, rows FROM release_cell")
	if err != nil {
		return err
	}
	for _, n := range cells {
		if now := (named{text(n.cell), text(n.rows)}); now != n {
			if _, err := t.exec("UPDATE release_cell SET cell = ?, rows = ? WHERE cell = ?", now.cell, now.rows, n.cell); err != nil {
				return err
			}
		}
	}
	return nil
}

// moveToAbsent keeps of a person only that there was one of their class. A person who is
// not in the memory changes nothing.
func moveToAbsent(t *tx, person []byte, number int64) error {
	_, err := t.exec(`INSERT INTO release_absent (class, changed, persons) SELECT class, ?2, 1 FROM release_person WHERE person = ?1
		ON CONFLICT DO UPDATE SET persons = persons + 1`, person, number)
	if err != nil {
		return err
	}
	_, err = t.exec("DELETE FROM release_person WHERE person = ?", person)
	return err
}
