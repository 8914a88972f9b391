package ledger

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// stampLayout has a fixed width, so that text sorts as time does.
const stampLayout = "2006-01-02T15:04:05.000000000Z"

// stamp is a time as the ledger stores it; the zero time is NULL.
type stamp time.Time

// Value implements driver.Valuer.
func (s stamp) Value() (driver.Value, error) {
	if time.Time(s).IsZero() {
		return nil, nil
	}
	return time.Time(s).UTC().Format(stampLayout), nil
}

// Scan implements sql.Scanner.
func (s *stamp) Scan(v any) (err error) {
	var t time.Time
	switch v := v.(type) {
	case nil:
	case string:
		t, err = time.Parse(stampLayout, v)
	case time.Time:
		t = v.UTC()
	default:
		err = fmt.Errorf("time stored as %T", v)
	}
	*s = stamp(t)
	return err
}

// timeIn returns the destination for list and find to scan a stored time into.
func timeIn(t *time.Time) *stamp { return (*stamp)(t) }
