package xlsx

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// dateStyle reports which parts of a serial number a style shows.
type dateStyle struct{ date, clock bool }

func (w *workbook) loadStyles(name string) error {
	var doc struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			ID int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := w.decodePart(name, &doc); err != nil {
		return err
	}
	custom := make(map[int]dateStyle)
	for _, f := range doc.Formats {
		custom[f.ID] = styleOf(f.Code)
	}
	for _, c := range doc.Cells {
		style, ok := custom[c.ID]
		if !ok {
			style = builtIn(c.ID)
		}
		w.styles = append(w.styles, style)
	}
	return nil
}

// builtIn returns the style of a number format that a workbook need not define
// (ECMA-376 part 1, 18.8.30), including the dates of East Asian programs.
func builtIn(id int) dateStyle {
	switch {
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return dateStyle{date: true}
	case id >= 18 && id <= 21, id == 32, id == 33:
		return dateStyle{clock: true}
	case id == 22:
		return dateStyle{date: true, clock: true}
	}
	return dateStyle{}
}

// general are the localised names of the General format, whose letters are not
// parts of a date.
var general = [...]string{"general", "standard", "standaard", "generelt", "allmänt", "yleinen"}

// generalAt returns the length of a name of the General format at the start of
// code, 0 for none.
func generalAt(code string) int {
	for _, name := range general {
		if len(code) >= len(name) && strings.EqualFold(code[:len(name)], name) {
			return len(name)
		}
	}
	return 0
}

// styleOf parses a format code such as yyyy\-mm\-dd;@. Literal texts, colours
// and conditions are ignored; an elapsed time such as [h]:mm is a number.
func styleOf(code string) (s dateStyle) {
	code, _, _ = strings.Cut(code, ";")
	minutes := false
	for i := 0; i < len(code); i++ {
		switch c := code[i] | 0x20; {
		case code[i] == '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return s
			}
			i += end + 1
		case code[i] == '\\' || code[i] == '_' || code[i] == '*':
			i++
		case code[i] == '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return s
			}
			if inside := strings.ToLower(code[i+1 : i+end]); inside != "" && strings.Trim(inside, "hms") == "" {
				return dateStyle{}
			}
			i += end
		case generalAt(code[i:]) > 0:
			i += generalAt(code[i:]) - 1
		case c == 'y' || c == 'd':
			s.date = true
		case c == 'h' || c == 's':
			s.clock = true
		case c == 'm':
			minutes = true
		}
	}
	if minutes && !s.clock {
		s.date = true // m alone is a month
	}
	return s
}

// latest is the serial number of 9999-12-31, the last day that spreadsheet
// programs support.
const latest = 2958465

// day is the number of seconds of a day, and finest the number of parts of a
// second to which times are rounded. A double resolves current dates to less
// than a microsecond, so anything closer to midnight is midnight, and
// 23:59:59.997 is not.
const (
	day    = 86400
	finest = 100_000
)

// appendDate appends a serial number as ISO text in a style; ok is false if it
// is not a valid time, and the number is then kept.
func (w *workbook) appendDate(text []byte, number []byte, s dateStyle) (_ []byte, ok bool) {
	serial, err := strconv.ParseFloat(string(number), 64)
	if err != nil || serial < 0 || serial > latest+1 {
		return text, false
	}
	moment := int64(math.Round(serial * day * finest))
	days, clock := moment/(day*finest), time.Duration(math.Round(float64(moment%(day*finest))/finest))*time.Second
	clock = min(clock, (day-1)*time.Second) // rounded to seconds, on the same day
	if days == 0 && !s.date {
		return time.Time{}.Add(clock).AppendFormat(text, "15:04:05"), true
	}
	date := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case w.date1904:
		date = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case days == 60 || days == 0:
		return text, false // 29 February 1900, which did not exist, and day 0
	case days < 60:
		days++
	}
	date = date.AddDate(0, 0, int(days))
	if s.clock && clock != 0 {
		return date.Add(clock).AppendFormat(text, "2006-01-02T15:04:05"), true
	}
	return date.AppendFormat(text, "2006-01-02"), true
}
