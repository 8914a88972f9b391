package metrics

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dubbelkrona"
)

// The outcomes of a check.
const (
	CheckOK        = "ok"
	CheckOffending = "offending"
	CheckFailed    = "failed" // the check itself could not run
)

// CheckResult is what a check found. It is never about a person.
type CheckResult struct {
	Name      string
	Title     dubbelkrona.Label
	Severity  dubbelkrona.Severity
	Status    string
	Offending int64
	// Sample holds the messages of the first few offending rows, joined by "; ".
	Sample dubbelkrona.Label
	// Concerns are the metrics whose figures the check marks.
	Concerns []string

	// marks are the metrics and municipalities of the offending rows where the
	// check has such columns; "" stands for every one.
	marks map[mark]bool
}

type mark struct{ metric, municipality string }

// sampleRows is how many offending rows a sample shows, sampleCell how many
// characters of a value, readRows how many rows are looked at.
const (
	readRows   = 10_000
	sampleRows = 5
	sampleCell = 80
)

func (r *run) checks(ctx context.Context) error {
	var rows [][]any
	for _, d := range r.Of(Check) {
		result := CheckResult{Name: d.Name, Title: d.Title, Severity: d.Severity, Status: CheckFailed, Concerns: r.concerned(d), marks: make(map[mark]bool)}
		if !r.skip(d) {
			if err := r.within(ctx, d, func(ctx context.Context) error { return r.check(ctx, d, &result) }); err != nil {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				result.Status = CheckFailed
				r.fail(ctx, d, err)
			}
		}
		r.report.Checks = append(r.report.Checks, result)
		rows = append(rows, r.row(d, result))
	}
	return checkTable.insert(ctx, r.db, rows)
}

// row is the check's row of meta.check_result.
func (r *run) row(d *Definition, c CheckResult) []any {
	severity, offending := "warn", any(c.Offending)
	if c.Severity == dubbelkrona.Reject {
		severity = "error"
	}
	if c.Status == CheckFailed {
		offending = nil
	}
	return []any{c.Name, c.Title.SV, c.Title.EN, severity, c.Status, offending, c.Sample.SV, c.Sample.EN,
		strings.Join(c.Concerns, ","), d.SQL, d.Hash, r.snapshot.ID}
}

// check runs a check and reads its offending rows once.
func (r *run) check(ctx context.Context, d *Definition, result *CheckResult) error {
	names, err := r.columns(ctx, d)
	if err != nil {
		return err
	}
	var casts []string
	for _, name := range names {
		casts = append(casts, fmt.Sprintf("CAST(%s AS VARCHAR) AS %s", quote(name), quote(name)))
	}
	query := fmt.Sprintf("SELECT %s FROM (\n%s\n) AS offending", strings.Join(casts, ", "), d.SQL)
	rows, err := r.db.Collect(ctx, fmt.Sprintf("%s LIMIT %d", query, readRows))
	if err != nil {
		return err
	}
	result.Offending = int64(len(rows))
	if len(rows) == readRows {
		count, err := r.db.Collect(ctx, "SELECT CAST(count(*) AS VARCHAR) FROM (\n"+d.SQL+"\n) AS offending")
		if err != nil {
			return err
		}
		if _, err := fmt.Sscan(fmt.Sprint(count[0][0]), &result.Offending); err != nil {
			return err
		}
		result.marks[mark{}] = true
	}
	var sv, en []string
	for _, row := range rows {
		result.marks[markOf(names, row)] = true
		sv, en = append(sv, render(d.Message.SV, names, row)), append(en, render(d.Message.EN, names, row))
	}
	result.Sample = dubbelkrona.Label{SV: sample(sv), EN: sample(en)}
	if result.Status = CheckOK; result.Offending > 0 {
		result.Status = CheckOffending
	}
	return r.concernSources(ctx, d, names, rows, result)
}

// concernSources makes a check about sources concern the metrics that rest on
// rows of those it found, unless it names its metrics itself.
func (r *run) concernSources(ctx context.Context, d *Definition, names []string, rows [][]any, result *CheckResult) error {
	at := slices.Index(names, "source")
	if at < 0 || len(d.Concerns) > 0 {
		return nil
	}
	result.Concerns = nil
	for _, m := range r.Of(Metric) {
		for _, row := range rows {
			name, _ := row[at].(string)
			rests, err := r.restsOn(ctx, m, "source "+name, "= "+literal(name))
			if err != nil {
				return err
			}
			if rests {
				result.Concerns = append(result.Concerns, m.Name)
				break
			}
		}
	}
	return nil
}

// sample joins the first messages in alphabetical order: the database gives
// rows in any order.
func sample(messages []string) string {
	slices.Sort(messages)
	return strings.Join(messages[:min(len(messages), sampleRows)], "; ")
}

// columns of a check's result. Columns about persons are refused: an offending
// row is shown to people.
func (r *run) columns(ctx context.Context, d *Definition) ([]string, error) {
	described, err := r.db.Collect(ctx, "DESCRIBE "+d.SQL)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, row := range described {
		name, kind := fmt.Sprint(row[0]), fmt.Sprint(row[1])
		if strings.Contains(kind, "BLOB") || name == "person" {
			return nil, fmt.Errorf("column %s is about persons; count them instead", name)
		}
		names = append(names, name)
	}
	return names, nil
}

var placeholder = regexp.MustCompile(`\{[a-z0-9_]+\}`)

// render fills a message with a row's values. A placeholder without a column
// stays as it is written.
func render(message string, names []string, cells []any) string {
	return placeholder.ReplaceAllStringFunc(message, func(p string) string {
		i := slices.Index(names, p[1:len(p)-1])
		switch {
		case i < 0:
			return p
		case cells[i] == nil:
			return "–"
		}
		return clip(fmt.Sprint(cells[i]))
	})
}

// pseudonym is a person's pseudonym written in hexadecimal.
var pseudonym = regexp.MustCompile(`(?i)\b(?:\\x)?[0-9a-f]{32}\b`)

func clip(cell string) string {
	cell = dubbelkrona.Printable(pseudonym.ReplaceAllString(cell, "…"))
	if runes := []rune(cell); len(runes) > sampleCell {
		return string(runes[:sampleCell]) + "…"
	}
	return cell
}

func markOf(names []string, cells []any) (m mark) {
	if i := slices.Index(names, "metric"); i >= 0 {
		m.metric, _ = cells[i].(string)
	}
	if i := slices.Index(names, municipality); i >= 0 {
		m.municipality, _ = cells[i].(string)
	}
	return m
}

// concerned lists the metrics that a check is about.
func (r *run) concerned(check *Definition) []string {
	if len(check.Concerns) > 0 {
		return check.Concerns
	}
	var names []string
	for _, d := range r.Of(Metric) {
		if slices.ContainsFunc(check.Depends, d.Reads) {
			names = append(names, d.Name)
		}
	}
	return names
}

// warnings are the checks of severity warn that mark a metric.
func (r *run) warnings(d *Definition) []warning {
	var all []warning
	for _, c := range r.report.Checks {
		if c.Severity != dubbelkrona.Warn || c.Status != CheckOffending || !slices.Contains(c.Concerns, d.Name) {
			continue
		}
		w, marked, everywhere := warning{check: c.Name}, false, false
		for m := range c.marks {
			if m.metric == "" || m.metric == d.Name {
				marked = true
				everywhere = everywhere || m.municipality == ""
				w.municipalities = append(w.municipalities, m.municipality)
			}
		}
		if everywhere {
			w.municipalities = nil
		}
		if slices.Sort(w.municipalities); marked {
			all = append(all, w)
		}
	}
	return all
}
