// Package ted reads the European Union's procurement journal, Tenders
// Electronic Daily: notices as XML, in eForms (UBL, since 2023) and the earlier
// TED_EXPORT, and responses of the Search API. Package search sends the
// requests.
//
// # Rows
//
// The column record is the kind of the row.
//
// A row "contract" is one contract of a notice: in an award notice each
// contract of each lot's result, and each lot without a contract; in a notice
// before the award each lot. A response of the Search API gives one row per
// notice, since its lists of lots, values and winners have gaps and cannot be
// aligned.
//
// A row "organisation" is a buyer or a winner with a number.
//
// A row "notice" always has a fault: the notice contradicts itself, or has no
// contract.
//
// contract_id is the notice's publication number with the year first
// (2026-00598884 for 598884-2026), then the item of a TED_EXPORT award, or lot
// and contract of an eForms result. A notice that has not been published has
// its own identifier and version instead.
//
// # What is unknown
//
// A cell that is empty in a notice, or withheld from publication, is NULL.
// Fields are withheld if marked by efac:FieldsPrivacy (BT-195) or
// PUBLICATION="NO", whatever their content, and so is every negative amount,
// which is how values are masked. The column withheld lists the withheld
// fields. A range of amounts is not an amount: its ends are in value_low and
// value_high. An estimate is never a value: it would count again when the
// contract is awarded. An amount without a currency is unknown, since a missing
// currency would mean SEK.
//
// A tender of several contracts or lots has its value in the first of them
// only. Where the total that a notice states and the sum of its contracts
// disagree, the contracts keep their values and a faulty row "notice" says so.
//
// # Persons
//
// Notices contain contact persons, owners of companies and sole traders.
// Contact points, addresses and owners are skipped; the name of a winner that
// is a natural person is NULL.
package ted

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"path"
	"strings"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/charset"
	"dubbelkrona/internal/rawbatch"
)

// Settings are the settings of the format ted.
type Settings struct {
	// Charset is one of those of csv. Default: detected. The encoding that the XML
	// declares is not trusted.
	Charset string `yaml:"charset"`
}

// Format reads notices. The zero value detects everything.
type Format struct {
	charset charset.Charset
}

// Kind describes the format for the registry.
func Kind() ingest.FormatKind {
	return ingest.FormatKind{
		Name:     "ted",
		Version:  1,
		Title:    dubbelkrona.Label{SV: "Upphandlingsannonser ur TED (XML, sök-API:ts svar)", EN: "Procurement notices of TED (XML, responses of the Search API)"},
		Settings: Settings{},
		Example: `  - {name: annonser, files: "data/ted/*.xml", format: ted, profile: ted}
`,
		New:   ingest.FormatNew(New),
		Match: match,
	}
}

// New makes the format. Invalid settings are Invalid errors.
func New(s Settings) (*Format, error) {
	cs, err := charset.Parse(s.Charset)
	if err != nil {
		return nil, err
	}
	return &Format{charset: cs}, nil
}

// eformsNamespace is the prefix of the namespaces of eForms, which every notice
// declares in its root beside those of UBL.
const eformsNamespace = "http://data.europa.eu/p27/eforms-ubl-extension"

// match looks for elements and keys that only these notices have.
func match(name string, head []byte) bool {
	head = bytes.TrimLeft(head, " \t\r\n")
	switch {
	case len(head) == 0:
		return false
	case head[0] == '{':
		return bytes.Contains(head, []byte(`"notices"`)) &&
			(bytes.Contains(head, []byte(`"publication-number"`)) || bytes.Contains(head, []byte(`"totalNoticeCount"`)))
	case head[0] != '<' || strings.EqualFold(path.Ext(name), ".html"):
		return false
	}
	return bytes.Contains(head, []byte("<TED_EXPORT")) || bytes.Contains(head, []byte(eformsNamespace))
}

// Charset implements ingest.Format.
func (f *Format) Charset() charset.Charset { return f.charset }

// Decode implements ingest.Format. Rows are numbered from 1, in the order of
// the notices.
func (f *Format) Decode(_ context.Context, in ingest.Input, b *rawbatch.Batcher) error {
	r, err := in.Open()
	if err != nil {
		return err
	}
	if err := b.AddColumns(columnNames[:]...); err != nil {
		return err
	}
	w := writer{b}
	content := bufio.NewReaderSize(r, 64<<10)
	first, err := firstByte(content)
	switch {
	case err != nil:
		return err
	case first == '{':
		return readAnswer(content, in.Limits, w)
	}
	return readNotices(content, in.Limits, w)
}

// firstByte returns the first byte that is not white space, left unread; 0 at
// the end.
func firstByte(r *bufio.Reader) (byte, error) {
	for {
		c, err := r.ReadByte()
		switch {
		case err == io.EOF:
			return 0, nil
		case err != nil:
			return 0, err
		case !strings.ContainsRune(" \t\r\n", rune(c)):
			return c, r.UnreadByte()
		}
	}
}
