package config

import (
	"strings"
	"testing"
	"time"
)

func TestAges(t *testing.T) {
	p, faults := load(t, "project: p\nhistory: 400d\nretention: {outcome: 5y, placement: 18m}\n")
	if faults != nil {
		t.Fatal(faults)
	}
	now := time.Date(2026, 2, 28, 3, 30, 0, 0, time.UTC)
	from, limited := p.HistoryFrom(now)
	if want := time.Date(2025, 1, 24, 3, 30, 0, 0, time.UTC); !limited || !from.Equal(want) {
		t.Errorf("history from %v, want %v", from, want)
	}
	first := p.RetainFrom(now)
	for table, want := range map[string]time.Time{"outcome": time.Date(2021, 2, 28, 0, 0, 0, 0, time.UTC), "placement": time.Date(2024, 8, 28, 0, 0, 0, 0, time.UTC)} {
		if !first[table].Equal(want) {
			t.Errorf("%s from %v, want %v", table, first[table], want)
		}
	}
	if _, limited := first["participant"]; limited || len(first) != 2 {
		t.Errorf("%v", first)
	}
	p, faults = load(t, "project: p\n")
	if _, limited := p.HistoryFrom(now); faults != nil || limited || len(p.RetainFrom(now)) != 0 {
		t.Error("there are limits that are not set")
	}
}

func TestWrongAges(t *testing.T) {
	for text, want := range map[string]string{
		"history: 400":            `2:10: history: "400" is not an age`,
		"history: -1d":            `is not an age`,
		"history: 0d":             `is not an age`,
		"retention: {spend: 5y}":  `2:20: retention: "spend" is not a table of persons; known: participant, placement, outcome`,
		"retention: {outcome: x}": `2:22: retention: outcome: write an age such as 5y`,
	} {
		_, faults := load(t, "project: p\n"+text+"\n")
		if len(faults) != 1 || !strings.Contains(faults[0], want) {
			t.Errorf("%s: %q, want one with %q", text, faults, want)
		}
	}
}
