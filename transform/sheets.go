package transform

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"dubbelkrona"
)

// The rules for objects with several sheets.
const (
	ruleSheetsRead   rule = "sheets.read"
	ruleSheetsUnread rule = "sheets.unread"
)

// sheets selects the sheets of an object that are read: the first one with the
// columns of the mapping, and all others with the same columns.
type sheets struct {
	now    *dubbelkrona.Sheet // the current sheet; nil before the first
	passed bool               // the current sheet is not read
	rows   int64              // rows of the current sheet so far

	columns      string // the mapped columns of the first sheet that is read
	read, unread []string
	unfit        error // why the first sheet that is not read does not fit
	started      bool
}

// enter begins the sheet of a batch and binds its columns. It returns false if
// the sheet is not read.
func (p *Pass) enter(raw *dubbelkrona.RawBatch) (takes bool, err error) {
	s := &p.sheets
	switch {
	case raw.Sheet == nil:
		return true, p.bind(raw.Record)
	case raw.Sheet.Hidden:
		s.leave(p)
		s.unread = append(s.unread, p.sheetName(raw.Sheet)+" (hidden)")
		return false, nil
	case s.now != nil && s.now.Number == raw.Sheet.Number:
		s.rows += raw.Record.NumRows()
		if s.passed {
			return false, nil
		}
		return true, p.bind(raw.Record)
	}
	s.leave(p)
	s.now, s.passed, s.rows, p.schema = raw.Sheet, false, raw.Record.NumRows(), nil
	p.report.place = p.place
	err = p.bind(raw.Record)
	var lacks *lacking
	if errors.As(err, &lacks) {
		s.passed = true
		if s.unfit == nil {
			s.unfit = lacks.error
		}
		return false, nil
	}
	if err != nil {
		return false, err
	}
	columns := p.boundColumns(raw)
	if !s.started {
		s.started, s.columns = true, columns
	}
	s.passed = s.columns != columns
	return !s.passed, nil
}

// leave ends the current sheet and records whether it was read.
func (s *sheets) leave(p *Pass) {
	if s.now == nil {
		return
	}
	told := fmt.Sprintf("%s (%d rows)", p.sheetName(s.now), s.rows)
	switch {
	case s.passed && s.rows > 0:
		s.unread = append(s.unread, told)
	case !s.passed:
		s.read = append(s.read, told)
	}
	s.now = nil
	for _, e := range p.entries {
		for _, t := range e.tallies {
			t.leaf()
		}
	}
}

// finish reports which of several sheets were read, and returns an error if
// none has the columns of the mapping.
func (s *sheets) finish(p *Pass) error {
	s.leave(p)
	if s.unfit != nil && !s.started {
		return s.unfit
	}
	table := p.entries[0].table.Name
	if len(s.unread) > 0 {
		p.report.warn(table, "", 0, ruleSheetsUnread, "sheets were not read, since they are hidden or lack the columns of the one that is: "+strings.Join(s.unread, ", "))
	}
	if len(s.read) > 1 {
		p.report.warn(table, "", 0, ruleSheetsRead, "rows come from several sheets with the same columns: "+strings.Join(s.read, ", "))
	}
	return nil
}

// boundColumns lists the columns of the mapping that the batch has.
func (p *Pass) boundColumns(raw *dubbelkrona.RawBatch) string {
	var has strings.Builder
	for _, e := range p.entries {
		for _, column := range e.columns {
			cells := column.baseOf().src.cells
			for i := range int(raw.Record.NumCols()) {
				if cells != nil && cells == raw.Record.Column(i) {
					fmt.Fprintf(&has, "%q", fold(raw.Record.ColumnName(i)))
				}
			}
			has.WriteByte(';')
		}
	}
	return has.String()
}

// place names a row of a sheet.
func (p *Pass) place(row int64) string {
	number := int(row/dubbelkrona.SheetRows) + 1
	sheet := fmt.Sprintf("number %d", number)
	if now := p.sheets.now; now != nil && now.Number == number {
		sheet = p.sheetName(now)
	}
	return fmt.Sprintf("row %d of sheet %s", row%dubbelkrona.SheetRows, sheet)
}

// sheetName returns the name of a sheet, or its number if a table is about
// persons, because the sheet may be named after a person.
func (p *Pass) sheetName(s *dubbelkrona.Sheet) string {
	if slices.ContainsFunc(p.entries, func(e *boundEntry) bool { return e.table.Person }) {
		return fmt.Sprintf("number %d", s.Number)
	}
	return quote(s.Name)
}
