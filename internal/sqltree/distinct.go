package sqltree

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"
)

// Counted returns X of a SELECT count(DISTINCT X) FILTER (WHERE condition) without FROM,
// then its condition if there is one, each as the SELECT of it alone. The SELECT is
// given, and they are returned, as the text that json_serialize_sql writes with all
// defaults and json_deserialize_sql reads. It returns none if the SELECT is anything
// else.
func Counted(serialized string) (texts []string, err error) {
	var s struct {
		Error      bool   `json:"error"`
		Message    string `json:"error_message"`
		Statements []struct {
			Node map[string]any `json:"node"`
		} `json:"statements"`
	}
	// A number of the tree may be too large for a float.
	decoder := json.NewDecoder(strings.NewReader(serialized))
	decoder.UseNumber()
	if err := decoder.Decode(&s); err != nil {
		return nil, fmt.Errorf("syntax tree read: %w", err)
	}
	if s.Error || len(s.Statements) != 1 {
		return nil, errors.New(s.Message)
	}
	tree := s.Statements[0].Node
	for _, part := range counted(tree) {
		only := maps.Clone(tree)
		only["select_list"] = []any{part}
		var b bytes.Buffer
		encoder := json.NewEncoder(&b)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(map[string]any{"error": false, "statements": []any{map[string]any{"node": only}}}); err != nil {
			return nil, fmt.Errorf("syntax tree write: %w", err)
		}
		texts = append(texts, b.String())
	}
	return texts, nil
}

// counted returns what the only expression of a tree counts, and the condition of it.
func counted(tree any) []any {
	list := items(within(tree, "select_list"))
	if len(list) != 1 || text(within(tree, "from_table", "type")) != "EMPTY" {
		return nil
	}
	arguments := items(within(list[0], "children"))
	distinct, _ := within(list[0], "distinct").(bool)
	if within(list[0], "class") != "FUNCTION" || lower(within(list[0], "function_name")) != "count" || !distinct || len(arguments) != 1 {
		return nil
	}
	if filter := within(list[0], "filter"); filter != nil {
		return append(arguments[:1:1], filter)
	}
	return arguments
}
