// Package peppol reads invoices and credit notes of Peppol BIS Billing 3 (UBL
// 2.1), the form in which suppliers of the public sector must invoice: a row
// for each line, also where a StandardBusinessDocument envelopes the document.
//
// # What is a row
//
// A row is an invoice line with its net amount excluding VAT, or an allowance
// or charge of the document as a whole: kind says which. Positions are the
// ordinals of the lines, then those of allowances and charges. A credit note's
// amounts change sign, an allowance's too; a negative invoice stays negative.
//
// The rows of a document sum to its TaxExclusiveAmount, exactly. Where they do
// not, or an amount is no number or of another currency than the document, all
// rows come with a fault and go to quarantine: nobody can tell which is wrong.
//
// So do those of a document whose type code is not one that Peppol BIS Billing 3
// has for it, such as an Invoice that says it is a credit note (381).
//
// # Who
//
// Of the numbers by which a party is identified the organisation number is
// taken first: a legal registration, party or electronic address of scheme
// 0007 (Swedish organisation numbers), then the number inside a Swedish VAT
// number, then a legal registration of any other country or scheme as it is.
//
// # Limits
//
// Documents are read as they stream past, in two passes: the first adds up,
// the second makes the rows. A document type declaration is refused, and with
// it entities of its own. Contact persons are not read.
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

// Settings are the settings of the format peppol: none.
type Settings struct{}

// Kind is the format as the registry knows it.
func Kind() ingest.FormatKind {
	return ingest.FormatKind{
		Name:     "peppol",
		Version:  1,
		Title:    dubbelkrona.Label{SV: "Fakturor i Peppol BIS Billing 3", EN: "Invoices in Peppol BIS Billing 3"},
		Settings: Settings{},
		Example: `  - {name: fakturor, files: "data/fakturor/*.xml", format: peppol, profile: peppol}
`,
		New: func(_ ingest.Env, decode ingest.Settings) (ingest.Format, error) {
			var s Settings
			if err := decode.Decode(&s); err != nil {
				return nil, err
			}
			return &Format{}, nil
		},
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
func (f *Format) Decode(ctx context.Context, in ingest.Input, emit func(*dubbelkrona.RawBatch) error) error {
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
	b := rawbatch.New(ctx, in, emit)
	defer b.Close()
	out, err := newOutput(b, &doc)
	if err != nil {
		return err
	}
	if err := walk(r, in.Limits, out); err != nil {
		return err
	}
	if err := out.adjustments(); err != nil {
		return err
	}
	return b.Flush()
}
