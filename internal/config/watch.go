package config

import (
	"cmp"
	"fmt"
	"log/slog"
	"net"
	"time"

	"dubbelkrona/internal/fetch"
	"dubbelkrona/internal/notify"
	"dubbelkrona/internal/secret"
)

// Watch is the section watch: how people and monitoring learn about the
// outcome of runs.
type Watch struct {
	// Listen is the address of the status page, health and metrics; default
	// 127.0.0.1:8610. "off" is none.
	Listen string `yaml:"listen"`
	// Token is a bearer token of readers. It, or Serve.Tokens, is required if
	// other machines can reach the address.
	Token secret.Ref `yaml:"token"`
	// Log is the format of the daemon's log.
	Log Log `yaml:"log"`
	// Notify are the channels for alarms.
	Notify []notify.Settings `yaml:"notify"`
	// Digest is how long alarms are collected into one message; default 15m.
	Digest *Duration `yaml:"digest"`
	// OTLP is an OpenTelemetry collector that gets a trace of each run.
	OTLP *Collector `yaml:"otlp"`
	// OpenLineage is a server that gets an event when each run begins and
	// ends.
	OpenLineage *Collector `yaml:"openlineage"`
}

// Log is the section watch.log.
type Log struct {
	// Format is text (default) or json.
	Format string `yaml:"format"`
	// Level is debug, info (default), warn or error.
	Level string `yaml:"level"`
}

// Collector is a server that receives traces or run events.
type Collector struct {
	// URL is its address, https or this machine.
	URL string `yaml:"url"`
	// Token is sent as a bearer token.
	Token secret.Ref `yaml:"token"`
}

// Off, as an address to listen on, disables listening.
const Off = "off"

// DefaultListen is the default address of the daemon.
const DefaultListen = "127.0.0.1:8610"

// Address returns the address on which the daemon listens; empty if it does
// not.
func (w *Watch) Address() string {
	if w.Listen == Off {
		return ""
	}
	return cmp.Or(w.Listen, DefaultListen)
}

// Gather returns how long alarms are collected into one message.
func (w *Watch) Gather() time.Duration {
	return time.Duration(*cmp.Or(w.Digest, new(Duration(15*time.Minute))))
}

// Severity returns the minimum level that is logged.
func (l Log) Severity() (level slog.Level) {
	if l.Level != "" && level.UnmarshalText([]byte(l.Level)) != nil {
		return slog.LevelInfo // validate has reported it
	}
	return level
}

func (w *Watch) validate(needsToken bool, report reporter) {
	address := w.Address()
	if host, _, err := net.SplitHostPort(address); address != "" && !needsToken && (err != nil || !fetch.Loopback(host)) {
		report("watch.listen", "watch.listen: %s can be reached from other machines; set watch.token or serve.tokens, or listen on 127.0.0.1", address)
	}
	if w.Token.IsSet() {
		if err := w.Token.Check(); err != nil {
			report("watch.token", "watch.token: %s", err)
		}
	}
	if f := w.Log.Format; f != "" && f != "text" && f != "json" {
		report("watch.log.format", "watch.log.format: %q is neither text nor json", f)
	}
	if l := w.Log.Level; l != "" && new(slog.Level).UnmarshalText([]byte(l)) != nil {
		report("watch.log.level", "watch.log.level: %q is none of debug, info, warn and error", l)
	}
	for i, channel := range w.Notify {
		if err := channel.Check(); err != nil {
			report(fmt.Sprintf("watch.notify[%d]", i), "watch.notify: %s", err)
		}
	}
	w.OTLP.validate("watch.otlp", report)
	w.OpenLineage.validate("watch.openlineage", report)
}

func (c *Collector) validate(at string, report reporter) {
	if c == nil {
		return
	}
	if err := fetch.CheckPrivate(c.URL); err != nil {
		report(at+".url", "%s.url: %s", at, err)
	}
	if c.Token.IsSet() {
		if err := c.Token.Check(); err != nil {
			report(at+".token", "%s.token: %s", at, err)
		}
	}
}
