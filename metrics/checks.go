package metrics

import (
	"context"
	"database/sql"
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
// characters of a value.
const (
	sampleRows = 5
	sampleCell = 80
)

func (r *run) checks(ctx context.Context) error {
	for _, d := range r.Of(Check) {
		result := CheckResult{Name: d.Name, Title: d.Title, Severity: d.Severity, Status: CheckFailed, Concerns: r.concerned(d), marks: make(map[mark]bool)}
		if !r.skip(d) {
			if err := r.check(ctx, d, &result); err != nil {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				result.Status = CheckFailed
				r.fail(d, err)
			}
		}
		r.report.Checks = append(r.report.Checks, result)
		if err := r.keep(ctx, d, result); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) keep(ctx context.Context, d *Definition, c CheckResult) error {
	severity, offending := "warn", any(c.Offending)
	if c.Severity == dubbelkrona.Reject {
		severity = "error"
	}
	if c.Status == CheckFailed {
		offending = nil
	}
	return checkTable.insert(ctx, r.db, c.Name, c.Title.SV, c.Title.EN, severity, c.Status, offending, c.Sample.SV, c.Sample.EN,
		strings.Join(c.Concerns, ","), d.SQL, d.Hash, r.snapshot.ID)
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
	rows, err := r.db.Query(ctx, fmt.Sprintf("SELECT %s FROM (\n%s\n) AS offending", strings.Join(casts, ", "), d.SQL))
	if err != nil {
		return err
	}
	defer rows.Close()
	cells := make([]sql.NullString, len(names))
	var sv, en []string
	for rows.Next() {
		if err := rows.Scan(pointers(cells)...); err != nil {
			return err
		}
		result.Offending++
		result.marks[markOf(names, cells)] = true
		if len(sv) < sampleRows {
			sv, en = append(sv, render(d.Message.SV, names, cells)), append(en, render(d.Message.EN, names, cells))
		}
	}
	result.Sample = dubbelkrona.Label{SV: strings.Join(sv, "; "), EN: strings.Join(en, "; ")}
	if result.Status = CheckOK; result.Offending > 0 {
		result.Status = CheckOffending
	}
	return rows.Err()
}

// columns of a check's result. Columns about persons are refused: an offending
// row is shown to people.
func (r *run) columns(ctx context.Context, d *Definition) ([]string, error) {
	rows, err := r.db.Query(ctx, fmt.Sprintf("SELECT * FROM (\n%s\n) AS offending LIMIT 0", d.SQL))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	if err != nil {
		return nil, err
	}
	var names []string
	for _, t := range types {
		if strings.Contains(t.DatabaseTypeName(), "BLOB") || t.Name() == "person" {
			return nil, fmt.Errorf("column %s is about persons; count them instead", t.Name())
		}
		names = append(names, t.Name())
	}
	return names, rows.Err()
}

var placeholder = regexp.MustCompile(`\{[a-z0-9_]+\}`)

// render fills a message with a row's values. A placeholder without a column
// stays as it is written.
func render(message string, names []string, cells []sql.NullString) string {
	return placeholder.ReplaceAllStringFunc(message, func(p string) string {
		i := slices.Index(names, p[1:len(p)-1])
		switch {
		case i < 0:
			return p
		case !cells[i].Valid:
			return "–"
		}
		return clip(cells[i].String)
	})
}

// pseudonym is a person's pseudonym written in hexadecimal.
var pseudonym = regexp.MustCompile(`(?i)\b(?:\\x)?[0-9a-f]{32}\b`)

func clip(cell string) string {
	cell = pseudonym.ReplaceAllString(cell, "…")
	if runes := []rune(cell); len(runes) > sampleCell {
		return string(runes[:sampleCell]) + "…"
	}
	return cell
}

func markOf(names []string, cells []sql.NullString) (m mark) {
	if i := slices.Index(names, "metric"); i >= 0 {
		m.metric = cells[i].String
	}
	if i := slices.Index(names, municipality); i >= 0 {
		m.municipality = cells[i].String
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

func pointers(cells []sql.NullString) []any {
	to := make([]any, len(cells))
	for i := range cells {
		to[i] = &cells[i]
	}
	return to
}

// texts reads a small result as text.
func texts(ctx context.Context, db Engine, query string) (all [][]sql.NullString, err error) {
	rows, err := db.Query(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		cells := make([]sql.NullString, len(names))
		if err := rows.Scan(pointers(cells)...); err != nil {
			return nil, err
		}
		all = append(all, cells)
	}
	return all, rows.Err()
}
