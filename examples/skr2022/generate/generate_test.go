package main

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"
)

// made and generated are everything that is made up, and its files.
var (
	made      = sync.OnceValue(makeUp)
	generated = sync.OnceValue(func() map[string][]byte { return made().files() })
)

// population returns the persons of a town.
func (w world) population(t *testing.T, name string) *population {
	t.Helper()
	for _, pop := range w.populations {
		if pop.town.name == name {
			return pop
		}
	}
	t.Fatalf("no town %s", name)
	return nil
}

// The committed files are byte for byte what this program writes.
func TestCommittedFilesAreTheGeneratedOnes(t *testing.T) {
	total := 0
	for name, want := range generated() {
		got, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(name)))
		if err != nil {
			t.Error(err)
			continue
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s differs; run `go generate ./examples/skr2022/generate`", name)
		}
		total += len(want)
	}
	if total > 2<<20 {
		t.Errorf("%d bytes of made-up data, more than 2 MB", total)
	}
}

func TestMadeUpFilesAreMarked(t *testing.T) {
	for name, data := range generated() {
		if strings.HasSuffix(name, "_syntetisk.csv") || name == "generate/truth.csv" {
			continue
		}
		for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n")[1:] {
			if !strings.HasSuffix(line, ",assumed,antagande i exemplet") {
				t.Errorf("%s: a row does not say that it is assumed: %s", name, line)
			}
		}
	}
}

// records reads a generated file as one map for each row.
func records(t *testing.T, name string) (all []map[string]string) {
	t.Helper()
	reader := csv.NewReader(bytes.NewReader(generated()[name]))
	reader.Comma = ';'
	lines, err := reader.ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for _, line := range lines[1:] {
		row := make(map[string]string)
		for i, column := range lines[0] {
			row[column] = line[i]
		}
		all = append(all, row)
	}
	return all
}

func amount(t *testing.T, s string) decimal.Decimal {
	t.Helper()
	d, err := decimal.NewFromString(strings.Replace(s, ",", ".", 1))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The postings on a contract, with credits and equal postings, add up to its planned
// spend.
func TestPostingsAddUpToThePlan(t *testing.T) {
	sums := make(map[string]decimal.Decimal)
	lines := make(map[string]int)
	credits := 0
	for _, row := range records(t, "data/leverantorsreskontra_syntetisk.csv") {
		value := amount(t, row["nettobelopp"])
		sums[row["avtal"]] = sums[row["avtal"]].Add(value)
		lines[row["verifikation"]+row["nettobelopp"]]++
		if value.IsNegative() {
			credits++
		}
	}
	contracts := 0
	for _, town := range towns() {
		for _, c := range town.contracts {
			contracts++
			if !sums[c.id].Equal(decimal.NewFromInt(int64(c.spend))) {
				t.Errorf("%s: %s posted, %d planned", c.id, sums[c.id], c.spend)
			}
		}
	}
	equal := 0
	for _, n := range lines {
		if n == 2 {
			equal++
		}
	}
	if contracts != 12 || credits != contracts || equal != contracts {
		t.Errorf("%d contracts, %d credits, %d pairs of equal postings", contracts, credits, equal)
	}
}

// The reference prices give the planned ratio to the spend, and Malmö's is unknown.
func TestReferencePrices(t *testing.T) {
	sums := make(map[string]decimal.Decimal)
	for _, row := range records(t, "data/leveranser_syntetisk.csv") {
		if row["referenspris"] == "" {
			if row["avtal"] != "MAL-1" || row["grund"] != "" {
				t.Errorf("no reference price: %v", row)
			}
			continue
		}
		sums[row["avtal"]] = sums[row["avtal"]].Add(amount(t, row["referenspris"]))
	}
	for _, town := range towns() {
		for _, c := range town.contracts {
			want := decimal.NewFromInt(int64(c.spend * c.reference)).Div(decimal.NewFromInt(1000))
			// Thousandths of monthly sums are cut to whole öre.
			if sums[c.id].Sub(want).Abs().GreaterThan(decimal.NewFromInt(1)) {
				t.Errorf("%s: reference price %s, want %s", c.id, sums[c.id], want)
			}
		}
	}
}

// Identities are case numbers: nothing that could be a person's number.
func TestPersons(t *testing.T) {
	people := records(t, "data/deltagare_syntetisk.csv")
	treated := make(map[string]bool)
	seen := make(map[string]bool)
	for _, p := range people {
		id := p["ärende"]
		if !strings.HasPrefix(id, "SYN-") || len(id) != len("SYN-HBG-001") || seen[id] {
			t.Errorf("identity %q", id)
		}
		seen[id] = true
		treated[id] = p["grupp"] == "Insats"
	}
	placed := make(map[string]string) // by person: the end of the latest
	again := 0
	for _, p := range records(t, "data/placeringar_syntetisk.csv") {
		end, twice := placed[p["ärende"]]
		if twice {
			again++
		}
		if !treated[p["ärende"]] || twice && p["start"] <= end {
			t.Errorf("placement of a person who is not treated, or two at a time: %v", p)
		}
		placed[p["ärende"]] = p["slut"]
		if p["slut"] != "" && p["slut"] <= p["start"] || (p["slut"] == "") != (p["avslut"] == "") {
			t.Errorf("placement %v", p)
		}
	}
	if len(people) != 496 || len(placed) != 160 || again != 2 {
		t.Errorf("%d persons, %d placed, %d of them twice, want 496, 160 and 2", len(people), len(placed), again)
	}
}

// Spells of a person do not overlap, and have amounts only in the state that they belong
// to. Some months are in no spell and some amounts are unknown.
func TestSpells(t *testing.T) {
	last := make(map[string]string)
	unknown, missing := 0, 0
	left := make(map[string]string) // how persons left
	for _, o := range records(t, "data/utfall_syntetisk.csv") {
		id, before := o["ärende"], last[o["ärende"]]
		if o["från"] <= before || o["till"] < o["från"] || o["från"] < "2018-09" || o["till"] > "2025-12" {
			t.Errorf("spell %v after one to %q", o, before)
		}
		if left[id] != "" {
			t.Errorf("spell %v of a person who has left", o)
		}
		last[id] = o["till"]
		if o["tillstånd"] == "Avliden" || o["tillstånd"] == "Flyttat" {
			left[id] = o["tillstånd"]
			continue
		}
		if before != "" && next(t, before) != o["från"] {
			missing++
		}
		if o["lön"]+o["försörjningsstöd"]+o["aktivitetsstöd"] == "" && o["tillstånd"] == string(working) {
			unknown++
			continue
		}
		for column, of := range map[string]state{"lön": working, "försörjningsstöd": assisted, "aktivitetsstöd": insured} {
			if (o[column] != "0") != (o["tillstånd"] == string(of)) {
				t.Errorf("outcome %v", o)
			}
		}
	}
	if unknown == 0 || missing == 0 || len(left) < 10 || len(last) != 496 {
		t.Errorf("%d persons, %d spells with unknown amounts, %d gaps, %d persons who leave", len(last), unknown, missing, len(left))
	}
}

// next returns the month after one.
func next(t *testing.T, m string) string {
	t.Helper()
	at, err := time.Parse("2006-01", m)
	if err != nil {
		t.Fatal(err)
	}
	return at.AddDate(0, 1, 0).Format("2006-01")
}
