package examples_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dubbelkrona/metrics"
)

// reported has the figures of the example's metrics about the report, and the words and
// comments beside them.
type reported struct {
	*demo
	codes   map[string]string // of municipalities, by name
	figures map[string]string // as texts, by metric, part, period and group; "" is unknown
}

// reportMetrics are those that show the report's tables.
var reportMetrics = []string{"external_coordination", "identified_social_enterprises", "steering_documents", "procurements", "process_steps", "process_step", "effect_measurement_begun", "register_bridge", "contracts_by_form"}

// inReport loads the report's tables and calculates the figures.
func inReport(t *testing.T, steps func(r *reported)) {
	t.Helper()
	kept := func(_ *demo, table string) bool {
		return slices.Contains([]string{"core.indicator", "core.contract", "core.municipality", "core.organisation", "core.organisation_status"}, table)
	}
	inTables(t, kept, func(d *demo) {
		r := &reported{demo: d, codes: make(map[string]string), figures: make(map[string]string)}
		for _, row := range d.ask("SELECT name, code FROM core.municipality") {
			r.codes[row[0].(string)] = row[1].(string)
		}
		for _, name := range reportMetrics {
			r.evaluate(name)
		}
		steps(r)
	})
}

func (r *reported) evaluate(name string) {
	metric, err := r.catalogue.Find(metrics.Metric, name)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, m := range r.catalogue.Of(metrics.Model) {
		if metric.Reads("metric." + m.Name) {
			r.exec(fmt.Sprintf("CREATE OR REPLACE TABLE metric.%s AS\n%s", m.Name, m.SQL))
		}
	}
	for _, row := range r.ask(`SELECT concat_ws('/', part, period, coalesce(nullif("grouping", ''), 'all'), municipality, nullif(dimensions, '{}')), CAST(value AS DOUBLE) FROM (` + metric.Statement() + `)`) {
		text := ""
		if value, ok := row[1].(float64); ok {
			text = strconv.FormatFloat(value, 'f', -1, 64)
		}
		r.figures[name+"/"+row[0].(string)] = text
	}
}

// figure returns a figure of a metric; a figure that there is not is a fault.
func (r *reported) figure(key string) string {
	r.t.Helper()
	value, there := r.figures[key]
	if !there {
		r.t.Errorf("there is no figure %s", key)
	}
	return value
}

// of returns a municipality's figure of a metric in a year.
func (r *reported) of(metric, part, year, town string) string {
	r.t.Helper()
	return r.figure(fmt.Sprintf("%s/%s/%s/municipality/%s", metric, part, year, r.codes[town]))
}

// said returns a column of an indicator's only row for a municipality and day.
func (r *reported) said(column, indicator, day, town string) string {
	r.t.Helper()
	rows := r.ask(fmt.Sprintf("SELECT CAST(%s AS VARCHAR) FROM core.indicator WHERE indicator = '%s' AND period = DATE '%s' AND area = '%s'", column, indicator, day, r.codes[town]))
	if len(rows) != 1 {
		r.t.Errorf("%s of %s has %d rows, want one", indicator, town, len(rows))
		return ""
	}
	text, _ := rows[0][0].(string)
	return text
}

// lines reads a table of the report as one map for each row.
func lines(t *testing.T, file string) (columns []string, rows []map[string]string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	reader := csv.NewReader(strings.NewReader(string(data)))
	reader.Comma = ';'
	all, err := reader.ReadAll()
	if err != nil || len(all) < 2 {
		t.Fatalf("%s: %d lines, %v", file, len(all), err)
	}
	for _, line := range all[1:] {
		row := make(map[string]string)
		for i, column := range all[0] {
			row[column] = line[i]
		}
		rows = append(rows, row)
	}
	return all[0], rows
}

// sameCell reports whether two cells are the same text or the same number.
func sameCell(a, b string) bool {
	if a == b {
		return true
	}
	number := strings.NewReplacer(" ", "", ",", ".")
	x, errX := strconv.ParseFloat(number.Replace(a), 64)
	y, errY := strconv.ParseFloat(number.Replace(b), 64)
	return errX == nil && errY == nil && x == y
}
