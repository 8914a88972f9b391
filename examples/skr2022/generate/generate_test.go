package main

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
)

// The committed files are byte for byte what this program writes.
func TestCommittedFilesAreTheGeneratedOnes(t *testing.T) {
	total := 0
	for name, want := range generate() {
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
	for name, data := range generate() {
		if strings.HasSuffix(name, "_syntetisk.csv") {
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
	reader := csv.NewReader(bytes.NewReader(generate()[name]))
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
	placed := make(map[string]bool)
	for _, p := range records(t, "data/placeringar_syntetisk.csv") {
		if !treated[p["ärende"]] || placed[p["ärende"]] {
			t.Errorf("placement of a person who is not treated, or twice: %v", p)
		}
		placed[p["ärende"]] = true
		if p["slut"] != "" && p["slut"] <= p["start"] || (p["slut"] == "") != (p["avslut"] == "") {
			t.Errorf("placement %v", p)
		}
	}
	if len(people) != 348 || len(placed) != 116 {
		t.Errorf("%d persons, %d placed, want 348 and 116", len(people), len(placed))
	}
}

// The random months contain the assumed effects: over all municipalities the difference
// between the groups is near the planned one in a contract's first year, and near zero
// before it.
func TestOutcomesHaveTheEffect(t *testing.T) {
	people := people(towns(), stream(3))
	var before, first [2]struct{ work, months int }
	planned := 0
	for _, p := range people {
		group := 0
		if p.treated {
			group = 1
			planned += p.town.effect[0]
		}
		for i, s := range p.states {
			m := firstMonth + month(i)
			cell := &first[group]
			switch since := int(m - p.contract.first); {
			case since < 0:
				cell = &before[group]
			case since >= 12:
				continue
			}
			cell.months++
			if s == working {
				cell.work++
			}
		}
	}
	share := func(c struct{ work, months int }) int { return 1000 * c.work / c.months }
	planned /= 116
	if got := share(first[1]) - share(first[0]); got < planned-40 || got > planned+40 {
		t.Errorf("difference in the first year %d per mille, planned %d", got, planned)
	}
	if got := share(before[1]) - share(before[0]); got < -40 || got > 40 {
		t.Errorf("difference before the contracts %d per mille, planned 0", got)
	}
}

// Each person has every month once, and amounts only in the state that they belong to.
func TestOutcomeRows(t *testing.T) {
	months := make(map[string][]string)
	unknown := 0
	for _, o := range records(t, "data/utfall_syntetisk.csv") {
		months[o["ärende"]] = append(months[o["ärende"]], o["månad"])
		if o["lön"]+o["försörjningsstöd"]+o["aktivitetsstöd"] == "" && o["tillstånd"] == string(working) {
			unknown++
			continue
		}
		paid := o["lön"] != "0"
		if paid != (o["tillstånd"] == string(working)) || (o["försörjningsstöd"] != "0") != (o["tillstånd"] == string(assisted)) {
			t.Errorf("outcome %v", o)
		}
	}
	for id, all := range months {
		if len(all) != 48 || len(slices.Compact(all)) != 48 || all[0] != "2021-01" || all[47] != "2024-12" {
			t.Errorf("%s: months %v", id, all)
		}
	}
	if unknown == 0 {
		t.Error("no month is unknown; the example should show one")
	}
}
