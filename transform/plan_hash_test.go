package transform

import (
	"reflect"
	"regexp"
	"testing"
	"unsafe"
)

// profilePlan returns the plan of a profile in a source that has a period.
func profilePlan(t *testing.T, spec Spec) *Plan {
	t.Helper()
	spec.Period = &PeriodSpec{From: fromName, Pattern: `\d{4}`}
	plan, faults := Compile(spec)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return plan
}

func TestPlanHashIgnoresNotation(t *testing.T) {
	seen := make(map[string]string)
	for _, name := range Profiles() {
		hash := profilePlan(t, Spec{Profile: name}).Hash()
		if again := profilePlan(t, Spec{Profile: name}).Hash(); again != hash {
			t.Errorf("%s: %s, then %s", name, hash, again)
		}
		p, _ := ProfileByName(name)
		tables, _ := p.tables()
		if written := profilePlan(t, Spec{Tables: tables}).Hash(); written != hash {
			t.Errorf("%s: the same rules without the profile's name are %s, not %s", name, written, hash)
		}
		if other, twice := seen[hash]; twice {
			t.Errorf("%s and %s are one", name, other)
		}
		seen[hash] = name
	}
}

// Changing any single value in a compiled plan changes its hash.
func TestPlanHashChangesWithEveryRule(t *testing.T) {
	// Together they have every kind of rule that a profile can have.
	for _, name := range []string{"sie", "kas-deltagare", "kas-perioder", "kolada", "indicator"} {
		plan := profilePlan(t, Spec{Profile: name, Nulls: List{"okänd"}, Layouts: List{"d/m/yyyy"}})
		c := &changer{t: t, plan: plan, hash: plan.Hash()}
		c.each(name, reflect.ValueOf(plan).Elem())
		if c.changes < 40 {
			t.Errorf("%s: only %d values were changed", name, c.changes)
		}
	}
}

type changer struct {
	t       *testing.T
	plan    *Plan
	hash    string
	changes int
}

// each changes the values below v.
func (c *changer) each(path string, v reflect.Value) {
	v = reflect.NewAt(v.Type(), unsafe.Pointer(v.UnsafeAddr())).Elem() // also unexported fields
	switch v.Kind() {
	case reflect.String:
		c.change(path, v, reflect.ValueOf(v.String()+"x").Convert(v.Type()))
	case reflect.Bool:
		c.change(path, v, reflect.ValueOf(!v.Bool()).Convert(v.Type()))
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		c.change(path, v, reflect.ValueOf(v.Int()+1).Convert(v.Type()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		c.change(path, v, reflect.ValueOf(v.Uint()+1).Convert(v.Type()))
	case reflect.Float32, reflect.Float64:
		c.change(path, v, reflect.ValueOf(v.Float()+1).Convert(v.Type()))
	case reflect.Pointer:
		c.pointer(path, v)
	case reflect.Slice:
		for i := range v.Len() {
			c.each(path+"[]", v.Index(i))
		}
		c.change(path, v, reflect.Append(v.Slice(0, v.Len()), full(v.Type().Elem())))
	case reflect.Map:
		more := reflect.MakeMap(v.Type())
		for _, key := range v.MapKeys() {
			more.SetMapIndex(key, v.MapIndex(key))
		}
		more.SetMapIndex(reflect.ValueOf("one more").Convert(v.Type().Key()), full(v.Type().Elem()))
		c.change(path, v, more)
	case reflect.Struct:
		for i := range v.NumField() {
			if counts(v.Type(), v.Type().Field(i).Name) {
				c.each(path+"."+v.Type().Field(i).Name, v.Field(i))
			}
		}
	}
}

// pointer changes what a pointer points to, and sets it to nil. Tables and their columns
// are not part of the plan and are not changed.
func (c *changer) pointer(path string, v reflect.Value) {
	if v.IsNil() {
		c.change(path, v, full(v.Type()))
		return
	}
	if v.Type().Elem() != tableType && v.Type().Elem() != columnType {
		c.each(path, v.Elem())
	}
	c.change(path, v, reflect.Zero(v.Type()))
}

// full returns a value that is not nil, for a pointer type.
func full(of reflect.Type) reflect.Value {
	if of.Kind() == reflect.Pointer {
		p := reflect.New(of.Elem())
		if of.Elem() == regexpType {
			return reflect.ValueOf(regexp.MustCompile("."))
		}
		return p
	}
	return reflect.New(of).Elem()
}

func (c *changer) change(path string, v, to reflect.Value) {
	c.changes++
	before := reflect.New(v.Type()).Elem()
	before.Set(v)
	v.Set(to)
	if c.plan.Hash() == c.hash {
		c.t.Errorf("%s: a change is not seen", path)
	}
	v.Set(before)
}

func TestColumnHashIgnoresTitlesAndDocs(t *testing.T) {
	for _, field := range reflect.VisibleFields(columnType) {
		if want := field.Name != "Title" && field.Name != "Doc"; counts(columnType, field.Name) != want {
			t.Errorf("%s: counts %t", field.Name, !want)
		}
	}
}
