package sqltree

import (
	"slices"
	"strings"
)

// expression returns the label of the marked column that an expression exposes,
// empty for none.
func (e *exposure) expression(tree any, f *frame) string {
	n, ok := tree.(map[string]any)
	if !ok {
		return ""
	}
	switch n["class"] {
	case "COLUMN_REF":
		return e.reference(items(n["column_names"]), f)
	case "COMPARISON", "CONJUNCTION", "BETWEEN", "CONSTANT":
		return ""
	case "OPERATOR":
		if isCondition(text(n["type"])) {
			return ""
		}
	case "FUNCTION", "WINDOW":
		if hidesRows(n) {
			return ""
		}
	case "CASE":
		for _, check := range items(n["case_checks"]) {
			if of := e.expression(within(check, "then_expr"), f); of != "" {
				return of
			}
		}
		return e.expression(n["else_expr"], f)
	case "CAST", "COLLATE":
		return e.expression(n["child"], f)
	case "LAMBDA":
		return e.expression(n["expr"], f)
	case "SUBQUERY":
		return e.subquery(n, f)
	case "STAR":
		for _, c := range e.star(n, f) {
			return c.of
		}
	}
	for _, child := range items(n["children"]) {
		if of := e.expression(child, f); of != "" {
			return of
		}
	}
	return ""
}

// reference resolves column, relation.column or schema.relation.column; names
// after a column are fields of it.
func (e *exposure) reference(names []any, f *frame) string {
	for i, name := range names {
		relation := ""
		if i > 0 {
			relation = lower(names[i-1])
		}
		if of := f.column(relation, lower(name)); of != "" {
			return of
		}
	}
	return ""
}

func (e *exposure) subquery(n map[string]any, f *frame) string {
	if kind := n["subquery_type"]; kind == "EXISTS" || kind == "NOT_EXISTS" || kind == "ANY" {
		return ""
	}
	for _, c := range e.query(within(n["subquery"], "node"), f) {
		return c.of
	}
	return ""
}

// isCondition reports whether the result of an operator is a boolean.
func isCondition(operator string) bool {
	return strings.HasPrefix(operator, "COMPARE_") || slices.Contains([]string{"OPERATOR_NOT", "OPERATOR_IS_NULL", "OPERATOR_IS_NOT_NULL"}, operator)
}

// summaries are the functions whose result does not show the value of any row:
// aggregates, row numbers, lengths, conditions and parts of dates.
var summaries = strings.Fields(`count count_star count_if sum sum_no_overflow fsum kahan_sum avg mean favg median mad product geomean
	quantile_cont quantile_disc quantile approx_quantile approx_count_distinct stddev stddev_pop stddev_samp var_pop var_samp variance
	bool_and bool_or corr covar_pop covar_samp kurtosis skewness entropy
	row_number rank dense_rank percent_rank cume_dist ntile
	length strlen contains starts_with ends_with prefix suffix regexp_matches regexp_full_match ~~ !~~ ~~* !~~* isfinite isnan
	year quarter month decade century`)

// hidesRows reports whether the result of a function does not show the value of
// any row.
func hidesRows(n map[string]any) bool {
	name := lower(n["function_name"])
	switch name {
	case "date_trunc", "datetrunc", "date_part", "datepart":
		arguments := items(n["children"])
		return len(arguments) > 0 && slices.Contains([]string{"year", "quarter", "month", "decade", "century"}, lower(within(arguments[0], "value", "value")))
	}
	return slices.Contains(summaries, name)
}
