package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/present"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/warehouse"
)

// example is the project of `dubbelkrona demo`, made once. Tests only read it.
var example struct {
	sync.Once
	root string
}

func exampleProject(t *testing.T) string {
	t.Helper()
	example.Do(func() {
		example.root = filepath.Join(os.Getenv("XDG_CONFIG_HOME"), "example")
		inProcess(t, exitDone, "demo", "--quiet", "--dir", example.root)
	})
	return example.root
}

// explanations returns those of the released figures that satisfy a condition.
func explanations(t *testing.T, root, condition string) []dubbelkrona.Explanation {
	t.Helper()
	path := filepath.Join(root, "publish", "impact.duckdb")
	db := opened(t, map[string]string{"released": path})
	rows, err := db.Query(`SELECT metric, part, period_grain, period, "grouping", coalesce(municipality, ''), dimensions FROM released.metric.result WHERE ` + condition)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var cells []dubbelkrona.Cell
	for rows.Next() {
		var c dubbelkrona.Cell
		if err := rows.Scan(&c.Metric, &c.Part, &c.PeriodGrain, &c.Period, &c.Grouping, &c.Municipality, (*string)(&c.Dimensions)); err != nil {
			t.Fatal(err)
		}
		cells = append(cells, c)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	snapshot, err := published.Open(t.Context(), path, warehouse.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer snapshot.Close()
	all, err := published.ExplainAll(t.Context(), snapshot, cells)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

var sqlName = regexp.MustCompile(`[a-z_][a-z0-9_]*`)

// derivation returns the SQL of a figure with the sums over rows replaced by the values
// that are published of them; false if one is not published.
func derivation(steps []dubbelkrona.FormulaStep, at int) (sql string, ok bool) {
	if at > 0 && steps[at].Rows {
		return "(" + steps[at].Value.String() + "::DOUBLE)", steps[at].Value.Valid
	}
	ok = !steps[at].Rows
	sql = "(" + sqlName.ReplaceAllStringFunc(steps[at].Expression, func(name string) string {
		i := slices.IndexFunc(steps[at+1:], func(s dubbelkrona.FormulaStep) bool { return s.Name == name })
		if i < 0 {
			return name
		}
		inner, known := derivation(steps, at+1+i)
		ok = ok && known
		return inner
	}) + ")"
	return sql, ok
}

// A published figure follows from its explanation: the formula, calculated by a plain
// DuckDB with the values that the explanation has, gives the figure.
func TestFiguresFollowFromTheirExplanations(t *testing.T) {
	t.Parallel()
	db := opened(t, nil)
	derived := make(map[string]int)
	for _, x := range explanations(t, exampleProject(t), "metric = 'double_value' AND value IS NOT NULL") {
		sql, ok := derivation(x.Formula, 0)
		if !ok {
			continue
		}
		var got float64
		if err := db.QueryRow("SELECT CAST(" + sql + " AS DOUBLE)").Scan(&got); err != nil {
			t.Fatalf("%v: %s: %v", x.Cell, sql, err)
		}
		want, err := strconv.ParseFloat(x.Result.Value.String(), 64)
		if err != nil || math.Abs(got-want) > 1e-5*math.Max(1, math.Abs(want)) {
			t.Errorf("%v: %s = %g, published is %g", x.Cell, sql, got, want)
		}
		derived[x.Cell.Part]++
	}
	for _, part := range []string{"", "e", "e_kommun", "npv", "mvpf"} {
		if derived[part] < 5 {
			t.Errorf("part %q was derived for %d groups: %v", part, derived[part], derived)
		}
	}
}

// An explanation of a figure has the contracts of its group with the spend of the ledger.
func TestExplainedContractsAreThoseOfTheGroup(t *testing.T) {
	t.Parallel()
	root := exampleProject(t)
	db := opened(t, map[string]string{"released": filepath.Join(root, "publish", "impact.duckdb")})
	for _, x := range explanations(t, root, `metric = 'double_value' AND part = 'contracts' AND status = 'ok' AND "grouping" IN ('', 'municipality', 'procedure')`) {
		if got := strconv.Itoa(x.AllContracts); got != x.Result.Value.String() || len(x.Contracts) != x.AllContracts {
			t.Errorf("%v: %s contracts, the figure says %s", x.Cell, got, x.Result.Value)
		}
		for _, c := range x.Contracts {
			want := one(t, db, "SELECT CAST(sum(amount) AS VARCHAR) || ' ' || count(*) FROM released.core.spend WHERE contract_ref = '"+c.Contract+"'")
			if got := fmt.Sprintf("%s %d", c.Spend, c.Postings); strings.Replace(want, ".00 ", " ", 1) != got {
				t.Errorf("contract %s: %s, the ledger has %s", c.Contract, got, want)
			}
		}
	}
}

// The explanation of a suppressed figure depends on nothing but its metric and part, and
// none of its texts has a number of the figure.
func TestSuppressedFiguresAreNotExplained(t *testing.T) {
	t.Parallel()
	root := peopleProject(t, "")
	db := opened(t, map[string]string{"whole": filepath.Join(root, "publish", "analyst.duckdb")})
	seen := make(map[string]string)
	all := explanations(t, root, "status = 'suppressed'")
	for _, x := range all {
		var text bytes.Buffer
		if err := present.Explanation(&text, "sv", x); err != nil {
			t.Fatal(err)
		}
		encoded, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		printed := text.String() + string(encoded)
		if !strings.Contains(printed, "..") || len(x.Contracts)+len(x.Effects)+len(x.Warnings)+len(x.Parameters)+len(x.Persons) > 0 {
			t.Errorf("%v is explained: %s", x.Cell, printed)
		}
		for _, number := range figuresOf(t, db, x.Cell) {
			if len(number) > 5 && strings.Contains(printed, number) {
				t.Errorf("%v: its explanation has %s", x.Cell, number)
			}
		}
		key := x.Cell.Metric + "/" + x.Cell.Part
		x.Cell, x.Place = dubbelkrona.Cell{}, ""
		r := x.Result
		x.Result = dubbelkrona.Result{Value: r.Value, Low: r.Low, High: r.High, Persons: r.Persons, Warnings: r.Warnings, Status: r.Status}
		without, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		if former, found := seen[key]; found && former != string(without) {
			t.Errorf("%s: two suppressed figures have different explanations:\n%s\n%s", key, former, without)
		}
		seen[key] = string(without)
	}
	if len(all) < 50 || len(seen) < 5 {
		t.Errorf("only %d suppressed figures of %d parts", len(all), len(seen))
	}
}

// figuresOf returns the numbers of a figure in the whole snapshot, as exports, the
// terminal and the database write them.
func figuresOf(t *testing.T, db *sql.DB, c dubbelkrona.Cell) (all []string) {
	t.Helper()
	rows, err := db.Query(`SELECT unnest([CAST(value AS VARCHAR), CAST(low AS VARCHAR), CAST(high AS VARCHAR), CAST(persons AS VARCHAR)]) FROM whole.metric.result
		WHERE metric = ? AND part = ? AND period_grain = ? AND period = ? AND "grouping" = ? AND coalesce(municipality, '') = ? AND dimensions = ?`,
		c.Metric, c.Part, c.PeriodGrain, c.Period, c.Grouping, c.Municipality, string(c.Dimensions))
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	found := 0
	for rows.Next() {
		var number sql.NullString
		if err := rows.Scan(&number); err != nil {
			t.Fatal(err)
		}
		found++
		short := strings.TrimSuffix(strings.TrimRight(number.String, "0"), ".")
		all = append(all, number.String, short, strings.Replace(short, ".", ",", 1))
	}
	if rows.Err() != nil || found != 4 {
		t.Fatalf("%v has %d numbers in the whole snapshot, %v", c, found, rows.Err())
	}
	return all
}

// --persons lists as many persons as the figure counts, from the rows of the file, and
// is refused for a suppressed figure and in a project that does not publish persons.
func TestExplainPersons(t *testing.T) {
	t.Parallel()
	root := copyOf(t, exampleProject(t))
	rewrite(t, root, "publish:\n", "publish:\n  persons: true\n")
	inProcess(t, exitDone, "run", "--quiet", "--project", root)
	ask := func(code int, cell dubbelkrona.Cell) string {
		args := []string{"explain", cell.Metric, "--persons", "--json", "--project", root}
		if cell.Municipality != "" {
			args = append(args, "municipality="+cell.Municipality)
		}
		return inProcess(t, code, args...)
	}
	const plain = "part = '' AND \"grouping\" IN ('', 'municipality') AND period_grain = 'all' AND "
	shown := explanations(t, root, plain+"persons > 0 AND metric IN ('participants', 'income_gain', 'exit_to_work_or_study', 'double_value')")
	if len(shown) == 0 {
		t.Fatal("no figure about persons is shown")
	}
	for _, x := range shown {
		var got struct {
			Result  struct{ Persons int64 }
			Persons []dubbelkrona.ExplainedPerson
		}
		if err := json.Unmarshal([]byte(ask(exitDone, x.Cell)), &got); err != nil {
			t.Fatal(err)
		}
		persons := make(map[string]bool)
		for _, p := range got.Persons {
			persons[p.Person] = true
		}
		if n := int64(len(persons)); n != got.Result.Persons || n != x.Result.Persons.N {
			t.Errorf("%v: %d persons, the figure counts %d", x.Cell, n, got.Result.Persons)
		}
	}
	suppressed := explanations(t, root, plain+"status = 'suppressed' AND metric IN ('work_at_exit', 'study_at_exit')")
	if len(suppressed) == 0 {
		t.Fatal("no figure is suppressed")
	}
	if message := ask(exitUsage, suppressed[0].Cell); !strings.Contains(message, "suppressed") {
		t.Error(message)
	}
	if message := inProcess(t, exitUsage, "explain", "participants", "--persons", "--project", exampleProject(t)); !strings.Contains(message, "persons: true") {
		t.Error(message)
	}
}
