package dubbelkrona

import (
	"fmt"
	"time"
)

// Comment is what a person has said of a published figure.
type Comment struct {
	ID int64     `json:"id"`
	At time.Time `json:"at"` // UTC
	// Author is who signs it, User who gave the command, by the name that the operating
	// system has.
	Author string `json:"author"`
	User   string `json:"user,omitempty"`
	Text   string `json:"text"`
	// Snapshot is the one that was published when the comment was made.
	Snapshot string `json:"snapshot"`
	Cell
	// Withdrawn is when the comment was withdrawn, and WithdrawnBy the user who did it;
	// zero and empty if it stands.
	Withdrawn   time.Time `json:"withdrawn,omitzero"`
	WithdrawnBy string    `json:"withdrawn_by,omitempty"`
}

// StandsAt reports whether the comment had been made, and not been withdrawn, at a moment;
// the zero time is the present.
func (c *Comment) StandsAt(moment time.Time) bool {
	if moment.IsZero() {
		return c.Withdrawn.IsZero()
	}
	return !c.At.After(moment) && (c.Withdrawn.IsZero() || c.Withdrawn.After(moment))
}

// Line returns the comment in one line: its day (UTC), author and text.
func (c *Comment) Line() string {
	return fmt.Sprintf("%s %s: %s", c.At.UTC().Format(time.DateOnly), c.Author, c.Text)
}

// CommentSeparator is between the comments of a figure in column comments of metric.result.
const CommentSeparator = " | "
