package metrics

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/metrics/figure"
)

// mark is the metric and municipality of an offending row, if the check has such
// columns; empty means all.
type mark struct{ metric, municipality string }

// readRows is the maximum number of offending rows read, sampleRows the number
// shown in a sample, sampleCell the maximum number of characters of a value.
const (
	readRows   = 10_000
	sampleRows = 5
	sampleCell = 80
)

// checks returns the step of a run that evaluates the checks that read the results, or the
// others, which can mark figures.
func checks(late bool) func(*run, context.Context) error {
	return func(r *run, ctx context.Context) error { return r.checks(ctx, late) }
}

func (r *run) checks(ctx context.Context, late bool) error {
	var rows [][]any
	for _, d := range r.Of(Check) {
		if d.late() != late {
			continue
		}
		result := dubbelkrona.CheckResult{Name: d.Name, Title: d.Title, Severity: d.Severity, Status: dubbelkrona.CheckFailed, Concerns: r.concerned(d)}
		r.marks[d.Name] = make(map[mark]bool)
		done, err := r.evaluate(ctx, d, func(ctx context.Context) error { return r.check(ctx, d, &result) })
		if err != nil {
			return err
		}
		if !done {
			result.Status = dubbelkrona.CheckFailed
		}
		r.report.Checks = append(r.report.Checks, result)
		rows = append(rows, r.row(d, result))
	}
	return checkTable.insert(ctx, r.db, rows)
}

// row returns the check's row of meta.check_result.
func (r *run) row(d *Definition, c dubbelkrona.CheckResult) []any {
	severity, offending := "warn", any(c.Offending)
	if c.Severity == dubbelkrona.Reject {
		severity = "error"
	}
	if c.Status == dubbelkrona.CheckFailed {
		offending = nil
	}
	return []any{c.Name, c.Title.SV, c.Title.EN, severity, string(c.Status), offending, c.Sample.SV, c.Sample.EN,
		strings.Join(c.Concerns, ","), d.SQL, d.Hash, r.snapshot.ID}
}

// check runs a check and reads its offending rows once.
func (r *run) check(ctx context.Context, d *Definition, result *dubbelkrona.CheckResult) error {
	names, err := r.columns(ctx, d)
	if err != nil {
		return err
	}
	var casts []string
	for _, name := range names.all {
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
		r.marks[d.Name][mark{}] = true
	}
	var sv, en []string
	for _, row := range rows {
		r.marks[d.Name][markOf(names.all, row)] = true
		sv, en = append(sv, names.render(d.Message.SV, "sv", row)), append(en, names.render(d.Message.EN, "en", row))
	}
	result.Sample = dubbelkrona.Label{SV: sample(sv), EN: sample(en)}
	if result.Status = dubbelkrona.CheckOK; result.Offending > 0 {
		result.Status = dubbelkrona.CheckOffending
	}
	return r.concernSources(ctx, d, names.all, rows, result)
}

// concernSources sets the metrics that a check with a column source concerns,
// unless the check names them itself. If its rows have a column table_name, they
// are the metrics that read that table, whether or not the source has rows in it;
// otherwise the metrics that read rows of the source.
func (r *run) concernSources(ctx context.Context, d *Definition, names []string, rows [][]any, result *dubbelkrona.CheckResult) error {
	at, table := slices.Index(names, "source"), slices.Index(names, "table_name")
	if at < 0 || len(d.Concerns) > 0 || d.late() {
		return nil
	}
	result.Concerns = nil
	for _, m := range r.Of(Metric) {
		for _, row := range rows {
			name, _ := row[at].(string)
			rests, err := false, error(nil)
			if table >= 0 {
				rests = slices.Contains(m.closure, fmt.Sprintf("core.%v", row[table]))
			} else {
				rests, err = r.restsOn(ctx, m, "source "+name, "= "+literal(name))
			}
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

// sample joins the first messages in alphabetical order, since the database
// returns rows in any order.
func sample(messages []string) string {
	slices.Sort(messages)
	return strings.Join(messages[:min(len(messages), sampleRows)], "; ")
}

func markOf(names []string, cells []any) (m mark) {
	if i := slices.Index(names, "metric"); i >= 0 {
		m.metric, _ = cells[i].(string)
	}
	if i := slices.Index(names, "municipality"); i >= 0 {
		m.municipality, _ = cells[i].(string)
	}
	return m
}

// concerned returns the names of the metrics that a check concerns.
func (r *run) concerned(check *Definition) []string {
	if len(check.Concerns) > 0 || check.late() {
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

// warnings returns the checks of severity warn that mark a metric.
func (r *run) warnings(d *Definition) []figure.Warning {
	var all []figure.Warning
	for _, c := range r.report.Checks {
		if c.Severity != dubbelkrona.Warn || c.Status != dubbelkrona.CheckOffending || !slices.Contains(c.Concerns, d.Name) {
			continue
		}
		w, marked, everywhere := figure.Warning{Check: c.Name}, false, false
		for m := range r.marks[c.Name] {
			if m.metric == "" || m.metric == d.Name {
				marked = true
				everywhere = everywhere || m.municipality == ""
				w.Municipalities = append(w.Municipalities, m.municipality)
			}
		}
		if everywhere {
			w.Municipalities = nil
		}
		if slices.Sort(w.Municipalities); marked {
			all = append(all, w)
		}
	}
	return all
}
