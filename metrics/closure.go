package metrics

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// close computes, in dependency order, what each definition reads through models and
// effects, and its hash.
func (c *Catalogue) close() {
	for _, d := range c.definitions {
		sum := sha256.New()
		sum.Write([]byte(d.SQL))
		d.closure = slices.Clone(d.Depends)
		for _, read := range c.read(d) {
			sum.Write([]byte(read.Hash))
			d.closure = append(d.closure, read.closure...)
		}
		slices.Sort(d.closure)
		d.closure = slices.Compact(d.closure)
		d.Hash = hex.EncodeToString(sum.Sum(nil))
	}
}

// read returns the models that d reads, and the effects whose estimates it reads:
// those that its SQL names as texts, such as 'employment', else all.
func (c *Catalogue) read(d *Definition) (all []*Definition) {
	estimates := false
	for _, name := range d.Depends {
		model, isModel := strings.CutPrefix(name, "metric.")
		if m := c.find(Model, model); isModel && m != nil {
			all = append(all, m)
		}
		estimates = estimates || slices.Contains(effectTables, name)
	}
	if !estimates {
		return all
	}
	named := slices.DeleteFunc(c.Of(Effect), func(e *Definition) bool { return !strings.Contains(d.SQL, literal(e.Name)) })
	if len(named) == 0 {
		named = c.Of(Effect)
	}
	return append(all, named...)
}
