package sqltree

import "maps"

// Distinct returns X of a tree of SELECT count(DISTINCT X) FILTER (WHERE condition)
// without FROM, and the condition, nil for none. It reports whether the tree is that.
func Distinct(tree any) (x, condition any, ok bool) {
	list := items(within(tree, "select_list"))
	if len(list) != 1 || text(within(tree, "from_table", "type")) != "EMPTY" {
		return nil, nil, false
	}
	call := list[0]
	arguments := items(within(call, "children"))
	distinct, _ := within(call, "distinct").(bool)
	if within(call, "class") != "FUNCTION" || lower(within(call, "function_name")) != "count" || !distinct || len(arguments) != 1 {
		return nil, nil, false
	}
	return arguments[0], within(call, "filter"), true
}

// Only returns a tree that selects one expression and is otherwise the given tree.
func Only(tree, expression any) any {
	n, ok := tree.(map[string]any)
	if !ok {
		return tree
	}
	only := maps.Clone(n)
	only["select_list"] = []any{expression}
	return only
}
