package disclose

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dubbelkrona"
)

// addPotential adds classes without persons that could have had some, as far as readers
// know: persons as those of a class, but with another value of an attribute that only one
// metric has as a dimension, such as the other sex. What a reader can infer of a suppressed
// number is bounded by the tables that are possible to them.
func (c *control) addPotential(ctx context.Context, k *classes) error {
	rows, err := c.db.Collect(ctx, "SELECT no, cell, counted FROM disclosure.counted ORDER BY no")
	if err != nil {
		return err
	}
	sets := make([]counted, len(rows))
	for i, row := range rows {
		if sets[i], err = parseCounted(row[0].(int64), row[1].(string), row[2].(string)); err != nil {
			return err
		}
	}
	p := potential{classes: k, current: make(map[string]int64), seen: make(map[string]bool)}
	for _, s := range c.known.Sets {
		if s.Current {
			p.current[s.Cell+" "+s.Counted] = s.ID
		}
	}
	for _, one := range k.all {
		p.seen[signature(one)] = true
	}
	known := len(k.all)
	for _, name := range exclusive(sets) {
		p.dimension(name, sets, known)
	}
	return c.writePotential(ctx, k.all[known:])
}

// writePotential stores the sets of classes, for an audit of what is published.
func (c *control) writePotential(ctx context.Context, added []class) error {
	lines := make([]string, len(added))
	for i, one := range added {
		numbers := make([]string, len(one.sets))
		for j, no := range one.sets {
			numbers[j] = strconv.FormatInt(no, 10)
		}
		lines[i] = strings.Join(numbers, " ")
	}
	_, err := c.db.Exec(ctx, `INSERT INTO disclosure.potential
		SELECT list_transform(string_split(line, ' '), x -> CAST(x AS BIGINT)) FROM (SELECT unnest(string_split(?, chr(10))) AS line) WHERE line <> ''`, strings.Join(lines, "\n"))
	if err != nil {
		return fmt.Errorf("disclosure control: %w", err)
	}
	return nil
}

// counted is a set of disclosure.counted with the parts of its cell's key.
type counted struct {
	no            int64
	cell, counted string
	metric        string
	rest          string // the key without dimensions, and counted
	dimensions    map[string]any
}

func parseCounted(no int64, cell, name string) (s counted, err error) {
	var key []any
	s = counted{no: no, cell: cell, counted: name}
	if err := json.Unmarshal([]byte(cell), &key); err != nil || len(key) != 6 {
		return s, fmt.Errorf("key of a cell: %q is not one", cell)
	}
	s.metric, _ = key[0].(string)
	s.rest = fmt.Sprint(key[:5], name)
	text, _ := key[5].(string)
	if err := json.Unmarshal([]byte(text), &s.dimensions); err != nil {
		return s, fmt.Errorf("key of a cell: dimensions: %w", err)
	}
	return s, nil
}

// without returns what of the key does not depend on a dimension, and its value.
func (s counted) without(dimension string) (rest string, value any, has bool) {
	value, has = s.dimensions[dimension]
	others := make(map[string]any, len(s.dimensions))
	for name, v := range s.dimensions {
		if name != dimension {
			others[name] = v
		}
	}
	text, _ := json.Marshal(others) // sorted by name
	return s.rest + string(text), value, has
}

// exclusive returns the attributes of persons that only one metric has as a dimension,
// sorted.
func exclusive(sets []counted) (names []string) {
	metrics := make(map[string]map[string]bool)
	for _, s := range sets {
		for name := range s.dimensions {
			if metrics[name] == nil {
				metrics[name] = make(map[string]bool)
			}
			metrics[name][s.metric] = true
		}
	}
	persons, _ := dubbelkrona.TableByName("participant")
	for name, of := range metrics {
		if len(of) == 1 && persons.Index(name) >= 0 {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// potential adds classes that could have persons.
type potential struct {
	*classes
	current map[string]int64 // id in the ledger of the last version of each set, by cell and counted
	seen    map[string]bool  // signatures of classes
}

// signature identifies the sets of a class.
func signature(c class) string { return fmt.Sprint(c.sets, c.before) }

// dimension adds, for each of the first known classes that has one value of a dimension,
// those with the other values.
func (p *potential) dimension(name string, sets []counted, known int) {
	value := make(map[int64]any)              // by set
	other := make(map[string]map[any]counted) // by key without the dimension, and value
	rests := make(map[int64]string)
	var values []any
	for _, s := range sets {
		rest, v, has := s.without(name)
		if !has {
			continue
		}
		if other[rest] == nil {
			other[rest] = make(map[any]counted)
		}
		value[s.no], rests[s.no], other[rest][v] = v, rest, s
		if !slices.Contains(values, v) {
			values = append(values, v)
		}
	}
	for i := range known {
		own := p.all[i]
		of := make(map[any]bool)
		for _, no := range own.sets {
			if v, has := value[no]; has {
				of[v] = true
			}
		}
		if len(of) != 1 {
			continue
		}
		for _, v := range values {
			if !of[v] {
				p.flip(own, value, rests, other, v)
			}
		}
	}
}

// flip adds a class as another one with a value of a dimension, if all its sets exist.
func (p *potential) flip(own class, value map[int64]any, rests map[int64]string, other map[string]map[any]counted, to any) {
	flipped := class{changed: own.changed}
	ids := make(map[int64]int64)
	for _, no := range own.sets {
		if _, has := value[no]; !has {
			flipped.sets = append(flipped.sets, no)
			continue
		}
		from := other[rests[no]][value[no]]
		into, there := other[rests[no]][to]
		if !there {
			return
		}
		flipped.sets = append(flipped.sets, into.no)
		ids[p.current[from.cell+" "+from.counted]] = p.current[into.cell+" "+into.counted]
	}
	for _, id := range own.before {
		if into, changes := ids[id]; changes && id != 0 {
			id = into
		}
		if id != 0 {
			flipped.before = append(flipped.before, id)
		}
	}
	p.addOnce(flipped)
}

// addOnce adds a class unless there is one with the same sets.
func (p *potential) addOnce(c class) {
	slices.Sort(c.sets)
	slices.Sort(c.before)
	c.before = slices.Compact(c.before)
	if text := signature(c); !p.seen[text] {
		p.seen[text] = true
		p.add(c)
	}
}
