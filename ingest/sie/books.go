package sie

import (
	"cmp"

	"dubbelkrona"
)

// The dimensions that have columns of their own.
const (
	costCentre = "1"
	project    = "6"
)

// books has the file's data on whose books they are, and the names of its
// accounts and objects.
type books struct {
	orgNo, name, currency string

	accounts map[string]string
	objects  map[object]string
	above    map[string]string // the dimension that a sub-dimension is part of
	held     int64             // bytes of the names
}

// object is an object of a dimension.
type object struct{ dimension, number string }

func newBooks() books {
	return books{accounts: make(map[string]string), objects: make(map[object]string), above: make(map[string]string)}
}

// register stores the name of an account or object, or a sub-dimension.
func (b *books) register(d *decoder, r *record) error {
	if len(r.fields) < 2 {
		return nil // no name
	}
	first, second, third := d.text(r.field(0)), d.text(r.field(1)), d.text(r.field(2))
	b.held += int64(len(first) + len(second) + len(third))
	if b.held > d.limits.Memory {
		return dubbelkrona.Invalidf("its names of accounts and objects take more than the limit of %d bytes", d.limits.Memory)
	}
	switch string(r.label) {
	case "#KONTO":
		b.accounts[first] = second
	case "#UNDERDIM":
		b.above[first] = third
	case "#OBJEKT":
		b.objects[object{first, second}] = third
	}
	return nil
}

// objectName returns an object's name, or its number if it has none.
func (b *books) objectName(o object) string {
	return cmp.Or(b.objects[o], o.number)
}
