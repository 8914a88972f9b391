package sie

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/charset"
	"dubbelkrona/internal/rawbatch"
)

// decoder reads one file.
type decoder struct {
	charset charset.Charset
	limits  ingest.Limits
	books   books
	sum     checksum
	record  record
	out     *output

	kind     string   // of #SIETYP, empty before it
	voucher  *voucher // the current one, nil between vouchers
	vouchers int64
	// Lines with labels that SIE knows and does not know.
	known, unknown int64
}

func newDecoder(b *rawbatch.Batcher, charset charset.Charset, limits ingest.Limits) (*decoder, error) {
	out, err := newOutput(b)
	if err != nil {
		return nil, err
	}
	return &decoder{charset: charset, limits: limits, books: newBooks(), out: out}, nil
}

// read reads the file to its end.
func (d *decoder) read(r io.Reader) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 0, min(int(d.limits.Record), 64<<10)), int(d.limits.Record))
	lines.Split(splitLine)
	n := int64(1)
	for ; lines.Scan(); n++ {
		d.record.parse(lines.Bytes())
		if err := d.line(n); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return dubbelkrona.Invalidf("line %d is longer than %d bytes", n, d.limits.Record)
	case err != nil:
		return err
	}
	return d.end()
}

// splitLine is a bufio.SplitFunc for lines with any of the line ends LF, CRLF
// and CR.
func splitLine(data []byte, atEOF bool) (advance int, token []byte, err error) {
	i := bytes.IndexAny(data, "\r\n")
	switch {
	case i < 0 && atEOF && len(data) > 0:
		return len(data), data, nil
	case i < 0:
		return 0, nil, nil
	case data[i] == '\n':
		return i + 1, data[:i], nil
	case i+1 < len(data) && data[i+1] == '\n':
		return i + 2, data[:i], nil
	case i+1 < len(data) || atEOF:
		return i + 1, data[:i], nil
	}
	return 0, nil, nil // a CR at the end may be half a CRLF
}

// line processes the record of a line.
func (d *decoder) line(n int64) error {
	r := &d.record
	if len(r.label) == 0 {
		return nil
	}
	if string(r.label) == "#KSUMMA" {
		d.known++
		return d.sum.mark(r)
	}
	d.sum.add(r)
	switch r.label[0] {
	case '{', '}':
		return d.brace(r, n)
	case '#':
		return d.labelled(r, n)
	}
	return dubbelkrona.Invalidf("it begins with neither a label nor a brace, as every line of a SIE file does")
}

// labelled processes a record with a label.
func (d *decoder) labelled(r *record, n int64) error {
	d.known++
	switch string(r.label) {
	case "#SIETYP":
		return d.typed(d.text(r.field(0)))
	case "#VER":
		if d.voucher != nil {
			return dubbelkrona.Invalidf("a voucher begins before that of line %d has ended", d.voucher.line)
		}
		d.voucher = newVoucher(d, r, n)
		d.vouchers++
		return nil
	case "#TRANS":
		if d.voucher == nil || !d.voucher.open {
			return dubbelkrona.Invalidf("a #TRANS stands outside of the braces of a voucher")
		}
		return d.voucher.add(d, r, n)
	case "#FNAMN":
		d.books.name = d.text(r.field(0))
	case "#ORGNR":
		d.books.orgNo = d.text(r.field(0))
	case "#VALUTA":
		d.books.currency = d.text(r.field(0))
	case "#KONTO", "#UNDERDIM", "#OBJEKT":
		return d.books.register(d, r)
	case "#BTRANS", "#RTRANS", "#DIM", "#ADRESS", "#BKOD", "#ENHET", "#FLAGGA", "#FNR", "#FORMAT", "#FTYP", "#GEN", "#IB", "#KPTYP", "#KTYP",
		"#OIB", "#OMFATTN", "#OUB", "#PBUDGET", "#PROGRAM", "#PROSA", "#PSALDO", "#RAR", "#RES", "#SRU", "#TAXAR", "#UB":
	default:
		d.known--
		d.unknown++
	}
	return nil
}

// typed processes the type of the file.
func (d *decoder) typed(kind string) error {
	switch d.kind = strings.ToUpper(kind); d.kind {
	case "4", "4I", "4E":
		return nil
	case "1", "2", "3":
		return dubbelkrona.Invalidf("it is of type %s, which has balances but no vouchers; export SIE type 4 (transactions)", d.kind)
	}
	return dubbelkrona.Invalidf("#SIETYP says neither 1, 2, 3 nor 4")
}

// brace opens or closes the rows of a voucher.
func (d *decoder) brace(r *record, n int64) error {
	v := d.voucher
	switch {
	case len(r.label) > 1:
		return dubbelkrona.Invalidf("a brace around a voucher's rows must stand alone")
	case v == nil || v.open == (r.label[0] == '{'):
		return dubbelkrona.Invalidf("a brace stands where no voucher begins or ends")
	case !v.open:
		v.open = true
		return nil
	}
	d.voucher = nil
	return d.out.write(&d.books, v)
}

// end checks what requires the whole file.
func (d *decoder) end() error {
	switch {
	case d.voucher != nil:
		return dubbelkrona.Invalidf("it ends within the voucher of line %d; it is cut off or still being written", d.voucher.line)
	case d.sum.begun && !d.sum.ended:
		return dubbelkrona.Invalidf("its #KSUMMA begins but has no value; it is cut off or still being written")
	case d.unknown > d.known:
		return dubbelkrona.Invalidf("%d of its %d labels are not labels of SIE; it is not a SIE file", d.unknown, d.unknown+d.known)
	case d.kind == "" && d.vouchers == 0:
		return dubbelkrona.Invalidf("it has no #SIETYP, which the specification reads as type 1: balances and no vouchers; export SIE type 4 (transactions)")
	}
	return nil
}

func (d *decoder) text(raw []byte) string { return text(raw, d.charset) }
