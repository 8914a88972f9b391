// Package sie reads SIE files of type 4 and 4I, the way in which Swedish
// bookkeeping programs exchange vouchers (SIE file format 4B and 4C): a row
// for each transaction of a voucher, with the names of its account and its
// objects beside their numbers.
//
// # What is a row
//
// A row is a #TRANS, and its position is the line of it. #BTRANS (a row that
// was removed) and #RTRANS (a row that was added later) are history: the
// specification has every #RTRANS followed by an equal #TRANS for programs
// that read #TRANS alone, so the #TRANS rows are what the books say and the
// others would count it twice.
//
// The rows of a voucher sum to 0, to the öre. The rows of one that does not,
// or of which a row cannot be read, all come with the fault voucher.balance or
// voucher.row and go to quarantine together, since nobody can tell which of
// them is wrong; the vouchers beside it are kept. What is wrong with the file
// itself refuses it as a whole: a #KSUMMA that its content does not have, a
// voucher that does not end, a type that has no vouchers (1 to 3 are balances
// and give no spend).
//
// Lines with labels that SIE does not know are passed over, as the
// specification asks for, and counted: a file that has more of them than of
// those it knows is no SIE file and is refused with both figures.
//
// # What is left out
//
// The signature of a voucher or transaction names who keyed it in. No measure
// needs it, so it is not read. There is no supplier in a transaction, unless a
// program wrote one as an object (dimension 9), which comes as dim_9.
//
// A file is text in CP437, whose marks no program can tell from Windows-1252
// by themselves. It is read as UTF-8 if it is valid UTF-8 with characters
// beyond ASCII. One that has the Swedish letters of Windows-1252 and none of
// CP437 is refused, with the setting that reads it.
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
	// UTF-8 and not only ASCII, else cp437, which #FORMAT PC8 stands for.
	Charset string `yaml:"charset"`
}

// Format reads SIE files. The zero value finds the charset itself.
type Format struct{ charset charset.Charset }

// Kind is the format as the registry knows it.
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

// New makes the format. Faulty settings are Invalid errors.
func New(s Settings) (*Format, error) {
	cs, err := charset.Parse(s.Charset)
	if err != nil {
		return nil, err
	}
	switch cs {
	case charset.Detect, charset.CP437, charset.UTF8, charset.Windows1252:
		return &Format{cs}, nil
	}
	return nil, dubbelkrona.Invalidf("charset %q: a SIE file is cp437, utf-8 or windows-1252", s.Charset)
}

// match looks for the first line of every SIE file; .se and .si are names of
// other things too.
func match(_ string, head []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n"), []byte("#FLAGGA"))
}

// Charset implements ingest.Format. The format finds out itself: CP437 is not
// among what can be detected.
func (f *Format) Charset() charset.Charset { return charset.Binary }

// Decode implements ingest.Format. The object is opened twice: its charset is
// that of the whole, and the first voucher needs it.
func (f *Format) Decode(ctx context.Context, in ingest.Input, emit func(*dubbelkrona.RawBatch) error) error {
	r, err := in.Open()
	if err != nil {
		return err
	}
	charset, err := settle(r, f.charset)
	if err != nil {
		return err
	}
	if r, err = in.Open(); err != nil {
		return err
	}
	b := rawbatch.New(ctx, in, emit)
	defer b.Close()
	d, err := newDecoder(b, charset, in.Limits)
	if err != nil {
		return err
	}
	if err := d.read(newLines(r, in.Limits.Record)); err != nil {
		return err
	}
	return b.Flush()
}
