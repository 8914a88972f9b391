// Package ocds reads procurement data in the Open Contracting Data Standard
// 1.1: release and record packages, single releases and records, arrays of them
// and JSON Lines, in any combination.
//
// # From releases to rows
//
// The releases of one contracting process (ocid) are merged by the standard's
// routine into the compiled release, which becomes rows:
//
//	contract      one per contract, with its award, tender, buyer and suppliers;
//	              one per award that no contract names; one for a process that
//	              has neither, so that each process is seen
//	transaction   one per transaction of a contract's implementation
//	organisation  one per organisation with a Swedish number, with the name
//	              that the newest process gives it; behind all other rows
//
// The column record is the kind of the row; rows are numbered in their order.
// contract_id is ocid/id for a contract, since its id is unique within its
// process only, ocid/award/id for an award and the ocid for the rest. The
// status of the latter two begins with award. or tender., or is planning, since
// an active tender is not an active contract. Estimated values, and the value
// of an award that is not active or may belong to a contract of the process,
// are not contract values and are left out.
//
// # What is not merged
//
// If a process has a compiled release, as in a record, merging starts with the
// newest one and adds only later releases. A record that only links to its
// releases and has no compiled one is a faulty row. So is a process with two
// releases of the same id and different content: releases never change, so one
// of them is wrong. Equal releases count once, also those without an id. Two
// contradictory releases of one date are merged in the order of their ids, and
// a faulty row reports it.
//
// The ids 1 and "1" are equal. If two contracts, awards, lots, payments or
// organisations of a release have the same id, merging would lose one of them;
// the process is then a faulty row.
//
// # Values of the wrong type
//
// A single object instead of an array, such as suppliers, is read as an array
// of one, and an array of one instead of an object as that object. Any other
// type of a field that is read makes the process a faulty row.
//
// # Extensions
//
// Extension fields without merge rules are merged as the standard specifies.
// The extensions for lots, suppliers of contracts, other requirements, contract
// terms and sustainability are read; the setting columns adds any other.
package ocds

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/charset"
	"dubbelkrona/internal/rawbatch"
	"dubbelkrona/internal/regular"
)

// Settings are the settings of the format ocds.
type Settings struct {
	// Charset is one of those of csv. Default: detected.
	Charset string `yaml:"charset"`
	// Schema is the path of a release schema that includes the publisher's
	// extensions, absolute or relative to the project. Its merge rules replace
	// those of the standard.
	Schema string `yaml:"schema"`
	// WholeLists are the paths of further arrays that are merged as one value and
	// not element by element, such as tender/lots/codes.
	WholeLists []string `yaml:"whole_lists"`
	// Currency is the currency of amounts that state none. Default: unknown, so
	// that such amounts are in no sum.
	Currency string `yaml:"currency"`
	// Columns adds columns to the rows of contracts: the name of each, and the
	// path of its field below release, tender, award or contract, such as
	// tender/lots.
	Columns map[string]string `yaml:"columns"`
}

// Format reads OCDS.
type Format struct {
	charset  charset.Charset
	rules    *rules
	currency string
	extra    []extraColumn
}

// Kind describes the format for the registry.
func Kind() ingest.FormatKind {
	return ingest.FormatKind{
		Name:     "ocds",
		Version:  1,
		Title:    dubbelkrona.Label{SV: "OCDS 1.1, öppna upphandlingsdata", EN: "OCDS 1.1, open contracting data"},
		Settings: Settings{},
		Example: `  - {name: avtal, files: "data/ocds/*.json", format: ocds, together: true, profile: ocds}
`,
		New:   ingest.FormatNewIn(New),
		Match: match,
	}
}

// New makes the format. Invalid settings are Invalid errors.
func New(env ingest.Env, s Settings) (*Format, error) {
	cs, err := charset.Parse(s.Charset)
	if err != nil {
		return nil, err
	}
	list := standardRules()
	if s.Schema != "" {
		schema, err := regular.ReadFile(ingest.InProject(env.Root, s.Schema))
		if err != nil {
			return nil, dubbelkrona.Invalidf("schema: %w", err)
		}
		if list, err = rulesOf(schema); err != nil {
			return nil, dubbelkrona.Invalidf("schema %s: %w", s.Schema, err)
		}
	}
	if err := list.with(s.WholeLists); err != nil {
		return nil, err
	}
	f := &Format{charset: cs, rules: list.tree(), currency: cmp.Or(s.Currency, unknownCurrency)}
	f.extra, err = extraColumns(s.Columns)
	return f, err
}

// match looks for keys that only OCDS has: an ocid, or an array of releases or
// records in an object that begins like a package.
func match(_ string, head []byte) bool {
	start := bytes.TrimLeft(head, " \t\r\n[")
	if len(start) == 0 || start[0] != '{' {
		return false
	}
	has := func(key string) bool { return bytes.Contains(head, []byte(`"`+key+`"`)) }
	return has("ocid") || (has("releases") || has("records")) && has("publishedDate")
}

// Charset implements ingest.Format.
func (f *Format) Charset() charset.Charset { return f.charset }

// Decode implements ingest.Format.
func (f *Format) Decode(_ context.Context, in ingest.Input, b *rawbatch.Batcher) error {
	out, err := newRows(b, f, in.Limits)
	if err != nil {
		return err
	}
	if err := gather(in, func(elements []element) error { return f.processes(out, elements, in.Limits) }, out.fault); err != nil {
		return err
	}
	return out.organisations()
}

// extraColumn is a column of the setting columns.
type extraColumn struct {
	name string
	root string
	path []string
}

func extraColumns(settings map[string]string) ([]extraColumn, error) {
	var all []extraColumn
	for name, path := range settings {
		parts := strings.Split(path, "/")
		if len(parts) < 2 || !slices.Contains([]string{"release", "tender", "award", "contract"}, parts[0]) || slices.Contains(parts, "") {
			return nil, dubbelkrona.Invalidf("columns: %s: %q is not a path; write release, tender, award or contract and the names of fields below it, separated by /", name, path)
		}
		if slices.Contains(columnNames[:], name) || rawbatch.CleanName(name) != name || name == "" {
			return nil, dubbelkrona.Invalidf("columns: %q is a column of the format, or not a valid name", name)
		}
		all = append(all, extraColumn{name, parts[0], parts[1:]})
	}
	slices.SortFunc(all, func(a, b extraColumn) int { return strings.Compare(a.name, b.name) })
	return all, nil
}
