package warehouse

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"dubbelkrona"

	"github.com/shopspring/decimal"
)

func TestValuesAreExact(t *testing.T) {
	db := oneTable(t)
	rows, err := db.Collect(t.Context(), `SELECT NULL, 'å', true, 1::TINYINT, 9007199254740993, 0.1::DECIMAL(18,6),
		12345678901234567890123456.789012::DECIMAL(38,6), sum(x), 18446744073709551615::UBIGINT, DATE '2024-02-29', 'a'::BLOB, 0.5::DOUBLE,
		TIMESTAMP '2024-02-29 01:02:03' FROM core.a`)
	if err != nil {
		t.Fatal(err)
	}
	want := []any{nil, "å", true, int64(1), int64(9007199254740993), decimal.RequireFromString("0.1"),
		decimal.RequireFromString("12345678901234567890123456.789012"), decimal.NewFromInt(1), decimal.RequireFromString("18446744073709551615"),
		time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC), []byte("a"), 0.5, time.Date(2024, 2, 29, 1, 2, 3, 0, time.UTC)}
	for i, v := range rows[0] {
		if d, ok := v.(decimal.Decimal); ok {
			if !d.Equal(want[i].(decimal.Decimal)) {
				t.Errorf("value %d: %v", i, d)
			}
		} else if fmt.Sprintf("%T %v", v, v) != fmt.Sprintf("%T %v", want[i], want[i]) {
			t.Errorf("value %d: %T %v, want %T %v", i, v, v, want[i], want[i])
		}
	}
	if _, err := db.Collect(t.Context(), "SELECT [1, 2] AS l"); err == nil || !strings.Contains(err.Error(), `column "l"`) {
		t.Errorf("a list: %v", err)
	}
}

func TestInsertKeepsValues(t *testing.T) {
	db := oneTable(t)
	nasty := `'); DROP TABLE core.a; --`
	rows := make([][]any, 0, 600)
	for i := range 600 { // more than two statements' worth
		rows = append(rows, []any{i, decimal.New(int64(i), -2), nasty})
	}
	rows = append(rows, []any{nil, nil, nil})
	if err := db.Insert(t.Context(), "core.a", []string{"x", "amount", "name"}, rows); err != nil {
		t.Fatal(err)
	}
	got, err := db.Collect(t.Context(), "SELECT count(*), sum(amount)::VARCHAR, count(DISTINCT name) FROM core.a WHERE name = ? OR name IS NULL", nasty)
	if err != nil || fmt.Sprint(got) != "[[602 1796.95 1]]" {
		t.Error(got, err)
	}
	if err := db.Insert(t.Context(), "core.a", []string{"x"}, [][]any{{1, 2}}); err == nil {
		t.Error("a row that is too long was taken")
	}
}

func TestQueryStopsWhenItsContextIsCancelled(t *testing.T) {
	db := oneTable(t)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := db.Collect(ctx, "SELECT count(*) FROM range(1000000) AS a(i), range(1000000) AS b(j) WHERE hash(i, j) = 1")
	if !errors.Is(err, context.DeadlineExceeded) || dubbelkrona.KindOf(err) != dubbelkrona.Transient {
		t.Errorf("%v", err)
	}
}
