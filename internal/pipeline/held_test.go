package pipeline_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/compile"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/pipeline"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/session"
	"dubbelkrona/internal/warehouse"
)

// register returns a CSV with n contracts, numbered from 1.
func register(n int) string {
	text := "contract_id;municipality;title;value\n"
	for i := range n {
		text += fmt.Sprintf("A-%d;2182;Avtal;100,00\n", i+1)
	}
	return text
}

// nights runs one project night after night.
type nights struct {
	t    *testing.T
	root string
	now  time.Time
}

func newNights(t *testing.T, sources string) *nights {
	root := project(t)
	path := filepath.Join(root, config.FileName)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, _, _ := strings.Cut(string(text), "sources:")
	write(t, root, config.FileName, before+"sources:\n"+sources)
	return &nights{t: t, root: root, now: time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)}
}

func (n *nights) pipeline() *pipeline.Pipeline {
	return compiled(n.t, n.root, nil, func(o *pipeline.Options) { o.Now = func() time.Time { n.now = n.now.Add(time.Second); return n.now } })
}

// night runs once and checks the state of the run.
func (n *nights) night(want dubbelkrona.RunState) *session.Report {
	n.t.Helper()
	n.now = n.now.Add(24 * time.Hour)
	report, err := n.pipeline().Run(n.t.Context())
	if err != nil || report.Run.State != want {
		n.t.Fatalf("%v %v; want %s", report.Run.State, err, want)
	}
	return report
}

// figures returns the rows of a query on the published file.
func (n *nights) figures(query string) string {
	n.t.Helper()
	db, err := warehouse.OpenReadOnly(n.t.Context(), n.project().Published(), warehouse.Limits{Memory: 256 << 20})
	if err != nil {
		n.t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Collect(n.t.Context(), query)
	if err != nil {
		n.t.Fatal(err)
	}
	return fmt.Sprint(rows)
}

func (n *nights) project() *config.Project {
	n.t.Helper()
	loaded, faults := config.Load(n.root)
	if len(faults) > 0 {
		n.t.Fatal(faults)
	}
	return loaded
}

func (n *nights) status() dubbelkrona.Status {
	n.t.Helper()
	status, err := published.ReadStatus(n.t.Context(), n.project(), n.now)
	if err != nil {
		n.t.Fatal(err)
	}
	return status
}

const marked = "SELECT bool_or(list_contains(string_split(warnings, ','), 'delivery_held_back')) FROM metric.result WHERE metric = 'contracts'"

// A delivery with half of the contracts is held back: yesterday's rows stay, the
// figures have a warning, and nothing changes until somebody accepts exactly
// these bytes or another version is delivered.
func TestHeldBackUntilAccepted(t *testing.T) {
	n := newNights(t, "  - {name: avtal, files: data/contract*.csv, profile: contract}\n")
	count := "SELECT count(*), sum(value) FROM core.contract"
	write(t, n.root, "data/contract.csv", register(20))
	n.night(dubbelkrona.RunDone)

	write(t, n.root, "data/contract.csv", register(10))
	report := n.night(dubbelkrona.RunPartial)
	refused := report.Sources[len(report.Sources)-1].Failures
	if len(refused) != 1 || !strings.Contains(refused[0].String(), "contract: 20 → 10 rader, 2\u00a0000 kr → 1\u00a0000 kr") {
		t.Errorf("refused: %v", refused)
	}
	if got := n.figures(count) + n.figures(marked); got != "[[20 2000]][[true]]" {
		t.Errorf("held back, the figures are %s", got)
	}
	snapshot := report.Snapshot
	if report = n.night(dubbelkrona.RunPartial); report.Built || report.Snapshot != snapshot {
		t.Errorf("the next night built %t and published %s after %s", report.Built, report.Snapshot, snapshot)
	}
	if s := n.status().Sources[0]; len(s.Held) != 1 || !s.Stale {
		t.Errorf("status %+v", s)
	}

	p := n.pipeline()
	if _, err := p.Accept(t.Context(), pipeline.Accepting{Source: "avtal", Object: "other", Reason: "r"}); kind(err) != dubbelkrona.NotFound || !strings.Contains(err.Error(), "avtal 'data/contract.csv'") {
		t.Errorf("an object that is not held back was accepted: %v", err)
	}
	if _, err := p.Accept(t.Context(), pipeline.Accepting{Source: "avtal", Reason: " "}); kind(err) != dubbelkrona.Invalid {
		t.Errorf("accepted without a reason: %v", err)
	}
	if taken, err := p.Accept(t.Context(), pipeline.Accepting{Source: "avtal", Reason: "ten ended", User: "kim"}); err != nil || len(taken) != 1 {
		t.Fatalf("accepted %v, %v", taken, err)
	}
	n.night(dubbelkrona.RunDone)
	if got := n.figures(count) + n.figures(marked); got != "[[10 1000]][[false]]" {
		t.Errorf("accepted, the figures are %s", got)
	}
	if got := n.figures("SELECT source, object, reason, accepted_by, taken FROM meta.acceptance"); got != "[[avtal data/contract.csv ten ended kim true]]" {
		t.Errorf("accepted: %s", got)
	}
	if a := n.status().Acceptances; len(a) != 1 || !a[0].Taken || a[0].User != "kim" || len(n.status().Sources[0].Held) != 0 {
		t.Errorf("status: %+v", a)
	}

	// The acceptance is for those bytes only: another version with half of the
	// rows is held back again, until a delivery is within the limits.
	write(t, n.root, "data/contract.csv", register(4))
	n.night(dubbelkrona.RunPartial)
	write(t, n.root, "data/contract.csv", register(11))
	n.night(dubbelkrona.RunDone)
	if got := n.figures(count) + n.figures(marked); got != "[[11 1100]][[false]]" {
		t.Errorf("at last the figures are %s", got)
	}
}

// A fall of ten percent is taken with a warning. Objects that no longer exist are
// reported once and listed by the status, and so is a source at which nothing is
// found; its age is that of its newest delivery.
func TestMissingDeliveriesAreReported(t *testing.T) {
	n := newNights(t, "  - {name: avtal, files: data/contract*.csv, profile: contract, fresh: 3d}\n  - {name: typo, files: data/kontrakt*.csv, profile: contract}\n")
	write(t, n.root, "data/contract.csv", register(20))
	write(t, n.root, "data/contract_2.csv", "contract_id;municipality;title;value\nB-1;2182;Avtal;100,00\n")
	report := n.night(dubbelkrona.RunDone)
	if typo := report.Sources[len(report.Sources)-1]; !typo.Nothing || !strings.Contains(strings.Join(typo.Notes("en"), ""), "data/kontrakt*.csv") {
		t.Errorf("nothing was found: %+v", typo)
	}
	if found := n.pipeline().Plan().Unmatched(t.Context()); !slices.Equal(found, []compile.Unmatched{{Source: "typo", Where: "data/kontrakt*.csv"}}) {
		t.Errorf("check warns of %v", found)
	}
	s := n.status().Sources
	if s[0].Stale || s[0].Nothing || !s[1].Stale || !s[1].Nothing {
		t.Errorf("status %+v", s)
	}

	write(t, n.root, "data/contract.csv", register(17))
	if err := os.Remove(filepath.Join(n.root, "data/contract_2.csv")); err != nil {
		t.Fatal(err)
	}
	report = n.night(dubbelkrona.RunDone)
	if gone := report.Sources[len(report.Sources)-2].Gone; !slices.Equal(gone, []string{"data/contract_2.csv"}) {
		t.Errorf("gone: %v", gone)
	}
	got := n.figures("SELECT count(*) FROM core.contract") + n.figures("SELECT name, offending FROM meta.check_result WHERE name IN ('delivery_volume', 'source_empty') ORDER BY 1") +
		n.figures("SELECT DISTINCT list_contains(string_split(warnings, ','), 'delivery_volume') FROM metric.result WHERE metric = 'contracts'")
	if got != "[[18]][[delivery_volume 1] [source_empty 1]][[true]]" {
		t.Errorf("figures: %s", got)
	}
	report = n.night(dubbelkrona.RunDone)
	if avtal := report.Sources[len(report.Sources)-2]; len(avtal.Gone) != 0 || len(n.status().Sources[0].Gone) != 1 {
		t.Errorf("gone again: %v; listed: %v", avtal.Gone, n.status().Sources[0].Gone)
	}
	if s := n.status().Sources[0]; s.Stale || s.Until.Sub(s.Delivered) != 72*time.Hour || s.Succeeded.Sub(s.Delivered) < 23*time.Hour {
		t.Errorf("fresh: %+v", s)
	}
	n.now = n.now.Add(48 * time.Hour)
	n.night(dubbelkrona.RunDone) // read completely, without anything new
	if s := n.status().Sources[0]; !s.Stale {
		t.Errorf("four days after the newest delivery: %+v", s)
	}
	write(t, n.root, "data/contract_2.csv", "contract_id;municipality;title;value\nB-1;2182;Avtal;101,00\n")
	n.night(dubbelkrona.RunDone)
	if s := n.status().Sources[0]; s.Stale || len(s.Gone) != 0 {
		t.Errorf("back: %+v", s)
	}
}
