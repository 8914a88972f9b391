package sql

import (
	"strings"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/ingest"
)

// The values that Microsoft's driver returns for each type, according to its
// documentation, and their texts in rows.
func TestSQLServerCells(t *testing.T) {
	at := time.Date(2026, 3, 29, 3, 4, 5, 123_000_000, time.FixedZone("", 2*60*60))
	for _, tc := range []struct {
		kind  string
		value any
		want  string
	}{
		{"DECIMAL", []byte("1234567890123456.78"), "1234567890123456.78"},
		{"MONEY", []byte("0.1000"), "0.1000"},
		{"BIGINT", int64(-5), "-5"},
		{"DECIMAL", []byte("4600.00"), "4600"},
		{"FLOAT", 0.1, "0.1"},
		{"FLOAT", 1.91212121212e11, "191212121212"},
		{"FLOAT", 1e21, "1000000000000000000000"},
		{"BIT", true, "TRUE"},
		{"NVARCHAR", "räksmörgås", "räksmörgås"},
		{"DATE", time.Date(2026, 3, 29, 0, 0, 0, 0, time.UTC), "2026-03-29"},
		{"DATETIME2", at, "2026-03-29T03:04:05.123"},
		{"DATETIME", time.Date(2026, 3, 29, 0, 0, 0, 0, time.UTC), "2026-03-29T00:00:00"},
		{"DATETIMEOFFSET", at, "2026-03-29T03:04:05.123+02:00"},
		{"TIME", at, "03:04:05.123"},
		// The server stores the first three groups with their bytes reversed.
		{"UNIQUEIDENTIFIER", []byte{0x67, 0x45, 0x23, 0x01, 0xab, 0x89, 0xef, 0xcd, 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef}, "01234567-89AB-CDEF-0123-456789ABCDEF"},
	} {
		got, err := msCell(tc.kind, tc.value)
		if err != nil || string(got.text) != tc.want || got.null || !msReadable(tc.kind) {
			t.Errorf("%s: %q, %v; want %q", tc.kind, got.text, err, tc.want)
		}
	}
	if got, err := msCell("INT", nil); err != nil || !got.null {
		t.Errorf("NULL: %+v, %v", got, err)
	}
	if msReadable("VARBINARY") {
		t.Error("bytes count as text")
	}
}

// The connection is encrypted and verified unless the settings turn that off, and the
// password may have any characters.
func TestSQLServerConnection(t *testing.T) {
	const password = "p@ss:w/rd?&=%;{}"
	t.Setenv("DUBBELKRONA_TEST_MS", password)
	s := Settings{Driver: "sqlserver", Host: "db.example.se", Database: "d", User: "DOMAIN\\u", Query: "SELECT 1"}
	s.Password.Env = "DUBBELKRONA_TEST_MS"
	o, err := s.checked(ingest.Env{}.WithDefaults())
	if err != nil {
		t.Fatal(err)
	}
	config, err := (&sqlServer{o}).config()
	if err != nil || config.Password != password || config.User != s.User || config.Port != 1433 || config.Database != "d" {
		t.Fatalf("user %q, port %d, %v", config.User, config.Port, err)
	}
	if config.TLSConfig == nil || config.TLSConfig.InsecureSkipVerify || config.TLSConfig.ServerName != "db.example.se" || config.TrustServerCertificate {
		t.Error("its certificate is not verified")
	}
	o.Host = "a b"
	if _, err := (&sqlServer{o}).config(); err != nil && (dubbelkrona.KindOf(err) != dubbelkrona.Invalid || strings.Contains(err.Error(), password)) {
		t.Errorf("%v", err)
	}
}
