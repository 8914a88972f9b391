package config

import (
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"dubbelkrona/scheduler"
)

func TestScheduleDefaults(t *testing.T) {
	p, faults := load(t, `project: tierp
sources:
  - {name: a, files: data/a.csv, profile: contract}
  - name: b
    files: data/b.csv
    profile: contract
    fresh: 1d12h
    schedule: {at: "0 4 * * 1", zone: UTC, deadline: 10h, retries: 0, catch_up: all, overlap: queue, after: [a]}
`)
	if faults != nil {
		t.Fatal(faults)
	}
	jobs := p.Jobs()
	if len(jobs) != 3 || p.Parallel() != 2 || p.Grace() != 30*time.Second || time.Duration(*p.Sources[1].Fresh) != 36*time.Hour {
		t.Fatalf("%+v", jobs)
	}
	a, b, publish := jobs[0], jobs[1], jobs[2]
	if a.Name != "ingest:a" || a.Schedule.String() != "30 2 * * * (Europe/Stockholm)" || a.Deadline != 3*time.Hour || a.Timeout != time.Hour ||
		a.Retries != 5 || a.RetryAfter != 30*time.Second || a.Overlap != scheduler.OverlapForbid || a.CatchUp != scheduler.CatchUpLast {
		t.Errorf("%+v", a)
	}
	if b.Schedule.String() != "0 4 * * 1 (UTC)" || b.Deadline != 10*time.Hour || b.Retries != 0 || b.Timeout != time.Hour ||
		b.CatchUp != scheduler.CatchUpAll || b.Overlap != scheduler.OverlapQueue || !slices.Equal(b.After, []string{"ingest:a"}) {
		t.Errorf("%+v", b)
	}
	// The latest source has ten hours; publishing has an hour after that.
	if publish.Name != "publish" || publish.Schedule.String() != a.Schedule.String() || publish.Deadline != 11*time.Hour ||
		!slices.Equal(publish.After, []string{"ingest:a", "ingest:b"}) || !publish.Patient {
		t.Errorf("%+v", publish)
	}
}

func TestScheduleFaults(t *testing.T) {
	project := func(s string) string { return "project: p\nschedule: {" + s + "}\n" }
	source := func(s string) string {
		return "project: p\nsources:\n  - {name: a, files: data/a.csv, schedule: {" + s + "}}\n"
	}
	for name, tc := range map[string]struct{ text, want string }{
		"expression":    {project(`at: "61 * * * *"`), `2:16: schedule "61 * * * *"`},
		"interval":      {project(`at: "@every 1h"`), `intervals and time zones inside`},
		"never":         {project(`at: "0 0 30 2 *"`), `2:16: schedule "0 0 30 2 *": no date matches it`},
		"publish never": {project(`publish_at: "0 0 30 2 *"`), `2:24: schedule "0 0 30 2 *": no date matches it`},
		"zone":          {project(`zone: Europe/Stokholm`), `2:18: zone: "Europe/Stokholm" is no time zone`},
		"machine zone":  {project(`zone: Local`), `"Local" is no time zone`},
		"deadline":      {project(`deadline: 3 hours`), `2:22: "3 hours" is not a positive duration`},
		"no time":       {project(`timeout: 0s`), `"0s" is not a positive duration`},
		"retries":       {project(`retries: -1`), `2:21: retries: from 0 to 100`},
		"overlap":       {project(`overlap: kill`), `2:21: overlap: "kill" is none of forbid, queue`},
		"catch up":      {project(`catch_up: some`), `2:22: catch_up: "some" is none of none, last, all`},
		"parallel":      {project(`parallel: 0`), `2:22: schedule.parallel: at least 1`},
		"misspelt":      {project(`catchup: all`), `unknown key "catchup"`},
		"source zone":   {source(`zone: X/Y`), `zone: "X/Y" is no time zone`},
		"source after":  {source(`after: [b]`), `after: there is no source "b"`},
		"itself":        {source(`after: [a]`), `after: a → a wait for each other`},
		"source fresh":  {strings.Replace(source("at: '0 1 * * *'"), "schedule", "fresh: soon, schedule", 1), `"soon" is not a positive duration`},
		"cycle": {"project: p\nsources:\n  - {name: a, files: x/a, schedule: {after: [b]}}\n  - {name: b, files: x/b, schedule: {after: [c]}}\n  - {name: c, files: x/c, schedule: {after: [a]}}\n",
			"3:45: after: a → b → c → a wait for each other"},
	} {
		_, faults := load(t, tc.text)
		if len(faults) != 1 || !strings.Contains(faults[0], tc.want) {
			t.Errorf("%s: %q, want one with %q", name, faults, tc.want)
		}
	}
}

func TestDurations(t *testing.T) {
	for text, want := range map[string]time.Duration{"90m": 90 * time.Minute, "7d": 168 * time.Hour, "1d12h": 36 * time.Hour, "0d1h": time.Hour, "1.5h": 90 * time.Minute} {
		var d Duration
		if err := d.UnmarshalText([]byte(text)); err != nil || time.Duration(d) != want {
			t.Errorf("%s: %v %v", text, time.Duration(d), err)
		}
	}
	for _, text := range []string{"", "d", "-1d", "1d-1h", "-5m", "0", "0d", "99999999d", "1x", "3", "1h1d"} {
		var d Duration
		if err := d.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is read as %v", text, time.Duration(d))
		}
	}
}
