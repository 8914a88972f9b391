// Package sdnotify tells the service manager how the daemon stands, by
// systemd's sd_notify protocol: go-systemd's sender with what a daemon says as
// methods. Where nobody asked to be told (NOTIFY_SOCKET is not set) every
// method does nothing, so that the caller need not ask.
//
// An error of a method is for the log: work must not end because the service
// manager cannot be told.
package sdnotify

import (
	"fmt"
	"strings"
	"time"

	"dubbelkrona"

	"github.com/coreos/go-systemd/v22/daemon"
)

// Notifier tells the service manager that started this process. Its methods
// may be called from several goroutines.
type Notifier struct{ watchdog time.Duration }

// Open reads what the service manager wants from the process's environment. A
// watchdog's time that is none is an Invalid error.
func Open() (*Notifier, error) {
	// What is unset would be unset for the next message too; children that
	// inherit it are not listened to (NotifyAccess=main).
	watchdog, err := daemon.SdWatchdogEnabled(false)
	if err != nil {
		return nil, dubbelkrona.Errorf(dubbelkrona.Invalid, "the service manager's watchdog: %w", err)
	}
	return &Notifier{watchdog}, nil
}

// Ready says that the daemon has started, or has ended its reloading.
func (n *Notifier) Ready() error { return n.send(daemon.SdNotifyReady) }

// Reloading says that the configuration is being read anew; Ready ends that,
// also where the old one stays in force. It carries the time that
// Type=notify-reload asks for.
func (n *Notifier) Reloading() error {
	return n.send(daemon.SdNotifyReloading + "\n" + daemon.SdNotifyMonotonicUsec())
}

// Stopping says that the daemon has begun to end.
func (n *Notifier) Stopping() error { return n.send(daemon.SdNotifyStopping) }

// Status says in a line, without personal data, what the daemon is doing:
// `systemctl status` shows it.
func (n *Notifier) Status(text string) error {
	// A line's end would begin another assignment.
	return n.send("STATUS=" + strings.Join(strings.Fields(text), " "))
}

// Watchdog says that the daemon still works. Where it is not said in time the
// daemon is killed and started again: say it only from what must not hang.
func (n *Notifier) Watchdog() error { return n.send(daemon.SdNotifyWatchdog) }

// Interval is how often to call Watchdog: half the time after which the
// service manager acts. Zero is never.
func (n *Notifier) Interval() time.Duration { return n.watchdog / 2 }

func (n *Notifier) send(message string) error {
	if _, err := daemon.SdNotify(false, message); err != nil {
		return fmt.Errorf("service manager notify: %w", err)
	}
	return nil
}
