package report

import (
	"fmt"

	"dubbelkrona"
	"dubbelkrona/internal/wording"
)

// note is the small number beside a figure that leads to a comment of it.
type note struct {
	ID     string // of the comment's row
	Label  string // for screen readers
	Number int64
}

// notes are the notes of each figure, in the order in which its comments were made.
func notes(d *Data, l wording.Language) map[dubbelkrona.Cell][]note {
	all := make(map[dubbelkrona.Cell][]note)
	for _, c := range d.Comments {
		all[c.Cell] = append(all[c.Cell], note{commentID(l, c), fmt.Sprintf(l.Pick("Kommentar %d", "Comment %d"), c.ID), c.ID})
	}
	return all
}

// commentID is the id of the row of a comment on the page in a language.
func commentID(l wording.Language, c dubbelkrona.Comment) string {
	return fmt.Sprintf("%s.comment.%d", l.Pick("sv", "en"), c.ID)
}

// Commented are the comments of figures.
func (p quality) Commented() table {
	t := table{ID: p.ID("comments"), Quiet: true, Sort: true, Caption: p.T("Kommentarer", "Comments"),
		Head: heads(5, p.T("Nummer", "Number"), p.T("Tal", "Figure"), p.T("Kommentar", "Comment"), p.T("Författare", "Author"), p.T("Dag", "Day"))}
	for _, c := range p.Comments {
		t.Rows = append(t.Rows, row{ID: commentID(p.l, c), Entries: []entry{words(fmt.Sprint(c.ID)), words(p.named(c.Cell)), {Text: c.Text, Quoted: true}, {Text: c.Author, Quoted: true}, words(day(c.At))}})
	}
	return t
}
