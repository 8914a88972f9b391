package scheduler

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"dubbelkrona"
)

// memory is a Store in memory, which several schedulers use one after another.
type memory struct {
	marks map[string]dubbelkrona.SlotMark
	open  map[key]dubbelkrona.Slot
	ended map[key]dubbelkrona.Slot
	full  atomic.Bool // writing fails
}

var errFull = errors.New("disk full")

type key struct {
	job, local string
	kind       dubbelkrona.SlotKind
}

func keyOf(s dubbelkrona.Slot) key { return key{s.Job, s.Local, s.Kind} }

func newMemory() *memory {
	return &memory{marks: map[string]dubbelkrona.SlotMark{}, open: map[key]dubbelkrona.Slot{}, ended: map[key]dubbelkrona.Slot{}}
}

func (m *memory) Mark(_ context.Context, job string) (dubbelkrona.SlotMark, bool, error) {
	mark, found := m.marks[job]
	return mark, found, nil
}

func (m *memory) Register(_ context.Context, mark dubbelkrona.SlotMark, slots []dubbelkrona.Slot) (added []dubbelkrona.Slot, err error) {
	if m.full.Load() {
		return nil, errFull
	}
	m.marks[mark.Job] = mark
	for _, s := range slots {
		_, open := m.open[keyOf(s)]
		if _, there := m.ended[keyOf(s)]; !there && !open {
			m.open[keyOf(s)] = s
			added = append(added, s)
		}
	}
	return added, nil
}

func (m *memory) Retract(_ context.Context, job string, after time.Time) error {
	for _, slots := range []map[key]dubbelkrona.Slot{m.open, m.ended} {
		for k, s := range slots {
			if k.job == job && k.kind == dubbelkrona.SlotScheduled && s.Due.After(after) && s.Attempts == 0 {
				delete(slots, k)
			}
		}
	}
	return nil
}

func (m *memory) Open(context.Context) (open []dubbelkrona.Slot, err error) {
	for _, s := range m.open {
		open = append(open, s)
	}
	slices.SortFunc(open, func(a, b dubbelkrona.Slot) int {
		if c := a.Due.Compare(b.Due); c != 0 {
			return c
		}
		return strings.Compare(a.Job+a.Local, b.Job+b.Local)
	})
	return open, nil
}

func (m *memory) Update(_ context.Context, slots ...dubbelkrona.Slot) error {
	if m.full.Load() {
		return errFull
	}
	for _, s := range slots {
		delete(m.open, keyOf(s))
		delete(m.ended, keyOf(s))
		if s.State.Open() {
			m.open[keyOf(s)] = s
		} else {
			m.ended[keyOf(s)] = s
		}
	}
	return nil
}

// prune removes slots that are older than a month, and remembers their keys.
func (m *memory) prune() {
	for k, s := range m.ended {
		mark := m.marks[k.job]
		if s.Due.Before(mark.Through.AddDate(0, -1, 0)) {
			delete(m.ended, k)
			if mark.Floor.Before(s.Due) {
				mark.Floor = s.Due
				m.marks[k.job] = mark
			}
		}
	}
}

// state returns the state of a scheduled slot, empty if there is none.
func (m *memory) state(job, local string) dubbelkrona.SlotState {
	k := key{job, local, dubbelkrona.SlotScheduled}
	if s, open := m.open[k]; open {
		return s.State
	}
	return m.ended[k].State
}
