package main

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dubbelkrona"
)

// damages is the number of cuts and flips of each format: DUBBELKRONA_DAMAGES, or a
// default. A release is tested with 1,000.
func damages() int {
	if n, err := strconv.Atoi(os.Getenv("DUBBELKRONA_DAMAGES")); err == nil {
		return n
	}
	return 200
}

// damaged counts what happened to damaged deliveries of one format.
type damaged struct {
	refused     int // the object
	reported    int // rows were put into quarantine, or there is an issue
	held        int // so many rows are missing that the volume rule holds it back
	same        int // nothing that is read has changed
	unseenValue int // a value changed to another valid one
	unseenRows  int // rows are missing, too few for the volume rule
}

// judge compares the result of a damaged delivery with that of the undamaged one.
func (d *damaged) judge(t *testing.T, s specimen, how string, whole, got arrived) {
	t.Helper()
	changed, moved := 0, 0
	for key, cells := range got.rows {
		good := whole.rows[key]
		if !slices.Equal(cells, good) {
			changed++
		}
		for i := range good {
			if at := slices.Index(good, cells[i]); cells[i] != good[i] && cells[i] != "" && at >= 0 {
				moved++
			}
		}
	}
	missing := len(whole.rows) - len(got.rows)
	switch {
	case got.err != nil:
		d.refused++
		if dubbelkrona.KindOf(got.err) != dubbelkrona.Invalid {
			t.Errorf("%s, %s: %v; want an Invalid error", s.name, how, got.err)
		}
	case s.container && (missing != 0 || changed > 0):
		t.Errorf("%s, %s: %d rows missing and %d changed unseen in a container with checksums", s.name, how, missing, changed)
	case moved > 0 && strings.HasPrefix(how, "bit") && s.profile == "leverantorsreskontra":
		t.Errorf("%s, %s: %d cells moved to other columns", s.name, how, moved)
	case got.counts.Rejected > 0 || got.issues > whole.issues:
		d.reported++
	case missing >= 5 && 2*missing >= len(whole.rows) || len(got.rows) == 0:
		d.held++
	case missing >= 3 && 10*missing >= len(whole.rows):
		d.held++
	case missing != 0:
		d.unseenRows++
	case changed > 0:
		d.unseenValue++
	default:
		d.same++
	}
}

// TestCutDeliveries truncates the delivery of each format at random places. It is
// refused, reported or so short that the volume rule holds it back. The exceptions,
// cuts near the end of text formats without an end mark, are counted.
func TestCutDeliveries(t *testing.T) {
	t.Parallel()
	for _, s := range specimens(t) {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			whole := arrive(t, s, s.data)
			r := rand.New(rand.NewPCG(8, 1))
			var d damaged
			for range damages() {
				at := 1 + r.IntN(len(s.data)-1)
				d.judge(t, s, "cut at "+strconv.Itoa(at), whole, arrive(t, s, s.data[:at]))
			}
			t.Logf("%+v", d)
			if open := s.name == "lev.csv" || s.name == "lev.jsonl"; !open && s.name != "bok.se" && d.unseenRows > 0 {
				t.Errorf("%d cuts lost rows without a report in a format with an end mark", d.unseenRows)
			}
		})
	}
}

// checkedBytes is the number of bytes, from the start of a container, that its
// checksums cover. A Parquet file's footer has none.
func checkedBytes(s specimen) int {
	if s.name != "lev.parquet" {
		return len(s.data)
	}
	return len(s.data) - 8 - int(binary.LittleEndian.Uint32(s.data[len(s.data)-8:]))
}

// TestFlippedDeliveries flips one bit at random places. Containers with checksums
// are refused, or give the same rows; in text formats no cell moves to another
// column and no row is lost or gained silently. Flips that give another valid value
// are counted, and so are those that give a row another meaning, such as an account
// of class 2 instead of 4.
func TestFlippedDeliveries(t *testing.T) {
	t.Parallel()
	for _, s := range specimens(t) {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			whole := arrive(t, s, s.data)
			r := rand.New(rand.NewPCG(8, 2))
			var d damaged
			for range damages() {
				at, bit := r.IntN(len(s.data)), r.IntN(8)
				data := bytes.Clone(s.data)
				data[at] ^= 1 << bit
				s := s
				s.container = s.container && at < checkedBytes(s)
				d.judge(t, s, "bit "+strconv.Itoa(bit)+" of byte "+strconv.Itoa(at), whole, arrive(t, s, data))
			}
			t.Logf("%+v", d)
			if s.profile == "leverantorsreskontra" && d.unseenRows > 0 {
				t.Errorf("%d flips changed the number of rows without a word", d.unseenRows)
			}
		})
	}
}
