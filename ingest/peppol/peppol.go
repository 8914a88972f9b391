// Package peppol reads invoices and credit notes of Peppol BIS Billing 3 (UBL
// 2.1), the required format of invoices to the public sector, with or without a
// StandardBusinessDocument envelope.
//
// # What is a row
//
// A row is an invoice line with its net amount excluding VAT, or an allowance
// or charge of the whole document: see the column kind. Rows are numbered by
// lines, then allowances and charges. The amounts of credit notes and of
// allowances change sign; a negative invoice stays negative.
//
// The rows of a document must sum exactly to its TaxExclusiveAmount. If they do
// not, or if an amount is not a number or has another currency than the
// document, all rows have a fault and are quarantined, since it is unknown
// which is wrong.
//
// The same applies if the type code is not allowed for the document, such as an
// Invoice with the code of a credit note (381).
//
// # Parties
//
// A party's number is the first of: a legal registration, party or electronic
// address of scheme 0007 (Swedish organisation numbers), the number in a
// Swedish VAT number, and a legal registration of any other country or scheme,
// unchanged.
//
// # Limits
//
// Documents are streamed in two passes: the first computes the sums, the second
// writes the rows. A document type declaration is an error, so there are no
// custom entities. Contact persons are not read.
package peppol

import (
	"bytes"
	"context"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/charset"
	"dubbelkrona/internal/rawbatch"
)

// Format reads invoices and credit notes; the zero value is ready. It has no
// settings.
type Format struct{}

// Kind describes the format for the registry.
func Kind() ingest.FormatKind {
	return ingest.FormatKind{
		Name:    "peppol",
		Version: 1,
		Title:   dubbelkrona.Label{SV: "Fakturor i Peppol BIS Billing 3", EN: "Invoices in Peppol BIS Billing 3"},
		Example: `  - {name: fakturor, files: "data/fakturor/*.xml", format: peppol, profile: peppol}
`,
		New:   ingest.FormatNew(func(struct{}) (*Format, error) { return &Format{}, nil }),
		Match: match,
	}
}

// The namespaces of the two documents.
const (
	invoiceSpace    = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
	creditNoteSpace = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"
)

// match looks for the namespace of a document near the beginning.
func match(_ string, head []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n"), []byte("<")) &&
		(bytes.Contains(head, []byte(invoiceSpace)) || bytes.Contains(head, []byte(creditNoteSpace)))
}

// Charset implements ingest.Format. BIS Billing 3 prescribes UTF-8.
func (f *Format) Charset() charset.Charset { return charset.UTF8 }

// Decode implements ingest.Format.
func (f *Format) Decode(_ context.Context, in ingest.Input, b *rawbatch.Batcher) error {
	r, err := in.Open()
	if err != nil {
		return err
	}
	var doc document
	if err := walk(r, in.Limits, &doc); err != nil {
		return err
	}
	if err := doc.complete(); err != nil {
		return err
	}
	if r, err = in.Open(); err != nil {
		return err
	}
	if err := b.AddColumns(columns[:]...); err != nil {
		return err
	}
	out := &output{Batcher: b, doc: &doc}
	if err := walk(r, in.Limits, out); err != nil {
		return err
	}
	return out.adjustments()
}
