package dubbelkrona_test

import (
	"testing"
	"time"

	"dubbelkrona"
)

// A comment stands from the moment it was made until the one at which it was withdrawn.
func TestCommentStandsAt(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2026, 3, d, 0, 0, 0, 0, time.UTC) }
	standing, withdrawn := dubbelkrona.Comment{At: day(2)}, dubbelkrona.Comment{At: day(2), Withdrawn: day(4)}
	for _, c := range []struct {
		comment dubbelkrona.Comment
		moment  time.Time
		want    bool
	}{
		{standing, time.Time{}, true}, {standing, day(1), false}, {standing, day(2), true}, {standing, day(9), true},
		{withdrawn, time.Time{}, false}, {withdrawn, day(1), false}, {withdrawn, day(3), true}, {withdrawn, day(4), false},
	} {
		if got := c.comment.StandsAt(c.moment); got != c.want {
			t.Errorf("made %v, withdrawn %v, at %v: %t", c.comment.At, c.comment.Withdrawn, c.moment, got)
		}
	}
}
