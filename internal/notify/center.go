package notify

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"time"

	"dubbelkrona"
)

// Channel sends messages to people. Send may be called again for the same
// message after an error.
type Channel interface {
	// Name identifies the channel in logs and on disk.
	Name() string
	Send(context.Context, Message) error
}

// Addresser is a Channel that can send a message to an address other than its own, which
// is in Message.To.
type Addresser interface {
	Channel
	// Reaches reports whether every message goes to an address anyway.
	Reaches(address string) bool
}

// Store persists the state of a Center.
type Store interface {
	LoadAlarms(context.Context) ([]byte, error) // nil if nothing is stored
	SaveAlarms(context.Context, []byte) error
}

// Options are the settings of a Center.
type Options struct {
	Project, Language string
	Channels          []Channel
	// Digest is how long news are collected before they are sent; 0 sends at
	// the next Tick.
	Digest time.Duration
	// Owner returns who answers for the subject of an alarm, empty if nobody is named; if
	// it is nil nobody is.
	Owner func(Kind, string) dubbelkrona.Owner
	Store Store
	Now   func() time.Time
	Log   *slog.Logger
}

// Remind is how often an alarm that stands is told again; Retry is how long
// a channel that failed is left alone, and Most how many messages it may owe:
// beyond that the oldest are dropped, which the log says.
const (
	Remind = 24 * time.Hour
	Retry  = 10 * time.Minute
	Most   = 20
)

// Center keeps track of active alarms. It is used by one goroutine.
type Center struct {
	options Options
	state   state
}

// state is the persisted state.
type state struct {
	Alarms map[string]Alarm `json:"alarms"`
	News   []News           `json:"news"`  // not yet in a message
	First  time.Time        `json:"first"` // of News
	Owed   map[string]*owed `json:"owed"`  // by channel, and by channel and owner
}

// owed are the messages that a channel has not sent yet.
type owed struct {
	Messages []Message `json:"messages"`
	NotUntil time.Time `json:"not_until"`
}

// New makes a center with the state in its store.
func New(ctx context.Context, o Options) (*Center, error) {
	if o.Owner == nil {
		o.Owner = func(Kind, string) dubbelkrona.Owner { return "" }
	}
	c := &Center{options: o, state: state{Alarms: make(map[string]Alarm), Owed: make(map[string]*owed)}}
	data, err := o.Store.LoadAlarms(ctx)
	if err != nil {
		return nil, fmt.Errorf("alarms load: %w", err)
	}
	if data != nil {
		if err := json.Unmarshal(data, &c.state); err != nil {
			return nil, fmt.Errorf("alarms load: %w", err)
		}
	}
	return c, nil
}

// Raise reports a problem. An alarm that is already active is not sent again.
func (c *Center) Raise(ctx context.Context, kind Kind, subject, detail string) {
	detail = dubbelkrona.Printable(detail)
	a := Alarm{Kind: kind, Subject: subject, Detail: detail, Owner: c.options.Owner(kind, subject), Since: c.options.Now().UTC()}
	if stands, known := c.state.Alarms[a.key()]; known {
		if stands.Detail == detail {
			return
		}
		stands.Detail = detail
		c.state.Alarms[a.key()] = stands
		c.save(ctx)
		return
	}
	c.state.Alarms[a.key()] = a
	c.add(News{Alarm: a})
	c.save(ctx)
}

// Clear reports that a problem is solved. If its alarm was not sent yet it is
// dropped, except a missed run, which cannot be undone.
func (c *Center) Clear(ctx context.Context, kind Kind, subject string) {
	key := Alarm{Kind: kind, Subject: subject}.key()
	a, stands := c.state.Alarms[key]
	if !stands {
		return
	}
	delete(c.state.Alarms, key)
	if a.Told.IsZero() && kind != Missed {
		c.drop(key)
	} else {
		a.Detail = ""
		c.add(News{Alarm: a, Over: true})
	}
	c.save(ctx)
}

// Subjects returns the subjects of the active alarms of a kind, in order.
func (c *Center) Subjects(kind Kind) (subjects []string) {
	for _, a := range c.state.Alarms {
		if a.Kind == kind {
			subjects = append(subjects, a.Subject)
		}
	}
	slices.Sort(subjects)
	return subjects
}

// Withdraw removes an alarm that another one replaces, without a message that it
// has ended.
func (c *Center) Withdraw(ctx context.Context, kind Kind, subject string) {
	key := Alarm{Kind: kind, Subject: subject}.key()
	if _, stands := c.state.Alarms[key]; stands {
		delete(c.state.Alarms, key)
		c.save(ctx)
	}
}

// Retain withdraws the alarms for which about is false.
func (c *Center) Retain(ctx context.Context, about func(Alarm) bool) {
	maps.DeleteFunc(c.state.Alarms, func(_ string, a Alarm) bool { return !about(a) })
	c.save(ctx)
}

func (c *Center) add(n News) {
	if len(c.state.News) == 0 {
		c.state.First = c.options.Now().UTC()
	}
	// Who answers for a subject that is well again may not be known any more.
	if owner := c.options.Owner(n.Kind, n.Subject); owner != "" || !n.Over {
		n.Owner = owner
	}
	c.state.News = append(c.state.News, n)
}

// drop removes unsent news about an alarm.
func (c *Center) drop(key string) {
	c.state.News = slices.DeleteFunc(c.state.News, func(n News) bool { return n.key() == key })
}

// Tick sends what is due. Call it about once a minute.
func (c *Center) Tick(ctx context.Context) {
	now := c.options.Now().UTC()
	c.remind(now)
	if len(c.state.News) > 0 && !now.Before(c.state.First.Add(c.options.Digest)) {
		c.tell(now)
		// Store before sending: a crash in between repeats a message and loses
		// none.
		c.save(ctx)
	}
	if c.send(ctx, now) {
		c.save(ctx)
	}
}

// remind adds news of alarms that have long been active, except kinds that are
// sent only once.
func (c *Center) remind(now time.Time) {
	for key, a := range c.state.Alarms {
		if a.Kind != Gone && a.Kind != Found && !a.Told.IsZero() && now.Sub(a.Told) >= Remind {
			a.Told = now
			c.state.Alarms[key] = a
			c.add(News{Alarm: a, Reminder: true})
		}
	}
}

// tell makes one message of the news for every channel, and one of their own news for
// each owner with a mail address whom a channel can reach in no other way.
func (c *Center) tell(now time.Time) {
	news := c.state.News
	for _, n := range news {
		if a, stands := c.state.Alarms[n.key()]; stands {
			a.Told = now
			c.state.Alarms[n.key()] = a
		}
	}
	c.state.News = nil
	message := compose(c.options.Project, c.options.Language, now, news)
	owners := c.forOwners(now, news)
	for _, channel := range c.options.Channels {
		c.owe(channel.Name(), message)
		if addresser, can := channel.(Addresser); can {
			for _, own := range owners {
				if !addresser.Reaches(own.To[0]) {
					c.owe(channel.Name()+forOwner+own.To[0], own)
				}
			}
		}
	}
}

// forOwners makes a message of the news of each owner with a mail address.
func (c *Center) forOwners(now time.Time, news []News) (all []Message) {
	byAddress := make(map[string][]News)
	for _, n := range news {
		if address := n.Owner.Address(); address != "" {
			byAddress[address] = append(byAddress[address], n)
		}
	}
	for _, address := range slices.Sorted(maps.Keys(byAddress)) {
		own := compose(c.options.Project, c.options.Language, now, byAddress[address])
		own.To = []string{address}
		all = append(all, own)
	}
	return all
}

// forOwner is between the names of channel and owner in a key of state.Owed: a message that
// an owner's mail server refuses must not delay those to others.
const forOwner = " for "

// owe adds a message to those that are to be sent.
func (c *Center) owe(key string, message Message) {
	o := c.state.Owed[key]
	if o == nil {
		o = &owed{}
		c.state.Owed[key] = o
	}
	o.Messages = append(o.Messages, message)
	if over := len(o.Messages) - Most; over > 0 {
		c.options.Log.Error("messages that could not be sent are dropped", "channel", key, "messages", over)
		o.Messages = o.Messages[over:]
	}
}

// send sends the messages of all channels, and reports whether anything
// changed.
func (c *Center) send(ctx context.Context, now time.Time) (changed bool) {
	for _, channel := range c.options.Channels {
		for _, key := range slices.Sorted(maps.Keys(c.state.Owed)) {
			if key == channel.Name() || strings.HasPrefix(key, channel.Name()+forOwner) {
				changed = c.sendTo(ctx, channel, key, now) || changed
			}
		}
	}
	return changed
}

// sendTo sends the messages that are owed under a key, and reports whether anything
// changed.
func (c *Center) sendTo(ctx context.Context, channel Channel, key string, now time.Time) (changed bool) {
	o := c.state.Owed[key]
	for len(o.Messages) > 0 && !now.Before(o.NotUntil) {
		changed = true
		if err := channel.Send(ctx, o.Messages[0]); err != nil {
			c.options.Log.Error("a message could not be sent; it is tried again later", "channel", key, "error", err)
			o.NotUntil = now.Add(Retry)
			break
		}
		o.Messages = o.Messages[1:]
	}
	if len(o.Messages) == 0 && key != channel.Name() {
		delete(c.state.Owed, key)
	}
	return changed
}

// save stores the state even if ctx has ended, so that nothing is repeated or
// lost.
func (c *Center) save(ctx context.Context) {
	data, err := json.Marshal(c.state)
	if err == nil {
		err = c.options.Store.SaveAlarms(context.WithoutCancel(ctx), data)
	}
	if err != nil {
		c.options.Log.Error("alarms could not be stored", "error", err)
	}
}
