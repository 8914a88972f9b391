package disclosuretest

import (
	"encoding/json"
	"io"

	"dubbelkrona/disclosure"
)

// Dump writes a problem and the marks of its cells as one line of JSON, the input of
// the attacker in disclosure/testdata/attack.py, which documents it.
func Dump(w io.Writer, name string, p disclosure.Problem, o disclosure.Outcome) error {
	marks := make([]string, len(o.Marks))
	for i, m := range o.Marks {
		marks[i] = m.String()
	}
	return json.NewEncoder(w).Encode(struct {
		Name string `json:"name"`
		disclosure.Problem
		Marks []string `json:"marks"`
	}{name, p, marks})
}
