package record

import (
	"strings"
	"time"

	"dubbelkrona"
	"dubbelkrona/metrics/effect/evaluate"
	"dubbelkrona/metrics/effect/gate"
)

// Verdicts as they are written in the tables.
const (
	Shown    = "skattad"
	NotShown = "ej_belagd"
	TooFew   = "for_fa"
)

// VerdictOf returns the text of a verdict.
func VerdictOf(v gate.Verdict) string {
	return [...]string{gate.NotShown: NotShown, gate.TooFew: TooFew, gate.Estimated: Shown}[v]
}

// Result is the result of an effect for one scope, with what the tables say beside it.
type Result struct {
	*evaluate.Result
	Effect, Scope string
	// Outcomes are the definition's.
	Outcomes []evaluate.Outcome
	// Text is the verdict in words.
	Text dubbelkrona.Label
	// Version and Versions count the versions of the definition; Low and High are the
	// smallest and the largest estimate of any of them, nil if there is none.
	Version, Versions int
	Low, High         *float64
	// Registered is when this version was registered; zero if it was not.
	Registered    time.Time
	Preregistered bool
	// Substitutes are the texts of what stands in for checks.
	Substitutes map[gate.Check]dubbelkrona.Label
}

// Primary returns the estimate that decides the verdict, nil if there is none.
func (r *Result) Primary() *evaluate.Estimate {
	for i := range r.Estimates {
		if r.Estimates[i].Primary {
			return &r.Estimates[i]
		}
	}
	return nil
}

// Rows returns the rows of a table that has a scope, in the order of its columns.
func (r *Result) Rows(table string) [][]any {
	rows := map[string]func() [][]any{Verdict: r.verdict, Estimate: r.estimates, Covariance: r.covariances, Balance: r.balance, Overlap: r.overlap,
		Finding: r.findings, Sensitivity: r.sensitivity, Flag: r.flags, Weight: r.weights}[table]()
	for i := range rows {
		rows[i] = append([]any{r.Effect, r.Scope}, rows[i]...)
	}
	return rows
}

func (r *Result) verdict() [][]any {
	check, state := "", ""
	if c := r.Closed; c != nil {
		check, state = c.Check.String(), c.State.String()
	}
	var registered any
	if !r.Registered.IsZero() {
		registered = r.Registered.UTC()
	}
	return [][]any{{VerdictOf(r.Verdict), check, state, r.EarlierStart, r.Text.SV, r.Text.EN, int64(r.Treated), int64(r.Comparison), int64(r.Suppliers),
		orNull(r.ESS), orNull(r.Contamination), orNull(r.Preliminary), orNull(r.MDE), int64(r.Version), int64(r.Versions), orNull(r.Low), orNull(r.High),
		registered, r.Preregistered}}
}

func (r *Result) estimates() (rows [][]any) {
	for _, e := range r.Estimates {
		o := r.Outcomes[e.Outcome]
		row := []any{o.Name, int64(e.Block + 1), o.Unit, e.Primary, VerdictOf(e.Verdict)}
		rows = append(rows, append(append(row, numbers(e.Figures)...), int64(e.Treated), int64(e.Comparison), effective(e.Figures), suppliers(e.Figures)))
	}
	return rows
}

// estimateNumbers is the number of columns from att to p_holm.
const estimateNumbers = 16

// numbers returns the columns from att to p_holm.
func numbers(f *evaluate.Figures) []any {
	if f == nil {
		return make([]any, estimateNumbers)
	}
	row := []any{f.ATT, f.TreatedMean, f.ComparisonMean, f.SE, f.DF, f.Low, f.High, orNull(f.Allowance)}
	if p := f.Published; p != nil {
		row = append(row, p.Low, p.High)
	} else {
		row = append(row, nil, nil)
	}
	if n := f.Next; n != nil {
		row = append(row, n.SE, n.DF, n.Low, n.High)
	} else {
		row = append(row, nil, nil, nil, nil)
	}
	return append(row, f.P, orNull(f.PHolm))
}

func effective(f *evaluate.Figures) any {
	if f == nil {
		return nil
	}
	return f.ESS
}

func suppliers(f *evaluate.Figures) any {
	if f == nil {
		return nil
	}
	return int64(f.Clusters)
}

func (r *Result) covariances() (rows [][]any) {
	name := func(i int) (string, int64) {
		e := r.Estimates[i]
		return r.Outcomes[e.Outcome].Name, int64(e.Block + 1)
	}
	for _, c := range r.Covariance {
		a, blockA := name(c.A)
		b, blockB := name(c.B)
		rows = append(rows, []any{a, blockA, b, blockB, c.Value})
	}
	return rows
}

func (r *Result) balance() (rows [][]any) {
	for _, b := range r.Balance {
		kind := "baseline"
		if b.History {
			kind = "history"
		}
		rows = append(rows, []any{b.Column, kind, b.Before, orNull(b.After), b.RatioBefore, orNull(b.RatioAfter)})
	}
	return rows
}

func (r *Result) overlap() (rows [][]any) {
	for _, o := range r.Overlap {
		var steps any
		if o.Steps != nil {
			steps = int64(*o.Steps)
		}
		rows = append(rows, []any{int64(o.Block + 1), int64(o.Treated), int64(o.Comparison), orNull(o.ESS), orNull(o.MaxWeight), orNull(o.NegativeShare),
			orNull(o.MaxLeverage), orNull(o.PrunedShare), steps, orNull(o.Imbalance), strings.Join(o.Dropped, ","), orNull(o.Contamination),
			orNull(o.LossTreated), orNull(o.LossComparison), o.Response})
	}
	return rows
}

func (r *Result) findings() (rows [][]any) {
	for i, f := range r.Findings {
		var value, limit any
		if f.Value != 0 || f.Limit != 0 {
			value, limit = f.Value, f.Limit
		}
		substitute := dubbelkrona.Label{}
		if f.Substitute != "" {
			substitute = r.Substitutes[f.Check]
		}
		rows = append(rows, []any{int64(i + 1), f.Check.String(), f.State.String(), value, limit, substitute.SV, substitute.EN})
	}
	return rows
}

func (r *Result) sensitivity() (rows [][]any) {
	for _, m := range r.Sensitivity {
		rows = append(rows, []any{m.Name, m.Value})
	}
	return rows
}

func (r *Result) flags() (rows [][]any) {
	for _, f := range r.Flags {
		rows = append(rows, []any{string(f)})
	}
	return rows
}

func (r *Result) weights() (rows [][]any) {
	for _, q := range r.Weights {
		rows = append(rows, []any{q.Quantile, q.Weight})
	}
	return rows
}

// orNull returns the number, or NULL if there is none.
func orNull(x *float64) any {
	if x == nil {
		return nil
	}
	return *x
}
