package api

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"

	"dubbelkrona"
)

// object is a JSON object whose keys are written in alphabetical order.
type object map[string]any

// operation is a path of the API.
type operation struct {
	path, id, summary string
	parameter         *parameter
	answer            any
}

// parameter is the name in a path.
type parameter struct{ name, doc, pattern, example string }

func operations() []operation {
	metric := &parameter{"metric", "name of a metric, from " + PathMetrics, "^[a-z][a-z0-9_]*$", "double_value"}
	code := &parameter{"code", "kommunkod of a municipality, from " + PathMunicipalities, "^[0-9]{4}$", "2182"}
	return []operation{
		{PathSnapshot, "snapshot", "What is published", nil, Snapshot{}},
		{PathHeadline, "headline", "The figures to show first", nil, Headline{}},
		{PathMetrics, "metrics", "The metrics", nil, Metrics{}},
		{PathMetric + "{metric}", "metric", "All figures of a metric", metric, Figures{}},
		{PathMunicipalities, "municipalities", "The municipalities that have figures", nil, Municipalities{}},
		{PathMunicipality + "{code}", "municipality", "All figures of a municipality", code, Figures{}},
		{PathSources, "sources", "The sources", nil, Sources{}},
		{PathWarnings, "warnings", "The checks that found something", nil, Warnings{}},
	}
}

// Document returns the description of the API in OpenAPI 3.1, as JSON.
func Document(version string) ([]byte, error) {
	schemas := schemas{}
	paths := object{PathDocument: object{"get": describe("document", "This description", object{"type": "object"}, nil, schemas)}}
	for _, o := range operations() {
		paths[o.path] = object{"get": describe(o.id, o.summary, schemas.of(reflect.TypeOf(o.answer)), o.parameter, schemas)}
	}
	document := object{
		"openapi": "3.1.0",
		"info": object{"title": "dubbelkrona", "version": version,
			"description": "The released figures of a project: what a krona of public purchasing gave back. Every answer is a file of one snapshot and changes only when a new one is published; ask again with If-None-Match. " +
				"A value that is null has a status that says why: suppressed is written as two dots (..), unknown as a dash (–), and 0 is 0."},
		"servers":    []any{object{"url": "/"}},
		"paths":      paths,
		"components": object{"schemas": schemas, "securitySchemes": object{"bearer": object{"type": "http", "scheme": "bearer"}, "basic": object{"type": "http", "scheme": "basic", "description": "the token as the password, with any user name"}}},
		// Where no token is required, none is sent.
		"security": []any{object{"bearer": []any{}}, object{"basic": []any{}}},
	}
	content, err := json.MarshalIndent(document, "", " ")
	if err != nil {
		return nil, fmt.Errorf("API describe: %w", err)
	}
	return append(content, '\n'), nil
}

// describe returns the description of one path's GET.
func describe(id, summary string, answer object, p *parameter, schemas schemas) object {
	tag := object{"description": "SHA-256 of the bytes of this answer", "required": true, "schema": object{"type": "string", "pattern": `^"[0-9a-f]{64}"$`}}
	responses := object{
		"200": object{"description": "done", "headers": object{"ETag": tag}, "content": object{ContentType: object{"schema": answer}}},
		"304": object{"description": "what If-None-Match names is still the answer", "headers": object{"ETag": tag}},
		"206": object{"description": "the bytes that Range names"},
		"416": object{"description": "Range names no bytes of the answer"},
		"412": object{"description": "If-Match names another answer"},
	}
	problem := object{ProblemType: object{"schema": schemas.of(reflect.TypeFor[Problem]())}}
	for status, text := range map[string]string{"401": "a token is required", "404": "there is nothing at this path", "405": "only GET and HEAD are answered", "413": "a request has no body", "414": "the URL is too long",
		"421": "the host name is not one of this server", "429": "too many wrong tokens were sent", "503": "nothing is published yet, or too many requests are being answered"} {
		responses[status] = object{"description": text, "content": problem}
	}
	operation := object{"operationId": id, "summary": summary, "responses": responses}
	if p != nil {
		operation["parameters"] = []any{object{"name": p.name, "in": "path", "required": true, "description": p.doc, "schema": object{"type": "string", "pattern": p.pattern, "maxLength": 100}, "example": p.example}}
	}
	return operation
}

// schemas are the schemas of the types, by their names.
type schemas map[string]any

// of returns the schema of a type; that of a struct is a reference to a schema that it
// adds.
func (s schemas) of(t reflect.Type) object {
	switch t {
	case reflect.TypeFor[time.Time]():
		return object{"type": "string", "format": "date-time"}
	case reflect.TypeFor[dubbelkrona.Number]():
		return object{"type": []string{"number", "null"}, "description": "exact decimal number"}
	case reflect.TypeFor[dubbelkrona.Count]():
		return object{"type": []string{"integer", "null"}}
	case reflect.TypeFor[dubbelkrona.Day]():
		return object{"type": []string{"string", "null"}, "format": "date"}
	case reflect.TypeFor[dubbelkrona.Dimensions]():
		return object{"type": "object"}
	case reflect.TypeFor[dubbelkrona.Result]():
		if _, known := s["Figure"]; !known {
			s["Figure"] = s.figure()
		}
		return object{"$ref": "#/components/schemas/Figure"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return object{"anyOf": []any{s.of(t.Elem()), object{"type": "null"}}}
	case reflect.Slice:
		return object{"type": "array", "items": s.of(t.Elem())}
	case reflect.Struct:
		if _, known := s[t.Name()]; !known {
			s[t.Name()] = nil // in case it contains itself
			s[t.Name()] = s.structure(t)
		}
		return object{"$ref": "#/components/schemas/" + t.Name()}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		return object{"type": "integer"}
	default:
		return object{"type": "string"}
	}
}

// structure returns the schema of a struct; every field is there.
func (s schemas) structure(t reflect.Type) object {
	properties, required := object{}, []string{}
	for _, field := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		schema := s.of(field.Type)
		if doc := field.Tag.Get("doc"); doc != "" {
			schema["description"] = doc
		}
		properties[name], required = schema, append(required, name)
	}
	return object{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}

// figure returns the schema of a result, from its columns.
func (s schemas) figure() object {
	properties, required := object{}, []string{}
	for _, c := range dubbelkrona.ResultColumns() {
		schema := s.of(reflect.TypeOf(c.Field(new(dubbelkrona.Result))).Elem())
		schema["description"] = c.Doc.EN
		properties[c.Name], required = schema, append(required, c.Name)
	}
	return object{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}
