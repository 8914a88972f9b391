package ledger

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// stampLayout has a fixed width, so that text sorts as time does.
const stampLayout = "2006-01-02T15:04:05.000000000Z"

// stamp is a time as the ledger stores it; the zero time is NULL.
type stamp struct{ time.Time }

// Value implements driver.Valuer.
func (s stamp) Value() (driver.Value, error) {
	if s.IsZero() {
		return nil, nil
	}
	return s.UTC().Format(stampLayout), nil
}

// Scan implements sql.Scanner.
func (s *stamp) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		s.Time = time.Time{}
		return nil
	case string:
		t, err := time.Parse(stampLayout, v)
		s.Time = t
		return err
	case time.Time:
		s.Time = v.UTC()
		return nil
	}
	return fmt.Errorf("time stored as %T", v)
}
