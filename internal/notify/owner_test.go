package notify

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"dubbelkrona"
)

// postOffice is a channel that can address messages. It refuses those to one address.
type postOffice struct {
	sent    []string // receiver and text
	refused string
}

func (*postOffice) Name() string { return "smtp host" }

func (*postOffice) Reaches(address string) bool { return address == "chief@example.se" }

func (p *postOffice) Send(_ context.Context, m Message) error {
	to := strings.Join(m.To, ",")
	if to == p.refused && to != "" {
		return errors.New("no such user")
	}
	p.sent = append(p.sent, to+": "+m.Text)
	return nil
}

// An owner with a mail address gets a message of their own about what they answer for, and
// nothing else, if a channel can address it and does not reach them anyway. A receiver
// that the server refuses delays no message to others.
func TestMessagesToOwners(t *testing.T) {
	ctx, now := context.Background(), time.Date(2026, 11, 25, 2, 30, 0, 0, time.UTC)
	mail, plain := &postOffice{refused: "gone@example.se"}, &memory{}
	who := map[string]dubbelkrona.Owner{"a": "Unit A <a@example.se>", "b": "b@example.se", "c": "Unit C", "d": "chief@example.se", "e": "gone@example.se"}
	c, err := New(ctx, Options{Project: "tierp", Language: "en", Channels: []Channel{mail, plain}, Store: plain, Now: func() time.Time { return now },
		Owner: func(_ Kind, subject string) dubbelkrona.Owner { return who[subject] }, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	for _, subject := range []string{"a", "b", "c", "d", "e", "f"} {
		c.Raise(ctx, Stale, subject, "")
	}
	for range 3 {
		c.Tick(ctx)
		now = now.Add(time.Hour)
	}
	var to []string
	for _, text := range mail.sent {
		receiver, body, _ := strings.Cut(text, ": ")
		to = append(to, receiver)
		if n := strings.Count(body, "not fresh"); n != map[string]int{"": 6, "a@example.se": 1, "b@example.se": 1}[receiver] {
			t.Errorf("the message to %q has %d alarms:\n%s", receiver, n, body)
		}
	}
	if !slices.Equal(to, []string{"", "a@example.se", "b@example.se"}) {
		t.Errorf("messages were sent to %q", to)
	}
	if len(plain.sent) != 1 || plain.sent[0].To != nil || !strings.Contains(plain.sent[0].Text, "owner: Unit C") || strings.Count(plain.sent[0].Text, "owner:") != 5 {
		t.Errorf("the other channel got %+v", plain.sent)
	}
	mail.sent = nil
	c.Raise(ctx, Failed, "f", "")
	c.Tick(ctx)
	if len(mail.sent) != 1 {
		t.Errorf("%q", mail.sent)
	}
	mail.sent, mail.refused = nil, ""
	now = now.Add(time.Hour)
	c.Tick(ctx)
	if len(mail.sent) != 1 || !strings.HasPrefix(mail.sent[0], "gone@example.se: ") {
		t.Errorf("what was refused is sent later: %q", mail.sent)
	}
}
