package sie

import (
	"cmp"
	"strings"

	"dubbelkrona/internal/rawbatch"
)

// columns are those that every file has, in their order.
var columns = []string{
	"orgnr", "företag", "valuta", "serie", "vernr", "verifikation", "verdatum", "transdat", "datum", "vertext", "transtext", "text",
	"konto", "kontonamn", "belopp", "kvantitet", "kostnadsställe", "kostnadsställe_namn", "projekt", "projekt_namn",
}

// output writes vouchers as rows.
type output struct {
	*rawbatch.Batcher
	dimensions map[string][2]int // the columns of other dimensions: number and name
}

func newOutput(b *rawbatch.Batcher) (*output, error) {
	return &output{Batcher: b, dimensions: make(map[string][2]int)}, b.AddColumns(columns...)
}

// write writes the rows of a voucher that has ended.
func (o *output) write(books *books, v *voucher) error {
	fault := v.verdict()
	name := strings.TrimSpace(v.series + " " + v.number)
	if v.number == "" {
		name = "" // in files for import the receiver gives the number
	}
	for i := range v.transactions {
		t := &v.transactions[i]
		o.SetNamed("orgnr", books.orgNo)
		o.SetNamed("företag", books.name)
		o.SetNamed("valuta", books.currency)
		o.SetNamed("serie", v.series)
		o.SetNamed("vernr", v.number)
		o.SetNamed("verifikation", name)
		o.SetNamed("verdatum", v.date)
		o.SetNamed("transdat", t.date)
		o.SetNamed("datum", cmp.Or(t.date, v.date))
		o.SetNamed("vertext", v.text)
		o.SetNamed("transtext", t.text)
		o.SetNamed("text", cmp.Or(t.text, v.text))
		o.SetNamed("konto", t.account)
		o.SetNamed("kontonamn", books.accounts[t.account])
		o.SetNamed("belopp", t.amount)
		o.SetNamed("kvantitet", t.quantity)
		if err := o.objects(books, t.objects); err != nil {
			return err
		}
		o.Fault(fault)
		if err := o.End(t.line); err != nil {
			return err
		}
	}
	return nil
}

// objects writes the objects of a row. One of a sub-dimension also is the
// cost centre or project where the row names none.
func (o *output) objects(books *books, all []object) error {
	o.named(books, all, costCentre, "kostnadsställe")
	o.named(books, all, project, "projekt")
	for _, obj := range all {
		if obj.dimension == costCentre || obj.dimension == project {
			continue
		}
		at, err := o.dimension(obj.dimension)
		if err != nil {
			return err
		}
		o.Set(at[0], []byte(obj.number))
		o.Set(at[1], []byte(books.objectName(obj)))
	}
	return nil
}

func (o *output) named(books *books, all []object, dimension, column string) {
	var found *object
	for i := range all {
		switch {
		case all[i].dimension == dimension:
			found = &all[i]
		case books.above[all[i].dimension] == dimension && (found == nil || found.dimension != dimension):
			found = &all[i]
		}
	}
	if found != nil {
		o.SetNamed(column, found.number)
		o.SetNamed(column+"_namn", books.objectName(*found))
	}
}

// dimension gives the columns of a dimension that has none of its own.
func (o *output) dimension(number string) (at [2]int, err error) {
	if at, ok := o.dimensions[number]; ok {
		return at, nil
	}
	if at[0], err = o.Column("dim_" + number); err != nil {
		return at, err
	}
	if at[1], err = o.Column("dim_" + number + "_namn"); err != nil {
		return at, err
	}
	o.dimensions[number] = at
	return at, nil
}
