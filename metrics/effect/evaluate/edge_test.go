package evaluate_test

import (
	"fmt"
	"math"
	"reflect"
	"testing"

	"dubbelkrona/metrics/effect"
	"dubbelkrona/metrics/effect/evaluate"
	"dubbelkrona/metrics/effect/gate"
)

// numbers reports what is not a number in a value, and everything below it.
func numbers(t *testing.T, path string, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.Float64:
		if x := v.Float(); math.IsNaN(x) || math.IsInf(x, 0) {
			t.Errorf("%s is %v", path, x)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			numbers(t, path, v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			numbers(t, fmt.Sprint(path, "[", i, "]"), v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			numbers(t, path+"."+v.Type().Field(i).Name, v.Field(i))
		}
	}
}

// sound reports a result that has what is not a number, or is shown without figures.
func sound(t *testing.T, r *evaluate.Result) {
	t.Helper()
	numbers(t, "result", reflect.ValueOf(*r))
	for _, e := range r.Estimates {
		if e.Verdict == gate.Estimated && e.Figures == nil || e.Figures == nil && e.Err == nil {
			t.Errorf("outcome %d in block %d is %v without figures, %v", e.Outcome, e.Block, e.Verdict, e.Err)
		}
	}
	if r.Err != nil && r.Verdict != gate.NotShown {
		t.Errorf("%v with %v", r.Verdict, r.Err)
	}
}

// Whatever is degenerate, there is a result that says so.
func TestDegenerateRows(t *testing.T) {
	all := func(rows []evaluate.Row, set func(*evaluate.Row)) []evaluate.Row {
		for i := range rows {
			set(&rows[i])
		}
		return rows
	}
	keep := func(rows []evaluate.Row, treated, others int) (some []evaluate.Row) {
		for _, r := range rows {
			left := &others
			if r.Treated {
				left = &treated
			}
			if *left--; *left >= 0 {
				some = append(some, r)
			}
		}
		return some
	}
	for name, change := range map[string]func([]evaluate.Row) []evaluate.Row{
		"no rows":        func([]evaluate.Row) []evaluate.Row { return nil },
		"one treated":    func(rows []evaluate.Row) []evaluate.Row { return keep(rows, 1, 50) },
		"nobody treated": func(rows []evaluate.Row) []evaluate.Row { return keep(rows, 0, 50) },
		"no comparison":  func(rows []evaluate.Row) []evaluate.Row { return keep(rows, 50, 0) },
		"one comparison": func(rows []evaluate.Row) []evaluate.Row { return keep(rows, 50, 1) },
		"two and two":    func(rows []evaluate.Row) []evaluate.Row { return keep(rows, 2, 2) },
		"nothing due": func(rows []evaluate.Row) []evaluate.Row {
			return all(rows, func(r *evaluate.Row) { r.Due = make([]bool, 2) })
		},
		"nothing known": func(rows []evaluate.Row) []evaluate.Row {
			return all(rows, func(r *evaluate.Row) { r.Known = make([]float64, 12) })
		},
		"outcomes not known": func(rows []evaluate.Row) []evaluate.Row {
			return all(rows, func(r *evaluate.Row) { r.Y[1] = math.NaN() })
		},
		"outcomes infinite": func(rows []evaluate.Row) []evaluate.Row {
			return all(rows, func(r *evaluate.Row) { r.Y[1] = math.Inf(1) })
		},
		"outcomes too large": func(rows []evaluate.Row) []evaluate.Row { return all(rows, func(r *evaluate.Row) { r.Y[1] = 1e300 }) },
		"outcomes constant": func(rows []evaluate.Row) []evaluate.Row {
			return all(rows, func(r *evaluate.Row) { r.Y = make([]float64, 12) })
		},
		"columns constant": func(rows []evaluate.Row) []evaluate.Row {
			return all(rows, func(r *evaluate.Row) { r.X, r.H = []float64{1, 1}, make([]float64, 4) })
		},
		"columns collinear": func(rows []evaluate.Row) []evaluate.Row {
			return all(rows, func(r *evaluate.Row) { r.X[1] = 2*r.X[0] + r.H[0] })
		},
		// Only the one old woman has a weight.
		"all weights on one": func(rows []evaluate.Row) []evaluate.Row {
			old := true
			return all(rows, func(r *evaluate.Row) {
				r.H = make([]float64, 4)
				if r.X = []float64{0, 0}; r.Treated || old {
					r.X = []float64{1, 1}
					old = r.Treated && old
				}
			})
		},
		"one supplier": func(rows []evaluate.Row) []evaluate.Row { return all(rows, func(r *evaluate.Row) { r.Cluster = "" }) },
	} {
		for _, design := range []effect.Design{effect.Matched, effect.Lottery, effect.Change} {
			p := plan()
			p.Design, p.Base = design, true
			r := evaluate.Scope(p, change(people(3, 400)))
			sound(t, r)
			if t.Failed() {
				t.Fatalf("%s, design %d", name, design)
			}
			if r.Err != nil {
				t.Errorf("%s, design %d: %v", name, design, r.Err)
			}
		}
	}
}

// Faults of rows and of plans are errors, and name no person.
func TestFaults(t *testing.T) {
	for name, c := range map[string]struct {
		plan func(*evaluate.Plan)
		row  func(*evaluate.Row)
	}{
		"no blocks":           {func(p *evaluate.Plan) { p.Blocks = 0 }, nil},
		"primary block":       {func(p *evaluate.Plan) { p.Primary.Block = 2 }, nil},
		"primary outcome":     {func(p *evaluate.Plan) { p.Primary.Outcome = -1 }, nil},
		"months":              {func(p *evaluate.Plan) { p.HistoryMonths = nil }, nil},
		"no months":           {func(p *evaluate.Plan) { p.HistoryMonths[2] = 0 }, nil},
		"held out in between": {func(p *evaluate.Plan) { p.HeldOut = []string{"work_24"} }, nil},
		"held out of both":    {func(p *evaluate.Plan) { p.HeldOut = []string{"work_36", "other"} }, nil},
		"held out twice":      {func(p *evaluate.Plan) { p.HeldOut = []string{"work_36", "work_36", "work_36", "work_36", "work_36"} }, nil},
		"unit":                {func(p *evaluate.Plan) { p.Outcomes[2].Unit = "EUR" }, nil},
		"blocks of a row":     {nil, func(r *evaluate.Row) { r.Due = nil }},
		"outcomes of a row":   {nil, func(r *evaluate.Row) { r.Y = r.Y[1:] }},
		"baseline of a row":   {nil, func(r *evaluate.Row) { r.X = nil }},
		"known of a row":      {nil, func(r *evaluate.Row) { r.Known = r.Known[1:] }},
		"not a number":        {nil, func(r *evaluate.Row) { r.X[0] = math.NaN() }},
	} {
		p, rows := plan(), people(3, 60)
		if c.plan != nil {
			c.plan(&p)
		}
		if c.row != nil {
			c.row(&rows[7])
		}
		r := evaluate.Scope(p, rows)
		sound(t, r)
		if r.Err == nil || len(r.Estimates) != 0 {
			t.Errorf("%s: %v, %d estimates", name, r.Err, len(r.Estimates))
		}
	}
}

// FuzzScope makes small tables of bytes: few persons and few different values.
func FuzzScope(f *testing.F) {
	text := "the quick brown fox jumps over the lazy dog, the quick brown fox jumps over the lazy dog 0123456789"
	for _, seed := range []string{"", "a single row", text, text + text} {
		for design := range uint8(5) {
			f.Add([]byte(seed), design)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, design uint8) {
		p := evaluate.Plan{
			Design: effect.Design(design % 5), Baseline: []string{"a", "b"}, History: []string{"c", "d"}, HistoryMonths: []int{6, 12}, HeldOut: []string{"c"},
			Outcomes: []evaluate.Outcome{{Name: "work", Unit: evaluate.Share}, {Name: "cost", Unit: evaluate.SEK}}, Blocks: 2, Allowance: math.NaN(), YearlyWage: 3e5,
			Base: true, Before: []string{"c", "d"},
		}
		r := evaluate.Scope(p, fuzzed(data))
		sound(t, r)
		if len(data) > 0 && r.Err == nil && len(r.Estimates) != 4 {
			t.Errorf("%d estimates", len(r.Estimates))
		}
	})
}

// fuzzed returns a row for each 4 bytes.
func fuzzed(data []byte) (rows []evaluate.Row) {
	for i := 0; i+4 <= len(data) && i < 240; i += 4 {
		a, b, c, d := data[i], data[i+1], data[i+2], data[i+3]
		x := float64(b % 4)
		r := evaluate.Row{Region: string(rune('A' + b>>6)), Source: "s"[:a&1], Due: []bool{true, a&4 == 4}, Base: float64(c&3) / 4}
		r.Person, r.Group, r.Treated, r.StartsLater = fmt.Sprint(i), int(a>>6), a&1 == 1, a&2 == 2
		r.Cluster = fmt.Sprint(a >> 4 & 3)
		r.X, r.H = []float64{x, 7 - x}, []float64{float64(c) / 255, float64(c & 1)}
		r.Y, r.Known = []float64{float64(d & 1), float64(d), 1e5 * float64(d), 1e5 * float64(c)}, []float64{1, float64(d%11) / 10, 1, 0.9}
		r.Before = []float64{float64(c & 4), float64(d & 4)}
		// The person of the row before waited until this start month, or has started.
		if last := len(rows) - 1; a&8 == 8 && last >= 0 && (rows[last].Group < r.Group && !rows[last].Treated || d == 'z') {
			r.Person = rows[last].Person
		}
		if d == 'e' {
			r.Y[0], r.Base = math.NaN(), math.NaN()
		}
		rows = append(rows, r)
	}
	return rows
}
