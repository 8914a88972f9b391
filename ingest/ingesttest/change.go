package ingesttest

import (
	"context"
	"slices"
	"testing"

	"dubbelkrona"
	"dubbelkrona/ingest"
)

func (s Subject) changed(t *testing.T) {
	for name, other := range map[string][]byte{
		"longer":    append(slices.Clone(s.Sample), s.Sample...),
		"shorter":   s.Sample[:len(s.Sample)/2],
		"one byte":  flipped(s.Sample, len(s.Sample)/2),
		"last byte": flipped(s.Sample, len(s.Sample)-1),
	} {
		src, obj, replace := s.start(t, s.Sample, ingest.Limits{})
		origin := s.inspect(t, src, obj)
		replace(other)
		var tab Table
		err := src.Read(context.Background(), obj, origin, func(raw *dubbelkrona.RawBatch) error {
			tab.Add(raw)
			return nil
		})
		if !s.Held {
			if dubbelkrona.KindOf(err) != dubbelkrona.Conflict {
				t.Errorf("%s: %v; want a Conflict", name, err)
			}
			continue
		}
		if err != nil || len(tab.Rows) != s.Rows {
			t.Errorf("%s: %d rows, %v; want the %d that were inspected", name, len(tab.Rows), err, s.Rows)
		}
		s.seenNextTime(t, name, src, origin)
	}
}

// seenNextTime checks that a change of an object is seen when the source is
// listed again.
func (s Subject) seenNextTime(t *testing.T, name string, src ingest.Source, before dubbelkrona.Origin) {
	t.Helper()
	objects, err := Objects(src, nil)
	if err != nil || len(objects) != 1 {
		t.Fatalf("%s: %d objects, %v", name, len(objects), err)
	}
	// The changed object need not be valid, but Inspect must not return the old hash.
	if after, err := src.Inspect(context.Background(), objects[0]); err == nil && after.SHA256 == before.SHA256 {
		t.Errorf("%s: after the next listing Inspect still reads the old bytes", name)
	}
}

func flipped(data []byte, at int) []byte {
	data = slices.Clone(data)
	data[at] ^= 1
	return data
}

func (s Subject) grown(t *testing.T) {
	src, obj, replace := s.start(t, s.Sample[:len(s.Sample)/2], ingest.Limits{})
	if obj.Size < 0 {
		t.Skip("the place does not list sizes")
	}
	replace(s.Sample)
	if _, err := src.Inspect(context.Background(), obj); dubbelkrona.KindOf(err) != dubbelkrona.Transient {
		t.Errorf("%v; want a Transient error", err)
	}
}

// cut checks that a truncated sample is either read, with fewer rows, or refused
// with an Invalid error.
func (s Subject) cut(t *testing.T) {
	for n := 1; n < len(s.Sample); n += 1 + len(s.Sample)/300 {
		src, obj, _ := s.start(t, s.Sample[:n], ingest.Limits{})
		origin, err := src.Inspect(context.Background(), obj)
		if err == nil {
			err = src.Read(context.Background(), obj, origin, func(*dubbelkrona.RawBatch) error { return nil })
		}
		if err != nil && dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Fatalf("the first %d bytes: %v; want an Invalid error or none", n, err)
		}
	}
}
