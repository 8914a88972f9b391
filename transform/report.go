package transform

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"dubbelkrona"
	"dubbelkrona/internal/identity"
)

// reporter sends issues on. Rejections wait until the columns of their rows
// have been read, so that each can say what its row was about; warnings that
// repeat are gathered, one for each column and rule, until the object ends.
type reporter struct {
	// place names a row of one of several sheets; nil where rows are those of
	// the object.
	place    func(row int64) string
	rejected []dubbelkrona.Issue
	reasons  map[cause]occurrence // of all rejections so far
	warned   []*warning
}

// warning is a gathered issue.
type warning struct {
	table, column string
	rule          rule
	first, count  int64
	detail        string
}

// reject reports one cell, or one row where there is no column.
func (r *reporter) reject(table, column string, row int64, why rule, detail string) {
	if r.place != nil {
		detail = r.place(row) + ": " + detail
	}
	issue := dubbelkrona.Issue{Table: table, Row: row, Column: column, Rule: string(why), Severity: dubbelkrona.Reject, Detail: detail}
	r.rejected = append(r.rejected, issue)
	if why != ruleTotal {
		r.remember(issue)
	}
}

// send emits the rejections that wait, each with what its row is about.
func (r *reporter) send(emit func(dubbelkrona.Issue) error, subject func(row int64) string) error {
	for _, issue := range r.rejected {
		issue.Subject = subject(issue.Row)
		if err := emit(issue); err != nil {
			return err
		}
	}
	r.rejected = r.rejected[:0]
	return nil
}

// unnamed is the subject of rows whose columns have not been read.
func unnamed(int64) string { return "" }

// warn counts one cell.
func (r *reporter) warn(table, column string, row int64, why rule, detail string) {
	for _, w := range r.warned {
		if w.rule == why && w.column == column && w.table == table {
			w.count++
			return
		}
	}
	r.warned = append(r.warned, &warning{table, column, why, row, 1, detail})
}

// flush sends the gathered warnings.
func (r *reporter) flush(emit func(dubbelkrona.Issue) error) error {
	for _, w := range r.warned {
		detail := w.detail
		if w.first > 0 {
			detail = fmt.Sprintf("%s; %d cells, the first in row %d", w.detail, w.count, w.first)
			if r.place != nil {
				detail = fmt.Sprintf("%s; %d cells, the first in %s", w.detail, w.count, r.place(w.first))
			}
		}
		err := emit(dubbelkrona.Issue{Table: w.table, Row: w.first, Column: w.column, Rule: string(w.rule),
			Severity: dubbelkrona.Warn, Detail: detail})
		if err != nil {
			return err
		}
	}
	r.warned = nil
	return nil
}

// longestQuote is how many characters of a cell an issue shows.
const longestQuote = 40

// longestGrouped is how many digits a cell has at most that may be a number
// with marks between its digits, and a few decimals.
const longestGrouped = 14

// quote shows a cell: masked, then cut, so that no part of a number is left.
// A short cell whose digits are a number however they are grouped is not shown.
func quote(cell string) string {
	masked, _ := identity.Mask(strings.ToValidUTF8(cell, "?"))
	if digits := onlyDigits(cell); len(digits) <= longestGrouped && identity.Contains(digits) {
		masked = identity.Mark
	}
	if utf8.RuneCountInString(masked) > longestQuote {
		masked = string([]rune(masked)[:longestQuote]) + "…"
	}
	return fmt.Sprintf("%q", masked)
}

// longestReason is how many characters of a format's reason an issue shows: more
// than any format writes by itself.
const longestReason = 500

// reason shows what a format says is wrong with a row: whole, masked, on one
// line. One that is longer than any should be ends behind a word.
func reason(text string) string {
	masked, _ := identity.Mask(strings.ToValidUTF8(text, "?"))
	masked = strings.Join(strings.FieldsFunc(masked, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }), " ")
	letters := []rune(masked)
	if len(letters) <= longestReason {
		return masked
	}
	cut := string(letters[:longestReason])
	if end := strings.LastIndexByte(cut, ' '); end > 0 {
		cut = cut[:end]
	}
	return cut + " …"
}

// explanations of the rules, as the predicate of a sentence about a cell.
func explain(why rule) string {
	switch why {
	case ruleCellError:
		return "is an error of a spreadsheet"
	case ruleScientific:
		return "is a number whose last digits a spreadsheet left out; format the column as a number or as text before the file is saved"
	case ruleNumber:
		return "is no number"
	case ruleAmbiguous:
		return "can be a thousand times more or less; set decimal: comma or dot in the mapping"
	case ruleGrouping:
		return "has digits grouped other than in threes, or the marks the other way round; two numbers in one cell need split in the mapping"
	case rulePrecision:
		return "has more decimals than the column holds"
	case ruleOverflow:
		return "is larger than the column holds"
	case ruleNumberIdentity:
		return "reads as a person's identity number; the row's cells may have moved"
	case rulePlaceholder:
		return "stands for an unknown number"
	case ruleOpenEnd:
		return "says until further notice, which is no day of this column,"
	case ruleDate:
		return "is no date that the mapping knows"
	case ruleDateAmbiguous:
		return "can be a month or a day; set layouts: yyyymm or yymmdd in the mapping"
	case ruleBoolean:
		return "is neither yes nor no"
	case ruleMunicipality:
		return "is no municipality"
	case rulePattern:
		return "does not match the mapping's pattern"
	case ruleSplit:
		return "has fewer values than the mapping's split says"
	case rulePerson:
		return "is no valid identity number of a person"
	case ruleOrgNo:
		return "is no valid organisation number"
	case ruleSpellStart:
		return "a spell needs a first day"
	case ruleSpellOpen:
		return "the spell goes on and nothing says how far the extract knows; set months: {until: …} in the mapping"
	case ruleSpellOrder:
		return "the spell ends before it begins"
	case ruleSpellLong:
		return "the spell is longer than 600 months"
	case ruleSpellFuture:
		return "the spell goes beyond the extract's last day and was cut off there"
	case ruleCurrency:
		return "is no currency; write its ISO 4217 code, or replace it with values in the mapping"
	case ruleSeveral:
		return "holds several organisation numbers; say which with split in the mapping"
	}
	return "is not allowed"
}
