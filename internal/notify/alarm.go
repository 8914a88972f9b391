// Package notify sends alarms to people: work failed, a source is stale,
// checks prevented publishing, the scheduler has a problem, or a problem is
// solved.
//
// Messages are limited: an active alarm is sent once and then once a day;
// alarms within the digest time are one message; a failing channel is retried
// later and does not block others. Active alarms and unsent messages are
// persisted (Store), so that a restart neither repeats nor loses them.
//
// Messages contain what the ledger contains: names of sources and jobs, times
// and reasons, nothing about persons.
package notify

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"dubbelkrona"
)

// Kind is the kind of an alarm. docs/operations.md describes what to do about
// each.
type Kind string

// The kinds of alarm.
const (
	Failed  Kind = "failed"  // a job's slot failed for good
	Missed  Kind = "missed"  // a job's slot was never run
	Partial Kind = "partial" // a job's slot did a part of its work
	Stale   Kind = "stale"   // a source is older than promised
	Held    Kind = "held"    // a delivery of a source is held back
	Absent  Kind = "absent"  // nothing was found where a source looks
	Gone    Kind = "gone"    // objects of a source are no longer there; told once
	Blocked Kind = "blocked" // checks forbade publishing
	Found   Kind = "found"   // a check found something about a metric that has an owner; told once
	Trouble Kind = "trouble" // the scheduler cannot work
)

// Alarm is a problem. Kind and Subject identify it.
type Alarm struct {
	Kind    Kind   `json:"kind"`
	Subject string `json:"subject"` // a job, a source, a metric, or empty
	// Detail explains the problem, without personal data.
	Detail string `json:"detail"`
	// Owner answers for the subject; empty if nobody is named.
	Owner dubbelkrona.Owner `json:"owner,omitempty"`
	Since time.Time         `json:"since"`
	// Told is when it was last sent; zero if it has not been.
	Told time.Time `json:"told"`
}

func (a Alarm) key() string { return string(a.Kind) + " " + a.Subject }

// News is a change that has not been sent yet.
type News struct {
	Alarm
	Over     bool `json:"over,omitempty"`     // the problem is solved
	Reminder bool `json:"reminder,omitempty"` // the problem remains
}

// Message is what a channel sends.
type Message struct {
	Project string `json:"project"`
	// To are the mail addresses of the owner that the message is for; empty if it is for
	// the receivers of the channel.
	To      []string  `json:"to,omitempty"`
	Time    time.Time `json:"time"`
	Subject string    `json:"subject"`
	Text    string    `json:"text"`
	News    []News    `json:"news"`
}

// compose writes a message from news, most serious first.
func compose(project, language string, now time.Time, news []News) Message {
	t := swedish
	if language == "en" {
		t = english
	}
	news = slices.Clone(news)
	slices.SortStableFunc(news, func(a, b News) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), a.Since.Compare(b.Since))
	})
	var b strings.Builder
	bad := 0
	for _, n := range news {
		what := []string{"", t["still"], t["over"]}[n.rank()] + t[string(n.Kind)]
		if !n.Over {
			bad++
		}
		subject := n.Subject
		if subject != "" {
			subject = " " + subject
		}
		fmt.Fprintf(&b, "* %s%s, %s %s\n", what, subject, t["since"], n.Since.UTC().Format("2006-01-02 15:04 UTC"))
		if n.Detail != "" {
			fmt.Fprintf(&b, "  %s\n", n.Detail)
		}
		if n.Owner != "" {
			fmt.Fprintf(&b, "  %s: %s\n", t["owner"], dubbelkrona.Printable(string(n.Owner)))
		}
	}
	title := fmt.Sprintf(t["bad"], project, bad)
	switch bad {
	case 0:
		title = fmt.Sprintf(t["well"], project)
	case 1:
		title = fmt.Sprintf(t["one"], project)
	}
	return Message{Project: project, Time: now.UTC(), Subject: title, Text: title + "\n\n" + b.String() + "\n" + t["hint"] + "\n", News: news}
}

// rank is the place of news in a message: new alarms come first, then reminders.
func (n News) rank() int {
	switch {
	case n.Over:
		return 2
	case n.Reminder:
		return 1
	}
	return 0
}

var swedish = map[string]string{
	"failed": "misslyckades:", "missed": "uteblev:", "partial": "delvis klart:", "stale": "inte färsk: källan", "held": "leverans hålls tillbaka: källan", "absent": "ingen leverans: källan", "gone": "objekt som inte längre finns: källan", "blocked": "publicering stoppad av kontroller:", "found": "en kontroll fann något om nyckeltalet", "owner": "ansvarig", "trouble": "schemaläggaren har problem",
	"over": "löst – ", "still": "kvarstår – ", "since": "sedan", "bad": "dubbelkrona %s: %d saker att se över", "one": "dubbelkrona %s: en sak att se över", "well": "dubbelkrona %s: allt är bra igen",
	"hint": "`dubbelkrona status` visar läget; docs/operations.md säger vad varje larm betyder.",
}

var english = map[string]string{
	"failed": "failed:", "missed": "missed:", "partial": "partly done:", "stale": "not fresh: the source", "held": "delivery held back: the source", "absent": "no delivery: the source", "gone": "objects that are no longer there: the source", "blocked": "publishing stopped by checks:", "found": "a check found something about the metric", "owner": "owner", "trouble": "the scheduler is in trouble",
	"over": "solved – ", "still": "still – ", "since": "since", "bad": "dubbelkrona %s: %d things to look at", "one": "dubbelkrona %s: one thing to look at", "well": "dubbelkrona %s: all is well again",
	"hint": "`dubbelkrona status` shows how it stands; docs/operations.md says what each alarm means.",
}
