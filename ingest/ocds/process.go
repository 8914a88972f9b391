package ocds

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"dubbelkrona/ingest"
	"dubbelkrona/internal/jsontext"
)

// process is a contracting process with its releases in the object.
type process struct {
	ocid   string
	first  int64 // number of its first element
	items  []item
	faults []string
	broken bool // one of its releases cannot be read, so all are left out
}

// item is a release of a process.
type item struct {
	release  jsontext.Value
	compiled bool
	at       time.Time
}

// processes writes the rows of collected elements.
func (f *Format) processes(out *rows, elements []element, limits ingest.Limits) error {
	var all []*process
	byOCID := make(map[string]*process, 1)
	for _, e := range elements {
		v, err := jsontext.Parse(e.raw, limits.Depth)
		if err != nil {
			return fmt.Errorf("element %d: %w", e.n, err)
		}
		ocid := textOf(v.Get("ocid"))
		p := byOCID[ocid]
		if p == nil {
			p = &process{ocid: ocid, first: e.n}
			byOCID[ocid] = p
			all = append(all, p)
		}
		p.add(v, e.n)
	}
	for _, p := range all {
		release, history := p.merge(f.rules)
		for _, text := range p.faults {
			if err := out.fault(text); err != nil {
				return err
			}
		}
		if release == nil {
			continue
		}
		if err := out.process(p.ocid, release, history); err != nil {
			return err
		}
	}
	return nil
}

func (p *process) fault(format string, args ...any) {
	p.faults = append(p.faults, fmt.Sprintf(format, args...))
}

// add adds an element: a release, or the releases of a record.
func (p *process) add(v jsontext.Value, n int64) {
	own, releases := v.Get("compiledRelease"), v.Get("releases")
	if own == nil && releases == nil && v.Get("versionedRelease") == nil {
		p.take(v, false, n)
		return
	}
	if own.Is(jsontext.Object) {
		p.adopt(own, true, n)
		return
	}
	linked, embedded := 0, 0
	for i := range releases.Elements() {
		if r := &releases.Items[i]; isLink(r) {
			linked++
		} else {
			embedded++
			p.adopt(r, false, n)
		}
	}
	switch {
	case linked > 0:
		p.fault("record.linked: the record of element %d has %d releases as links only and no compiled release; ask for a package with whole releases", n, linked)
	case embedded == 0:
		p.fault("record.empty: the record of element %d has neither a compiled release nor releases", n)
	}
}

// adopt adds a release of a record, whose ocid must be the record's.
func (p *process) adopt(r *jsontext.Value, compiled bool, n int64) {
	if !r.Is(jsontext.Object) || textOf(r.Get("ocid")) != p.ocid {
		p.fault("record.ocid: a release in the record of element %d is of another process or none", n)
		return
	}
	p.take(*r, compiled, n)
}

// take adds a release after validating the types of the fields that are read
// and the uniqueness of ids.
func (p *process) take(release jsontext.Value, compiled bool, n int64) {
	if wrong := releaseShape.mend(&release, ""); wrong != "" {
		p.broken = true
		p.fault("release.type: element %d: %s, so that it cannot be read", n, wrong)
		return
	}
	if twins := twinsIn(&release); twins != "" {
		p.broken = true
		p.fault("release.id: element %d has %s in one release; an id must be one thing's alone", n, twins)
		return
	}
	p.items = append(p.items, item{release: release, compiled: compiled || isCompiled(&release)})
}

func isCompiled(r *jsontext.Value) bool {
	return slices.ContainsFunc(r.Get("tag").Elements(), func(tag jsontext.Value) bool { return tag.Text == "compiled" })
}

// isLink reports whether a release is only a link to one.
func isLink(r *jsontext.Value) bool { return r.Get("url") != nil && r.Get("ocid") == nil }

// merge returns the merged process, and the history of its contracts if there
// are several releases. It returns nil if they contradict each other.
func (p *process) merge(r *rules) (release, history *jsontext.Value) {
	items, ok := p.ordered(r)
	if !ok || len(items) == 0 || p.broken {
		return nil, nil
	}
	if len(items) == 1 && items[0].compiled {
		return &items[0].release, nil
	}
	releases := make([]jsontext.Value, len(items))
	for i := range items {
		releases[i] = items[i].release
	}
	out := compiled(releases, r)
	p.contradictions(items, r)
	if len(releases) == 1 || out.Get("contracts") == nil {
		return &out, nil
	}
	for i := range releases {
		releases[i] = contractsOnly(&releases[i])
	}
	past, err := versioned(releases, r)
	if err != nil {
		p.fault("release.type: element %d: %v", p.first, err)
		return nil, nil
	}
	return &out, &past
}

// contractsOnly returns a release with only the fields needed for the history
// of contracts.
func contractsOnly(release *jsontext.Value) jsontext.Value {
	contracts := jsontext.Value{Kind: jsontext.Array}
	list := release.Get("contracts").Elements()
	for i := range list {
		contracts.Items = append(contracts.Items, only(&list[i], "id", "value", "period"))
	}
	out := only(release, "ocid", "id", "date", "tag")
	out.Set("contracts", contracts)
	return out
}

// only returns an object with some of its fields.
func only(v *jsontext.Value, names ...string) jsontext.Value {
	out := jsontext.Value{Kind: jsontext.Object}
	for _, name := range names {
		if field := v.Get(name); field != nil {
			out.Fields = append(out.Fields, jsontext.Field{Name: name, Value: *field})
		}
	}
	return out
}

// ordered returns the distinct releases to merge, by date, from the newest
// compiled one on.
func (p *process) ordered(r *rules) ([]item, bool) {
	items, ok := p.distinct()
	if len(items) < 2 || !ok {
		return items, ok
	}
	for i := range items {
		if items[i].at, ok = parseInstant(textOf(items[i].release.Get("date"))); !ok {
			p.fault("release.date: a release of the process of element %d has no date, or none that can be read, so that nobody knows which is newer", p.first)
			return nil, false
		}
	}
	slices.SortStableFunc(items, older)
	p.contradictions(slices.DeleteFunc(slices.Clone(items), func(it item) bool { return !it.compiled }), r)
	for i := len(items) - 1; i >= 0; i-- {
		if newest := items[i]; newest.compiled {
			later := slices.DeleteFunc(items[i+1:], func(it item) bool { return !it.at.After(newest.at) })
			return append([]item{newest}, later...), true
		}
	}
	return items, true
}

// older orders releases by date. Releases of one date are ordered by id, or
// else by content, not by their position, so that the same releases always give
// the same process. Of two compiled ones with the same id the later one stays
// the later.
func older(a, b item) int {
	x, y := idText(a.release.Get("id")), idText(b.release.Get("id"))
	if order := cmp.Or(a.at.Compare(b.at), cmp.Compare(len(x), len(y)), cmp.Compare(x, y)); order != 0 || x != "" {
		return order
	}
	return bytes.Compare(jsontext.Canonical(nil, &a.release), jsontext.Canonical(nil, &b.release))
}

// contradictions reports releases of one date with different values of a field.
// The one with the last id wins, which may be wrong.
func (p *process) contradictions(items []item, r *rules) {
	var sameDate jsontext.Value
	for i := range items {
		if i == 0 || !items[i].at.Equal(items[i-1].at) {
			sameDate = jsontext.Value{Kind: jsontext.Object}
		}
		if path := contradiction(&sameDate, &items[i].release, r, ""); path != "" {
			p.fault("release.date: releases of the process of element %d have one date and different values of %s; the last of them by its id counts; ask which is right", p.first, path)
			return
		}
		mergeObject(&sameDate, &items[i].release, r)
	}
}

// distinct removes duplicate releases.
func (p *process) distinct() ([]item, bool) {
	if len(p.items) < 2 {
		return p.items, true
	}
	byID := make(map[string]*jsontext.Value)
	nameless := make(map[string]bool)
	var items []item
	for i := range p.items {
		it := &p.items[i]
		key, hasID := idOf(&it.release)
		switch {
		case !hasID:
			text := string(jsontext.Canonical(nil, &it.release))
			if nameless[text] {
				continue
			}
			nameless[text] = true
		case byID[key] == nil:
			byID[key] = &it.release
		case jsontext.Equal(byID[key], &it.release):
			continue
		case it.compiled:
			// Compiled releases are regenerated, so the later one wins.
		default:
			p.fault("release.id: two releases of the process of element %d have the same id and not the same content; one of them is wrong", p.first)
			return nil, false
		}
		items = append(items, *it)
	}
	return items, true
}

// parseInstant parses a date-time of the standard, or a date. Without a zone it
// is UTC.
func parseInstant(text string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateOnly} {
		if t, err := time.Parse(layout, strings.TrimSpace(text)); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
