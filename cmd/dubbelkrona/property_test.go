package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dubbelkrona/export"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/lake"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/warehouse"
)

const propertySources = `  - {name: reskontra, files: data/ledger*.csv, profile: leverantorsreskontra, volume: off}
  - name: perioder
    files: data/period*.csv
    volume: off
    load: replace-period
    profile: leverantorsreskontra
    period: {from: name, pattern: "(\\d{4})-(\\d{2})"}
  - name: delar
    files: data/part*.csv
    volume: off
    load: replace-period
    profile: leverantorsreskontra
    period: {from: name, pattern: "(\\d{4})-(\\d{2})", part: "_([ab])_"}
  - {name: avtal, files: data/contract*.csv, profile: contract, load: upsert}
`

// After random deliveries, reissues and interruptions the tables equal those of one
// uninterrupted run over the files that count.
func TestAnyHistoryEndsAsOneRun(t *testing.T) {
	t.Parallel()
	points := slices.Concat(lake.Points(), ledger.Points(), warehouse.Points(), export.Points())
	for seed := range histories(t) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 11))
			root := lightProject(t, "historia", propertySources)
			last := make(map[string]string) // by file: what the single run reads
			for range 4 {
				for range 1 + random.IntN(3) {
					name, text := delivery(random)
					write(t, root, name, text)
					maps.DeleteFunc(last, func(other, _ string) bool { return takesPlaceOf(name, other) })
					last[name] = text
					if random.IntN(2) == 0 {
						interrupted(t, root, points[random.IntN(len(points))])
					}
					// One delivery for each run, so that their order is that of the runs.
					inProcess(t, exitDone, "run", "--quiet", "--project", root)
				}
			}
			clean := lightProject(t, "historia", propertySources)
			for _, name := range slices.Sorted(maps.Keys(last)) {
				write(t, clean, name, last[name])
			}
			inProcess(t, exitDone, "run", "--quiet", "--project", clean)
			if got, want := hashes(t, root), hashes(t, clean); !slices.Equal(got, want) {
				t.Errorf("after all that: %v\nin one clean pass: %v", got, want)
			}
		})
	}
}

// histories returns the number of histories: DUBBELKRONA_HISTORIES, by default one.
func histories(t *testing.T) uint64 {
	text := cmp.Or(os.Getenv("DUBBELKRONA_HISTORIES"), "1")
	n, err := strconv.ParseUint(text, 10, 16)
	if err != nil || n == 0 {
		t.Fatalf("DUBBELKRONA_HISTORIES=%s is no number of histories", text)
	}
	return n
}

// takesPlaceOf reports whether a later file covers the same period, or part of it, as a
// former one: their names differ only in the version.
func takesPlaceOf(later, former string) bool {
	return later != former && edition.ReplaceAllString(later, "") == edition.ReplaceAllString(former, "")
}

var edition = regexp.MustCompile(`_v\d`)

// delivery returns a random file, new or reissued. The contract file has every
// contract, so that a later one has all that an earlier one had.
func delivery(random *rand.Rand) (name, text string) {
	var b strings.Builder
	if random.IntN(4) == 0 {
		b.WriteString("contract_id;municipality;title;value\n")
		for i := range 5 {
			fmt.Fprintf(&b, "A-%d;2182;Avtal %d;%d,00\n", i, random.IntN(100), 1000+random.IntN(9000))
		}
		return "contract.csv", b.String()
	}
	b.WriteString("verifikationsnummer;leverantor;konto_nr;konto_text;bokforingsdatum;nettobelopp;avtal\n")
	for range random.IntN(6) {
		fmt.Fprintf(&b, "%d;Firma;4640;Köp;2026-06-%02d;%d,50;\n", random.IntN(3), 1+random.IntN(28), 2+random.IntN(3))
	}
	switch random.IntN(3) {
	case 0:
		return fmt.Sprintf("ledger_%d.csv", random.IntN(3)), b.String()
	case 1:
		return fmt.Sprintf("part_v%d_%c_2026-06.csv", random.IntN(2), 'a'+rune(random.IntN(2))), b.String()
	}
	return fmt.Sprintf("period_v%d_2026-%02d.csv", random.IntN(2), 1+random.IntN(2)), b.String()
}

// interrupted runs once and fails at a point, if the run reaches it.
func interrupted(t *testing.T, root, point string) {
	t.Helper()
	interruptedAfter(t, root, point, 1)
}

// interruptedAfter runs once and fails when it reaches a point for the nth time.
func interruptedAfter(t *testing.T, root, point string, n int) {
	t.Helper()
	broken := errors.New("the disk is gone")
	var printed bytes.Buffer
	p := &program{stdin: strings.NewReader(""), stdout: &printed, stderr: &printed, now: time.Now, fault: func(at string) error {
		if at == point {
			if n--; n <= 0 {
				return broken
			}
		}
		return nil
	}}
	if code := p.run(context.Background(), []string{"run", "--project", root}); code == exitFailed && !strings.Contains(printed.String(), broken.Error()) {
		t.Fatalf("failed for another reason:\n%s", printed.String())
	}
}

func write(t *testing.T, root, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(root, "data", name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// hashes returns the published tables with their rows and content hashes.
func hashes(t *testing.T, root string) (all []string) {
	t.Helper()
	configured, faults := config.Load(root)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	status, err := published.ReadStatus(context.Background(), configured, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range status.Tables {
		all = append(all, fmt.Sprintf("%s %d %s", table.Table, table.Rows, table.Hash))
	}
	if len(all) < 10 {
		t.Fatalf("%d tables", len(all))
	}
	return all
}
