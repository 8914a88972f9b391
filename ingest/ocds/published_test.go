package ocds_test

import (
	"math/big"
	"strings"
	"testing"

	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/ocds"
)

// figures are the content of a published file: rows by kind, and the sums of contract
// values and payments.
type figures struct {
	contracts, transactions, organisations, faults int
	value, paid                                    string
}

func figuresOf(t *testing.T, name string) (f figures, tab ingesttest.Table) {
	t.Helper()
	tab, err := ingesttest.Decode(t, format(t, ocds.Settings{}), "x.json", shared(t, name))
	if err != nil {
		t.Fatal(err)
	}
	value, paid := new(big.Rat), new(big.Rat)
	add := func(sum *big.Rat, amount string) {
		if r, ok := new(big.Rat).SetString(amount); ok {
			sum.Add(sum, r)
		}
	}
	for _, row := range tab.Rows {
		switch row.Cells["record"] {
		case "contract":
			f.contracts++
			add(value, row.Cells["value"])
		case "transaction":
			f.transactions++
			add(paid, row.Cells["amount"])
		case "organisation":
			f.organisations++
		default:
			f.faults++
		}
	}
	f.value, f.paid = value.FloatString(2), paid.FloatString(2)
	return f, tab
}

// The expected figures were computed with Python's json and decimal: the contracts of
// the compiled releases (for packages of releases those of the newest release), and
// the amounts of their transactions. In the Mexican files the payments do add up to
// the values of the contracts.
func TestPublishedFiles(t *testing.T) {
	for name, want := range map[string]figures{
		"sample/ocds-213czf-000-00001.json":                     {1, 2, 0, 0, "11000000.00", "60000.00"},
		"sample/record/ocds-213czf-000-00001.json":              {1, 2, 0, 0, "11000000.00", "60000.00"},
		"sample/record/ocds-213czf-000-00001-withversions.json": {1, 2, 0, 0, "11000000.00", "60000.00"},
		"sample/ocds-213czf-000-00001-01-planning.json":         {1, 0, 0, 0, "0.00", "0.00"},
		"sample/ocds-213czf-000-00001-02-tender.json":           {1, 0, 0, 0, "0.00", "0.00"},
		"sample/ocds-213czf-000-00001-03-tenderAmendment.json":  {1, 0, 0, 0, "0.00", "0.00"},
		"sample/ocds-213czf-000-00001-04-award.json":            {1, 0, 0, 0, "0.00", "0.00"}, // its award is pending
		"sample/ocds-213czf-000-00001-05-contract.json":         {1, 0, 0, 0, "11000000.00", "0.00"},
		"sample/ocds-213czf-000-00001-06-implementation.json":   {1, 2, 0, 0, "11000000.00", "60000.00"},
		"sample/release-package_encoding-iso-8859-1.json":       {1, 4, 0, 0, "193817.35", "193817.35"},
		"sample/release-package_1.1-1.json":                     {1, 0, 0, 0, "135630400.00", "0.00"},
		"sample/record-package_linked-releases.json":            {2, 12, 0, 0, "1386728.96", "1386728.96"},
	} {
		t.Run(name, func(t *testing.T) {
			if got, _ := figuresOf(t, name); got != want {
				t.Errorf("%+v; want %+v", got, want)
			}
		})
	}
}

// The six releases, each in its own package and joined as a place passes them, have
// the same rows as the record.
func TestFictionalExampleInParts(t *testing.T) {
	var data []byte
	for _, part := range []string{"06-implementation", "03-tenderAmendment", "01-planning", "05-contract", "02-tender", "04-award"} {
		data = append(data, shared(t, "sample/ocds-213czf-000-00001-"+part+".json")...)
	}
	equal(t, decode(t, data), decode(t, shared(t, "sample/record/ocds-213czf-000-00001.json")))
}

// The file is not UTF-8: its names are read as Windows-1252, and its three releases
// are one process.
func TestLatin1(t *testing.T) {
	_, tab := figuresOf(t, "sample/release-package_encoding-iso-8859-1.json")
	row := tab.Rows[0].Cells
	if row["buyer_name"] != "SECRETARÍA DE FINANZAS" || row["supplier_name"] != "COMERCIALIZADORA DE EQUIPOS" || row["currency"] != "MXN" ||
		row["signed"] != "2016-04-14T00:00:00-06:00" || row["start"] != "2016-04-15T00:00:00-06:00" || row["end"] != "2016-12-31T00:00:00-06:00" || row["status"] != "pending" {
		t.Errorf("%v", row)
	}
	for _, row := range tab.Rows {
		for name, cell := range row.Cells {
			if strings.ContainsRune(cell, '\ufffd') || strings.Contains(cell, "@finanzas") {
				t.Errorf("%s is %q", name, cell)
			}
		}
	}
}
