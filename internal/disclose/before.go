package disclose

import (
	"context"
	"encoding/hex"
	"fmt"
	"strings"
)

// personsAtOnce is the number of persons that are given to the database in one text.
const personsAtOnce = 20_000

// loadBefore fills disclosure.before with the persons that the ledger remembers.
func (c *control) loadBefore(ctx context.Context) error {
	if err := c.exec(ctx, "CREATE TABLE disclosure.before (person BLOB, class BIGINT, print VARCHAR, changed BIGINT)"); err != nil {
		return err
	}
	var lines []string
	flush := func() error {
		_, err := c.db.Exec(ctx, `INSERT INTO disclosure.before
			SELECT unhex(split_part(line, ' ', 1)), CAST(split_part(line, ' ', 2) AS BIGINT), split_part(line, ' ', 3), CAST(split_part(line, ' ', 4) AS BIGINT)
			FROM (SELECT unnest(string_split(?, chr(10))) AS line)`, strings.Join(lines, "\n"))
		lines = lines[:0]
		return err
	}
	for p, err := range c.memory.Persons(ctx) {
		if err != nil {
			return err
		}
		lines = append(lines, fmt.Sprintf("%s %d %s %d", hex.EncodeToString(p.Person), p.Class, p.Print, p.Changed))
		if len(lines) == personsAtOnce {
			if err := flush(); err != nil {
				return fmt.Errorf("released persons load: %w", err)
			}
		}
	}
	if len(lines) == 0 {
		return nil
	}
	if err := flush(); err != nil {
		return fmt.Errorf("released persons load: %w", err)
	}
	return nil
}
