// Package filelock locks a file for one process, and says in it who holds the
// lock.
package filelock

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"dubbelkrona"
)

// Owner is who holds, or last held, a lock.
type Owner struct {
	PID     int       `json:"pid"`
	Host    string    `json:"host"`
	Command string    `json:"command"`
	Started time.Time `json:"started"`
}

// Lock is an exclusive lock on a project, held by this process. The operating
// system releases it when the process ends, however it ends; what the file
// then still says about its owner means nothing.
type Lock struct{ file *os.File }

// errLocked says that another process holds the lock.
var errLocked = errors.New("locked")

// Acquire takes the lock at path or fails at once: if another process
// holds it, with a Conflict error that says who, where and for how long. The
// file stays; removing it would let two processes hold two locks of one name.
func Acquire(path, command string, now func() time.Time) (*Lock, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("lock acquire: %w", err)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock acquire: %w", err)
	}
	switch err := lockPatiently(f); {
	case errors.Is(err, errLocked):
		defer f.Close()
		return nil, dubbelkrona.Errorf(dubbelkrona.Conflict, "lock acquire: %s is held by %s; wait until it ends", path, readOwner(f, now()))
	case err != nil:
		defer f.Close()
		return nil, fmt.Errorf("lock acquire: %s: %w", path, err)
	}
	host, _ := os.Hostname() // for people only; empty is good enough
	if err := writeOwner(f, Owner{PID: os.Getpid(), Host: host, Command: command, Started: now().UTC()}); err != nil {
		return nil, errors.Join(fmt.Errorf("lock acquire: %w", err), f.Close())
	}
	return &Lock{file: f}, nil
}

// lockPatiently takes the lock of an open file. It retries, since Holder takes
// the lock for a moment too.
func lockPatiently(f *os.File) (err error) {
	for range 5 {
		if err = lock(f, exclusive); !errors.Is(err, errLocked) {
			return err
		}
		<-time.After(20 * time.Millisecond)
	}
	return err
}

// Holder returns who holds the lock at path; found is false if nobody does.
func Holder(path string) (owner Owner, found bool, err error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return owner, false, nil
	}
	if err != nil {
		return owner, false, fmt.Errorf("lock look at: %w", err)
	}
	defer f.Close() // releases the shared lock
	switch err := lock(f, shared); {
	case err == nil:
		return owner, false, nil
	case !errors.Is(err, errLocked):
		return owner, false, fmt.Errorf("lock look at: %s: %w", path, err)
	}
	owner, _ = parseOwner(f)
	return owner, true, nil
}

// Release releases the lock. A second call does nothing.
func (l *Lock) Release() error {
	if l.file == nil {
		return nil
	}
	err := errors.Join(l.file.Truncate(0), l.file.Close())
	l.file = nil
	if err != nil {
		return fmt.Errorf("lock release: %w", err)
	}
	return nil
}

func writeOwner(f *os.File, o Owner) error {
	text, err := json.Marshal(o)
	if err != nil {
		return err
	}
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err = f.WriteAt(append(text, '\n'), 0)
	return err
}

// readOwner describes the holder, who is not known between taking the lock and
// writing the file.
func readOwner(f *os.File, now time.Time) string {
	o, known := parseOwner(f)
	if !known {
		return "another run that has just started"
	}
	return o.describe(now)
}

func parseOwner(f *os.File) (o Owner, known bool) {
	text, err := io.ReadAll(io.NewSectionReader(f, 0, 4096))
	if err != nil || json.Unmarshal(text, &o) != nil || o.PID == 0 {
		return Owner{}, false
	}
	return o, true
}

// describe is, for example, "run by pid 4711 on host lagret since 14:03, 12
// min". Times are those of now's zone.
func (o Owner) describe(now time.Time) string {
	started := o.Started.In(now.Location())
	layout := "15:04"
	if started.Format(time.DateOnly) != now.Format(time.DateOnly) {
		layout = "2006-01-02 15:04"
	}
	return fmt.Sprintf("%s by pid %d on host %s since %s, %s", o.Command, o.PID, o.Host, started.Format(layout), age(now.Sub(started)))
}

// age formats a duration in seconds, minutes or hours and minutes.
func age(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", max(0, int(d.Seconds())))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	default:
		return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
	}
}
