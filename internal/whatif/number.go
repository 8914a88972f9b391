package whatif

import (
	"fmt"

	"dubbelkrona/internal/strictyaml"

	"github.com/shopspring/decimal"
)

// Number is a number of a plan, with what it may lie between.
type Number struct {
	Value        decimal.Decimal  `yaml:"value"`
	Low          *decimal.Decimal `yaml:"low"`
	High         *decimal.Decimal `yaml:"high"`
	Distribution string           `yaml:"distribution"`
}

// reader reads the numbers of a plan and collects faults.
type reader struct{ faults []strictyaml.Fault }

func (r *reader) refuse(s strictyaml.Section, path, format string, args ...any) {
	r.faults = append(r.faults, s.At(path, fmt.Sprintf(format, args...)))
}

// number reads a number, or value, low, high and distribution, between limits; nil if
// the section is absent.
func (r *reader) number(name string, s strictyaml.Section, least, most float64) *Number {
	if !s.Present() {
		return nil
	}
	n := &Number{}
	if text, plain := s.Text(); plain {
		value, err := decimal.NewFromString(text)
		if err != nil {
			r.refuse(s, "", "%s: %q is not a number; write it with a decimal point and without spaces", name, text)
			return nil
		}
		n.Value = value
	} else if faults := s.Decode(n); len(faults) > 0 {
		r.faults = append(r.faults, faults...)
		return nil
	} else if s.Key("value") == "" {
		r.refuse(s, "", "%s.value is missing", name)
		return nil
	}
	r.limits(name, s, n, least, most)
	return n
}

func (r *reader) limits(name string, s strictyaml.Section, n *Number, least, most float64) {
	for path, x := range map[string]*decimal.Decimal{"value": &n.Value, "low": n.Low, "high": n.High} {
		if x != nil && (x.LessThan(decimal.NewFromFloat(least)) || x.GreaterThan(decimal.NewFromFloat(most))) {
			r.refuse(s, path, "%s: %s is not from %v to %v", name, x, least, most)
		}
	}
	switch {
	case (n.Low == nil) != (n.High == nil):
		r.refuse(s, "", "%s has only one of low and high", name)
	case n.Low != nil && (n.Low.GreaterThan(n.Value) || n.High.LessThan(n.Value)):
		r.refuse(s, "low", "%s: the value is not between low and high", name)
	case n.Distribution != "" && n.Distribution != "triangular" && n.Distribution != "normal":
		r.refuse(s, "distribution", "%s: the distribution must be triangular or normal", name)
	}
}
