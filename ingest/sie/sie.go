// Package sie reads SIE files of type 4 and 4I (SIE file format 4B and 4C), in
// which Swedish bookkeeping programs exchange vouchers: a row for each
// transaction of a voucher, with the numbers and names of its account and
// objects.
//
// # What is a row
//
// A row is a #TRANS, and its number is that of its line. #BTRANS (a removed
// row) and #RTRANS (a row added later) are history: by the specification every
// #RTRANS is followed by an equal #TRANS for programs that read #TRANS only, so
// the #TRANS rows are the books and the others would be counted twice.
//
// The rows of a voucher must sum to exactly 0. If they do not, or if one of
// them cannot be read, all rows of the voucher have the fault voucher.balance
// or voucher.row and are quarantined together, since it is unknown which is
// wrong; other vouchers are kept. Errors of the file itself reject it as a
// whole: a wrong #KSUMMA, an unfinished voucher, a type without vouchers (1 to
// 3 are balances).
//
// Lines with unknown labels are skipped, as the specification requires, and
// counted: a file with more unknown than known labels is not a SIE file, and
// the error gives both numbers.
//
// # What is left out
//
// The signature of a voucher or transaction names the person who entered it. No
// metric needs it, so it is not read. A transaction has no supplier, unless a
// program wrote one as an object (dimension 9), which is the column dim_9.
//
// A file is text in CP437. It is read as UTF-8 if it is valid UTF-8 and not
// only ASCII. A file with the Swedish letters of Windows-1252 and none of CP437
// is an error, which names the setting to use.
package sie

import (
	"bytes"
	"context"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/charset"
	"dubbelkrona/internal/rawbatch"
)

// Settings are the settings of the format sie.
type Settings struct {
	// Charset is cp437, utf-8 or windows-1252. Default: utf-8 if the file is valid
	// UTF-8 and not only ASCII, otherwise cp437, the charset of #FORMAT PC8.
	Charset string `yaml:"charset"`
}

// Format reads SIE files. The zero value detects the charset.
type Format struct{ charset charset.Charset }

// Kind describes the format for the registry.
func Kind() ingest.FormatKind {
	return ingest.FormatKind{
		Name:     "sie",
		Version:  1,
		Title:    dubbelkrona.Label{SV: "SIE 4 (verifikationer)", EN: "SIE 4 (accounting vouchers)"},
		Settings: Settings{},
		Example: `  - {name: bokforing, files: "data/*.se", format: sie, profile: sie-kommunbas}
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
	switch cs {
	case charset.Detect, charset.CP437, charset.UTF8, charset.Windows1252:
		return &Format{cs}, nil
	}
	return nil, dubbelkrona.Invalidf("charset %q: must be cp437, utf-8 or windows-1252 for a SIE file", s.Charset)
}

// match looks for the first line of every SIE file; .se and .si are also used
// for other files.
func match(_ string, head []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n"), []byte("#FLAGGA"))
}

// Charset implements ingest.Format. The format detects it itself, since package
// charset does not detect CP437.
func (f *Format) Charset() charset.Charset { return charset.Binary }

// Decode implements ingest.Format. The object is opened twice: the charset
// depends on the whole object and is needed from the first voucher.
func (f *Format) Decode(_ context.Context, in ingest.Input, b *rawbatch.Batcher) error {
	r, err := in.Open()
	if err != nil {
		return err
	}
	charset, err := detect(r, f.charset)
	if err != nil {
		return err
	}
	if r, err = in.Open(); err != nil {
		return err
	}
	d, err := newDecoder(b, charset, in.Limits)
	if err != nil {
		return err
	}
	return d.read(r)
}
