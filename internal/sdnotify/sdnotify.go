// Package sdnotify reports the daemon's state to the service manager by
// systemd's sd_notify protocol, using go-systemd. If NOTIFY_SOCKET is not set,
// every method does nothing.
//
// Callers should log errors of the methods and continue.
package sdnotify

import (
	"fmt"
	"strings"
	"time"

	"dubbelkrona"

	"github.com/coreos/go-systemd/v22/daemon"
)

// Notifier sends notifications to the service manager that started this
// process. It is safe for concurrent use.
type Notifier struct{ watchdog time.Duration }

// Open reads the service manager's settings from the environment. An invalid
// watchdog time is an Invalid error.
func Open() (*Notifier, error) {
	// Keep the variables: later messages need them, and messages of child
	// processes are ignored (NotifyAccess=main).
	watchdog, err := daemon.SdWatchdogEnabled(false)
	if err != nil {
		return nil, dubbelkrona.Errorf(dubbelkrona.Invalid, "the service manager's watchdog: %w", err)
	}
	return &Notifier{watchdog}, nil
}

// Ready reports that the daemon has started, or has finished reloading.
func (n *Notifier) Ready() error { return n.send(daemon.SdNotifyReady) }

// Reloading reports that the configuration is being reloaded; call Ready
// afterwards, even if the old one remains in use. It includes the time that
// Type=notify-reload requires.
func (n *Notifier) Reloading() error {
	return n.send(daemon.SdNotifyReloading + "\n" + daemon.SdNotifyMonotonicUsec())
}

// Stopping reports that the daemon is shutting down.
func (n *Notifier) Stopping() error { return n.send(daemon.SdNotifyStopping) }

// Status sets the one-line status shown by `systemctl status`. It must not
// contain personal data.
func (n *Notifier) Status(text string) error {
	// A line break would begin another assignment.
	return n.send("STATUS=" + strings.Join(strings.Fields(text), " "))
}

// Watchdog reports that the daemon is alive. If it is not called in time,
// systemd restarts the daemon, so call it only from loops that must not hang.
func (n *Notifier) Watchdog() error { return n.send(daemon.SdNotifyWatchdog) }

// Interval returns how often to call Watchdog: half of the watchdog time. Zero
// means never.
func (n *Notifier) Interval() time.Duration { return n.watchdog / 2 }

func (n *Notifier) send(message string) error {
	if _, err := daemon.SdNotify(false, message); err != nil {
		return fmt.Errorf("service manager notify: %w", err)
	}
	return nil
}
