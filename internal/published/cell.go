package published

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"dubbelkrona"
)

// FindCell returns the cell of a metric and part for the group that conditions of the
// form dimension=value select: municipality by its code or name, year or month for the
// period, and the other dimensions. An empty value is an unknown one. Without conditions
// it is the total. What the metric does not have is an Invalid error.
func FindCell(ctx context.Context, s *Snapshot, metric, part string, conditions []string) (cell dubbelkrona.Cell, err error) {
	rows, err := s.db.Collect(ctx, `SELECT "by" FROM metric.definition WHERE name = ?`, metric)
	if err != nil {
		return cell, err
	}
	if len(rows) == 0 {
		return cell, dubbelkrona.Invalidf("the published snapshot has no metric %q; `dubbelkrona metrics list` lists those of the project", metric)
	}
	cell = dubbelkrona.Cell{Metric: metric, Part: part, PeriodGrain: "all"}
	values, err := conditionsOf(&cell, conditions)
	if err != nil {
		return cell, err
	}
	var grouping []string
	for _, name := range strings.Split(text(rows[0][0]), ",") {
		if _, given := values[name]; given {
			grouping = append(grouping, name)
		}
	}
	if len(grouping) < len(values) {
		return cell, dubbelkrona.Invalidf("%s is not grouped by %s; its dimensions are: %s", metric, strings.Join(slices.Sorted(maps.Keys(values)), ", "), text(rows[0][0]))
	}
	cell.Grouping = strings.Join(grouping, ",")
	if name := values["municipality"]; name != nil {
		if cell.Municipality, err = s.municipality(ctx, *name); err != nil {
			return cell, err
		}
	}
	delete(values, "municipality")
	cell.Dimensions = objectOf(values)
	return cell, nil
}

// conditionsOf sets the period of the cell and returns the values of the dimensions, nil
// for an unknown one.
func conditionsOf(cell *dubbelkrona.Cell, conditions []string) (map[string]*string, error) {
	values := make(map[string]*string)
	for _, condition := range conditions {
		name, value, is := strings.Cut(condition, "=")
		if !is || name == "" {
			return nil, dubbelkrona.Invalidf("%q is not a condition; write dimension=value, such as municipality=2182 or year=2022", condition)
		}
		if _, twice := values[name]; twice || (name == "year" || name == "month") && cell.PeriodGrain != "all" {
			return nil, dubbelkrona.Invalidf("%q: there is another condition on that already", condition)
		}
		switch {
		case name == "year" || name == "month":
			cell.PeriodGrain, cell.Period = name, value
			if value == "" {
				cell.Period = "unknown"
			}
		case value == "":
			values[name] = nil
		default:
			values[name] = &value
		}
	}
	return values, nil
}

// municipality returns the code of a municipality that is given by its code or name.
func (s *Snapshot) municipality(ctx context.Context, name string) (string, error) {
	rows, err := s.db.Collect(ctx, "SELECT DISTINCT code FROM core.municipality WHERE code = ? OR lower(name) = lower(?) ORDER BY code", name, name)
	if err != nil {
		return "", err
	}
	switch {
	case len(rows) == 1:
		return text(rows[0][0]), nil
	case len(rows) > 1:
		return "", dubbelkrona.Invalidf("several municipalities are called %q; write its code", name)
	}
	return name, nil
}

// objectOf returns the dimensions of a cell: a JSON object with sorted keys.
func objectOf(values map[string]*string) dubbelkrona.Dimensions {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(values) // a map of texts has no error
	return dubbelkrona.Dimensions(strings.TrimSpace(b.String()))
}

// sameObject returns dimensions as objectOf writes them.
func sameObject(d dubbelkrona.Dimensions) dubbelkrona.Dimensions {
	values := make(map[string]*string)
	if err := json.Unmarshal([]byte(d.String()), &values); err != nil {
		return d
	}
	return objectOf(values)
}
