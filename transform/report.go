package transform

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"dubbelkrona"
	"dubbelkrona/internal/identity"
)

// reporter collects issues. Rejections are kept until the columns of their
// rows have been read, so that each can include its row's subject; warnings
// are merged by column and rule until the object ends.
type reporter struct {
	// place names a row of one of several sheets; nil if the object has no
	// sheets.
	place    func(row int64) string
	rejected []dubbelkrona.Issue
	reasons  map[cause]occurrence // of all rejections so far
	warned   []*warning
}

// warning is a merged warning.
type warning struct {
	table, column string
	rule          rule
	first, count  int64
	detail        string
}

// reject records that a cell, or if column is empty a row, is rejected.
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

// send emits the recorded rejections, each with its row's subject.
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

// unnamed returns the empty subject, for rows whose columns have not been
// read.
func unnamed(int64) string { return "" }

// warn counts a warning about one cell.
func (r *reporter) warn(table, column string, row int64, why rule, detail string) {
	for _, w := range r.warned {
		if w.rule == why && w.column == column && w.table == table {
			w.count++
			return
		}
	}
	r.warned = append(r.warned, &warning{table, column, why, row, 1, detail})
}

// flush emits the merged warnings.
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

// maxQuote is the maximum number of characters of a cell in an issue.
const maxQuote = 40

// maxGrouped is the maximum number of digits of a cell that may be a
// number with grouping marks and a few decimals.
const maxGrouped = 14

// quote formats a cell for a message: masked, then truncated, so that no part
// of an identity number is left. A short cell whose digits form an identity
// number in any grouping is not shown.
func quote(cell string) string {
	masked, _ := identity.Mask(strings.ToValidUTF8(cell, "?"))
	if digits := onlyDigits(cell); len(digits) <= maxGrouped && identity.Contains(digits) {
		masked = identity.Mark
	}
	if utf8.RuneCountInString(masked) > maxQuote {
		masked = string([]rune(masked)[:maxQuote]) + "…"
	}
	return fmt.Sprintf("%q", masked)
}

// maxReason is the maximum number of characters of a format's reason in an
// issue; formats write shorter ones themselves.
const maxReason = 500

// reason formats a format's explanation of a broken row: masked, on one line,
// and truncated at a word boundary if it is longer than maxReason.
func reason(text string) string {
	masked, _ := identity.Mask(strings.ToValidUTF8(text, "?"))
	masked = strings.Join(strings.FieldsFunc(masked, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }), " ")
	letters := []rune(masked)
	if len(letters) <= maxReason {
		return masked
	}
	cut := string(letters[:maxReason])
	if end := strings.LastIndexByte(cut, ' '); end > 0 {
		cut = cut[:end]
	}
	return cut + " …"
}

// explanations describe rules, each as the predicate of a sentence about a
// cell.
var explanations = map[rule]string{
	ruleCellError:      "is an error of a spreadsheet",
	ruleScientific:     "is a number whose last digits a spreadsheet left out; format the column as a number or as text before the file is saved",
	ruleNumber:         "is no number",
	ruleAmbiguous:      "can be a thousand times more or less; set decimal: comma or dot in the mapping",
	ruleGrouping:       "has digits grouped other than in threes, or the marks the other way round; two numbers in one cell need split in the mapping",
	rulePrecision:      "has more decimals than the column holds",
	ruleOverflow:       "is larger than the column holds",
	ruleNumberIdentity: "reads as a person's identity number; the row's cells may have moved",
	rulePlaceholder:    "stands for an unknown number",
	ruleOpenEnd:        "says until further notice, which is no day of this column,",
	ruleDate:           "is no date that the mapping knows",
	ruleDateAmbiguous:  "can be a month or a day; set layouts: yyyymm or yymmdd in the mapping",
	ruleBoolean:        "is neither yes nor no",
	ruleMunicipality:   "is no municipality",
	rulePattern:        "does not match the mapping's pattern",
	ruleSplit:          "has fewer values than the mapping's split says",
	rulePerson:         "is no valid identity number of a person",
	ruleOrgNo:          "is not a valid organisation number",
	ruleSpellStart:     "a spell needs a first day",
	ruleSpellOpen:      "the spell has no end, and the last day of the extract is unknown; set months: {until: …} in the mapping",
	ruleSpellOrder:     "the spell ends before it begins",
	ruleSpellLong:      "the spell is longer than 600 months",
	ruleSpellFuture:    "the spell goes beyond the extract's last day and was cut off there",
	ruleCurrency:       "is no currency; write its ISO 4217 code, or replace it with values in the mapping",
	ruleSeveral:        "holds several organisation numbers; say which with split in the mapping",
}

// explain returns the explanation of a rule.
func explain(why rule) string { return cmp.Or(explanations[why], "is not allowed") }
