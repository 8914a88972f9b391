package notify

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"slices"
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
	Store  Store
	Now    func() time.Time
	Log    *slog.Logger
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
	Owed   map[string]*owed `json:"owed"`  // by channel
}

// owed are the messages that a channel has not sent yet.
type owed struct {
	Messages []Message `json:"messages"`
	NotUntil time.Time `json:"not_until"`
}

// New makes a center with the state in its store.
func New(ctx context.Context, o Options) (*Center, error) {
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
	a := Alarm{Kind: kind, Subject: subject, Detail: detail, Since: c.options.Now().UTC()}
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
		if a.Kind != Gone && !a.Told.IsZero() && now.Sub(a.Told) >= Remind {
			a.Told = now
			c.state.Alarms[key] = a
			c.add(News{Alarm: a, Reminder: true})
		}
	}
}

// tell makes one message of the news for every channel.
func (c *Center) tell(now time.Time) {
	message := compose(c.options.Project, c.options.Language, now, c.state.News)
	for _, n := range c.state.News {
		if a, stands := c.state.Alarms[n.key()]; stands {
			a.Told = now
			c.state.Alarms[n.key()] = a
		}
	}
	c.state.News = nil
	for _, channel := range c.options.Channels {
		o := c.state.Owed[channel.Name()]
		if o == nil {
			o = &owed{}
			c.state.Owed[channel.Name()] = o
		}
		o.Messages = append(o.Messages, message)
		if over := len(o.Messages) - Most; over > 0 {
			c.options.Log.Error("messages that could not be sent are dropped", "channel", channel.Name(), "messages", over)
			o.Messages = o.Messages[over:]
		}
	}
}

// send sends the messages of all channels, and reports whether anything
// changed.
func (c *Center) send(ctx context.Context, now time.Time) (changed bool) {
	for _, channel := range c.options.Channels {
		o := c.state.Owed[channel.Name()]
		for o != nil && len(o.Messages) > 0 && !now.Before(o.NotUntil) {
			changed = true
			if err := channel.Send(ctx, o.Messages[0]); err != nil {
				c.options.Log.Error("a message could not be sent; it is tried again later", "channel", channel.Name(), "error", err)
				o.NotUntil = now.Add(Retry)
				break
			}
			o.Messages = o.Messages[1:]
		}
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
