package transform

import (
	"strings"
	"testing"
)

// An error that a spreadsheet shows in place of a value is unknown, with a warning, in
// columns of every kind. Texts that only begin like an error are texts.
func TestCellErrors(t *testing.T) {
	for _, cell := range append(cellErrors[:], "########", "Err:508") {
		got := run(t, Spec{Profile: "contract"}, "x.csv", [][]string{
			{"contract_id", "supplier_name", "supplier_org_no", "municipality", "value", "start", "reserved", "vat_basis", "procedure"},
			{"1", cell, cell, cell, cell, cell, cell, cell, cell}})
		equalLists(t, cell, got.rows, []string{"contract: contract_id=1 _row=2"})
		if len(got.issues) != 8 || strings.Count(strings.Join(got.rules(), " "), string(ruleCellError)) != 8 {
			t.Errorf("%s: %q; want a word about each of eight cells", cell, got.rules())
		}
	}
	for _, cell := range []string{"#1 Städ AB", "#4711", "#", "##", "#REF", "VALUE!", "# REF!", "Err: 508", "Fel:stavat AB"} {
		got := run(t, Spec{Profile: "contract"}, "x.csv", [][]string{{"contract_id", "supplier_name"}, {cell, cell}})
		equalLists(t, cell, got.rows, []string{"contract: contract_id=" + cell + " supplier_name=" + cell + " _row=2"})
	}
	mapped := Spec{Tables: []TableSpec{{Table: "contract", Columns: map[string]ColumnSpec{
		"contract_id": {Column: List{"contract_id"}}, "status": {Column: List{"status"}, Values: map[string]Scalar{"#N/A": "okänd"}}}}}}
	got := run(t, mapped, "x.csv", [][]string{{"contract_id", "status"}, {"1", "#N/A"}})
	equalLists(t, "a cell that the mapping knows", append(got.rows, got.rules()...), []string{"contract: contract_id=1 status=okänd _row=2"})
}

// Numbers that a spreadsheet has shortened are rejected, since two references could become
// equal. In free text they are kept.
func TestNumbersThatLostDigits(t *testing.T) {
	header := []string{"contract_id", "supplier_org_no", "title", "value", "start"}
	for _, c := range []struct {
		row  []string
		rule string
	}{
		{[]string{"1,23457E+06", "", "", "", ""}, "2 contract_id number.scientific"},
		{[]string{"1E+106", "", "", "", ""}, "2 contract_id number.scientific"},
		{[]string{"-1.5E-06", "", "", "", ""}, "2 contract_id number.scientific"},
		{[]string{"1", "5,56016E+09", "", "", ""}, "2 supplier_org_no number.scientific"},
		{[]string{"1", "", "", "1,23457E+06", ""}, "2 value number.scientific"},
		{[]string{"1", "", "", "", "4,5306E+04"}, "2 start date.invalid"},
	} {
		got := run(t, Spec{Profile: "contract"}, "x.csv", [][]string{header, c.row, {"2", "", "", "1", ""}})
		equalLists(t, c.rule, append(got.rows, got.rules()...), []string{"contract: contract_id=2 value=1.00 _row=3", c.rule})
	}
	got := run(t, Spec{Profile: "contract"}, "x.csv", [][]string{header, {"2E10", "", "1,5E+06 kWh", "", ""}, {"E+10", "", "1E+06", "", ""}})
	equalLists(t, "texts", append(got.rows, got.rules()...), []string{"contract: contract_id=2E10 title=1,5E+06 kWh _row=2", "contract: contract_id=E+10 title=1E+06 _row=3"})
	other := Spec{Tables: []TableSpec{{Table: "placement", Columns: map[string]ColumnSpec{
		"person": {Column: List{"id"}, As: asOtherID}, "contract_ref": {Column: List{"a"}}, "start": {Column: List{"s"}}}}}}
	got = run(t, other, "x.csv", [][]string{{"id", "a", "s"}, {"1,99E+11", "A", "2024-01-01"}})
	equalLists(t, "a person", append(got.rows, got.rules()...), []string{"2 person person.invalid"})
}

// Words for unknown are recognised in cells only. Names of objects, constants and parts of
// names are taken literally.
func TestNamesThatLookUnknown(t *testing.T) {
	for _, name := range []string{"nan", "null", "saknas", "NaN", "-", "N/A", "#N/A", "1E+06"} {
		got := run(t, Spec{Tables: []TableSpec{{Table: "spend", Columns: map[string]ColumnSpec{
			"amount": {Column: List{"belopp"}}, "supplier_name": {Const: new(Scalar(name))}, "unit": {From: fromName}, "account_name": {From: fromName, Pattern: `.*`}}}}},
			name, [][]string{{"belopp"}, {"1"}})
		equalLists(t, name, append(got.rows, got.rules()...),
			[]string{"spend: object=" + name + " unit=" + name + " account_name=" + name + " supplier_name=" + name + " amount=1.00 _row=2"})
	}
	got := run(t, Spec{Profile: "contract"}, "x.csv", [][]string{{"contract_id", "supplier_name"}, {"1", "Null AB"}, {"nan", "null"}, {"2", "nan"}})
	equalLists(t, "cells", append(got.rows, got.rules()...),
		[]string{"contract: contract_id=1 supplier_name=Null AB _row=2", "contract: contract_id=2 _row=4", "3 contract_id required"})
}
