package postgres

import (
	"embed"
	"fmt"
	"strings"
)

// The views are files, so that they can be read and run as they are.
//
//go:embed views/*.sql
var viewFiles embed.FS

// view is a view of the schema.
type view struct{ name, comment, body string }

// viewNames are the views in an order in which each reads only tables and earlier
// views.
var viewNames = []string{"result_wide", "result_leaf", "warning", "freshness"}

// views returns the views. A file is a comment of lines that begin with "--", and a
// SELECT in which {schema} stands for the schema.
func views(schema string) (all []view, err error) {
	for _, name := range viewNames {
		text, err := viewFiles.ReadFile("views/" + name + ".sql")
		if err != nil {
			return nil, fmt.Errorf("view %s: %w", name, err)
		}
		v := view{name: name}
		var comment []string
		body := string(text)
		for strings.HasPrefix(body, "-- ") {
			line, rest, _ := strings.Cut(body, "\n")
			comment, body = append(comment, strings.TrimPrefix(line, "-- ")), rest
		}
		v.comment = strings.Join(comment, " ")
		v.body = strings.TrimSpace(strings.ReplaceAll(body, "{schema}", quote(schema)))
		all = append(all, v)
	}
	return all, nil
}

// create returns the statements that create the view.
func (v view) create(schema, marker string) []string {
	name := quote(schema) + "." + quote(v.name)
	return []string{fmt.Sprintf("CREATE VIEW %s AS\n%s", name, v.body), fmt.Sprintf("COMMENT ON VIEW %s IS %s", name, literal(v.comment+" "+marker))}
}
