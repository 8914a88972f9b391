package xlsx

import (
	"fmt"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// column is a column of a sheet: its title and its width in characters.
type column struct {
	title string
	width float64
}

// sheet is a sheet that is being written, row by row.
type sheet struct {
	stream  *excelize.StreamWriter
	columns int
	row     int // the last one that was written
	table   string
}

// sheet adds a sheet whose first row has the titles and stays when one scrolls.
func (b *book) sheet(name string, columns ...column) (*sheet, error) {
	b.sheets++
	var err error
	if b.sheets == 1 {
		err = b.file.SetSheetName("Sheet1", name)
	} else {
		_, err = b.file.NewSheet(name)
	}
	if err != nil {
		return nil, err
	}
	stream, err := b.file.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	titles := make([]any, len(columns))
	for i, c := range columns {
		titles[i] = excelize.Cell{StyleID: b.title, Value: c.title}
		if err := stream.SetColWidth(i+1, i+1, c.width); err != nil {
			return nil, err
		}
	}
	if err := stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return nil, err
	}
	s := &sheet{stream: stream, columns: len(columns), table: "table_" + strconv.Itoa(b.sheets)}
	return s, s.add(titles...)
}

// add writes a row.
func (s *sheet) add(cells ...any) error {
	s.row++
	return s.stream.SetRow(fmt.Sprintf("A%d", s.row), cells)
}

// end makes the rows a table, which can be filtered, and finishes the sheet.
func (s *sheet) end() error {
	if s.row > 1 {
		last, err := excelize.CoordinatesToCellName(s.columns, s.row)
		if err != nil {
			return err
		}
		if err := s.stream.AddTable(&excelize.Table{Range: "A1:" + last, Name: s.table, StyleName: "TableStyleLight1"}); err != nil {
			return err
		}
	}
	return s.stream.Flush()
}
