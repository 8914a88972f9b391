package sie

import (
	"fmt"

	"dubbelkrona"
)

// voucher is a #VER with its #TRANS rows, kept until its end, when their
// balance is known.
type voucher struct {
	line         int64
	open         bool // its opening brace was read
	series       string
	number       string
	date, text   string
	transactions []transaction
	sum          int64  // of the amounts, in öre
	fault        string // what is wrong with the whole, empty for nothing
	held         int64  // bytes of the rows
}

// transaction is one #TRANS.
type transaction struct {
	line     int64
	account  string
	objects  []object
	amount   string
	date     string
	text     string
	quantity string
}

// newVoucher parses a #VER: series, number, date, text.
func newVoucher(d *decoder, r *record, line int64) *voucher {
	v := &voucher{line: line, series: d.text(r.field(0)), number: d.text(r.field(1)), date: d.text(r.field(2)), text: d.text(r.field(3))}
	if why := r.brokenBefore(3); why != "" {
		v.broken(line, why)
	}
	return v
}

// overhead is the approximate size of a transaction in bytes without its texts.
const overhead = 160

// add parses a #TRANS: account, objects, amount, date, text, quantity.
func (v *voucher) add(d *decoder, r *record, line int64) error {
	t := transaction{line: line, account: d.text(r.field(0)), amount: d.text(r.field(2)), date: d.text(r.field(3)),
		text: d.text(r.field(4)), quantity: d.text(r.field(5))}
	öre, ok := parseAmount(r.field(2))
	switch why := r.brokenBefore(3); {
	case why != "":
		v.broken(line, why)
	case len(r.fields) < 3 || !r.fields[1].list || t.account == "":
		v.broken(line, "an account, an object list and an amount are expected")
	case !ok:
		v.broken(line, "the amount is no number with a point and two decimals")
	default:
		if v.sum, ok = addAmount(v.sum, öre); !ok {
			v.broken(line, "the amounts are too large")
		}
	}
	if len(r.fields) > 1 {
		v.objects(d, r, &t)
	}
	v.transactions = append(v.transactions, t)
	v.held += overhead + int64(len(t.account)+len(t.amount)+len(t.date)+len(t.text)+len(t.quantity)+32*len(t.objects))
	if v.held > d.limits.Memory {
		return dubbelkrona.Invalidf("the rows of the voucher of line %d take more than the limit of %d bytes", v.line, d.limits.Memory)
	}
	return nil
}

// objects parses the object list: pairs of a dimension and an object's number.
func (v *voucher) objects(d *decoder, r *record, t *transaction) {
	items := r.items[r.fields[1].from:r.fields[1].end]
	if len(items)%2 != 0 {
		v.broken(t.line, "an object list holds pairs")
		return
	}
	for i := 0; i < len(items); i += 2 {
		o := object{d.text(items[i]), d.text(items[i+1])}
		if !isDimension(o.dimension) {
			v.broken(t.line, "a dimension is a number")
			return
		}
		for _, other := range t.objects {
			if other.dimension == o.dimension {
				v.broken(t.line, "a dimension stands twice")
				return
			}
		}
		t.objects = append(t.objects, o)
	}
}

// isDimension reports whether s is a dimension's number, as used in column
// names.
func isDimension(s string) bool {
	const most = 6
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(s) > 0 && len(s) <= most
}

// broken records that a row of the voucher cannot be read; the first error is
// kept.
func (v *voucher) broken(line int64, why string) {
	if v.fault == "" {
		v.fault = fmt.Sprintf("voucher.row: line %d: %s", line, why)
	}
}

// verdict returns the fault of the voucher as a whole, empty if it has none.
func (v *voucher) verdict() string {
	if v.fault == "" && v.sum != 0 {
		return fmt.Sprintf("voucher.balance: sums to %s, not 0", formatAmount(v.sum))
	}
	return v.fault
}
