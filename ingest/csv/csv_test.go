package csv_test

import (
	"testing"

	"dubbelkrona/ingest/csv"
	"dubbelkrona/ingest/ingesttest"
)

func format(t testing.TB, s csv.Settings) *csv.Format {
	t.Helper()
	f, err := csv.New(s)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestConformance(t *testing.T) {
	ingesttest.Run(t, ingesttest.Subject{
		Object:  "rows.csv",
		Sample:  []byte("namn;belopp;datum\nKalmar \"norra\";1,5;2022-01-01\n\"a;b\nc\";2;2022-01-02\nÖ;3;2022-01-03\n"),
		Rows:    3,
		Columns: []string{"namn", "belopp", "datum"},
		Empty:   []byte("namn;belopp;datum\n"),
		Large:   ledger,
		Make:    ingesttest.OnShelf(format(t, csv.Settings{})),
	})
}
