package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"dubbelkrona/internal/lake"
	"dubbelkrona/internal/ledger"
)

// outside is a server with a ledger that has an ETag, and with Kolada's API.
type outside struct {
	ledger      string
	unchanged   atomic.Int64 // responses 304
	fetched     atomic.Int64 // objects of Kolada
	broken      atomic.Bool  // the ledger's response is 503
	observation float64      // of every figure
	members     []any        // of the group of municipalities
}

func (n *outside) start(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(n)
	t.Cleanup(server.Close)
	return server.URL
}

// ServeHTTP implements http.Handler.
func (n *outside) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	switch {
	case parts[0] == "ledger.csv" && n.broken.Load():
		w.WriteHeader(http.StatusServiceUnavailable)
	case parts[0] == "ledger.csv":
		tag := fmt.Sprintf("%q", fmt.Sprint(len(n.ledger)))
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			n.unchanged.Add(1)
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(w, n.ledger)
	case parts[1] == "municipality":
		n.kolada(w, map[string]any{"id": "2182", "title": "Söderhamn", "type": "K"})
	case parts[1] == "municipality_groups":
		n.kolada(w, map[string]any{"id": "G1", "title": "Liknande kommuner", "members": n.members})
	case parts[1] == "kpi":
		n.kolada(w, map[string]any{"id": "N00001", "title": "Ett", "description": "Det första."})
	default: // v3/data/kpi/{ids}/municipality/{ids}/year/{year}
		n.kolada(w, map[string]any{"kpi": "N00001", "municipality": "2182", "period": json.Number(parts[7]),
			"values": []any{map[string]any{"gender": "T", "value": n.observation, "count": 1, "status": ""}}})
	}
}

func (n *outside) kolada(w http.ResponseWriter, rows ...map[string]any) {
	n.fetched.Add(1)
	json.NewEncoder(w).Encode(map[string]any{"values": rows, "count": len(rows), "next_url": nil})
}

func networkProject(t *testing.T, url string) string {
	return lightProject(t, "natet", fmt.Sprintf(`  - name: reskontra
    place: {kind: http, url: %q, attempts: 1}
    profile: leverantorsreskontra
  - name: kolada
    place: {kind: kolada, endpoint: %q, kpis: [N00001], municipalities: ["2182"], years: [2020-2025], per_second: 1000}
    profile: kolada
    load: upsert
`, url+"/ledger.csv", url+"/v3"))
}

const networkLedger = "leverantor;leverantor_id;datum;belopp\nAlfa AB;5560160680;2026-06-01;120,50\nAlfa AB;5560160680;2026-06-02;-20,00\n"

// Data from servers is published like any other, is downloaded again only if it has
// changed, and is kept if the server fails.
func TestNightOverTheNetwork(t *testing.T) {
	t.Parallel()
	n := &outside{ledger: networkLedger, observation: 12.5}
	root := networkProject(t, n.start(t))
	const query = `SELECT (SELECT count(*) FROM core.spend), (SELECT sum(amount) FROM core.spend),
		(SELECT count(*) FROM core.indicator WHERE indicator = 'N00001' AND area = '2182' AND value = 12.5),
		(SELECT count(*) FROM core.indicator_definition)`
	const want = "[2 100.5 6 1]"

	inProcess(t, exitDone, "run", "--project", root)
	if got := ask(t, root, query); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	before := hashes(t, root)
	inProcess(t, exitDone, "run", "--project", root)
	if n.unchanged.Load() != 1 || !slices.Equal(hashes(t, root), before) {
		t.Errorf("%d responses were 304, want 1; or the tables changed", n.unchanged.Load())
	}
	n.broken.Store(true)
	printed := inProcess(t, exitPartial, "run", "--project", root)
	if got := ask(t, root, query); got != want || !strings.Contains(printed, "503") {
		t.Errorf("with a server down: %s, want %s; printed\n%s", got, want, printed)
	}
	n.broken.Store(false)
	n.ledger += "Beta AB;5560360793;2026-06-03;9,50\n"
	inProcess(t, exitDone, "run", "--project", root)
	if got := ask(t, root, "SELECT count(*), sum(amount) FROM core.spend"); got != "[3 110]" {
		t.Errorf("after a reissue: %s", got)
	}
}

// The members of a group fill the table of groups, and one that has left the group is
// not in it. An empty group has a row in quarantine.
func TestMembersOfGroupsOverTheNetwork(t *testing.T) {
	t.Parallel()
	member := func(id string) any { return map[string]any{"member_id": id, "member_title": id} }
	n := &outside{members: []any{member("2182"), member("0360"), member("2480")}}
	root := lightProject(t, "grupper", fmt.Sprintf(`  - name: grupper
    place: {kind: kolada, endpoint: %q, municipality_groups: [G1], per_second: 1000}
    profile: kolada-kommungrupper
`, n.start(t)+"/v3"))
	const query = "SELECT string_agg(group_id || ' ' || title || ' ' || municipality, ', ' ORDER BY municipality) FROM core.municipality_group"
	inProcess(t, exitDone, "run", "--project", root)
	if got := ask(t, root, query); got != "[G1 Liknande kommuner 0360, G1 Liknande kommuner 2182, G1 Liknande kommuner 2480]" {
		t.Error(got)
	}
	n.members = []any{member("2182"), member("1480")}
	inProcess(t, exitDone, "run", "--project", root)
	if got := ask(t, root, query); got != "[G1 Liknande kommuner 1480, G1 Liknande kommuner 2182]" {
		t.Error(got)
	}
	n.members = []any{}
	printed := inProcess(t, exitDone, "run", "--project", root)
	if got := ask(t, root, query); got != "[<nil>]" || !strings.Contains(printed, "1 rad i karantän") {
		t.Errorf("of an empty group: %s; printed\n%s", got, printed)
	}
}

// A sweep that fails at any point continues from there, and ends with the same rows as
// one that was not interrupted.
func TestInterruptedSweepEndsWithTheSameRows(t *testing.T) {
	t.Parallel()
	points := slices.Concat(lake.Points(), ledger.Points())
	n := &outside{ledger: networkLedger, observation: 1}
	url := n.start(t)
	clean := networkProject(t, url)
	inProcess(t, exitDone, "run", "--quiet", "--project", clean)
	want, whole := hashes(t, clean), n.fetched.Load()
	random := rand.New(rand.NewPCG(3, 11))
	root := networkProject(t, url)
	for range 4 {
		interruptedAfter(t, root, points[random.IntN(len(points))], 1+random.IntN(5))
	}
	n.fetched.Store(0)
	inProcess(t, exitDone, "run", "--quiet", "--project", root)
	if got := hashes(t, root); !slices.Equal(got, want) {
		t.Errorf("after all that: %v\nin one clean pass: %v", got, want)
	}
	if n.fetched.Load() >= whole {
		t.Errorf("the last run asked for %d objects, a complete sweep has %d: the sweep was not continued", n.fetched.Load(), whole)
	}
}
