package disclosure_test

import (
	"context"
	"slices"
	"testing"

	"dubbelkrona"
	"dubbelkrona/disclosure"
)

// set returns a set of classes.
func set(classes ...int32) disclosure.Set { return classes }

func cell(key string, rank int, sets ...disclosure.Set) disclosure.Cell {
	return disclosure.Cell{Key: key, Rank: rank, Sets: sets}
}

// marksOf decides and returns the marks by key.
func marksOf(t *testing.T, p disclosure.Problem) (map[string]disclosure.Mark, disclosure.Outcome) {
	t.Helper()
	o := protect(t, p)
	return byKey(p, o), o
}

func TestThresholdIsBelowWhatIsReleased(t *testing.T) {
	p := disclosure.Problem{Threshold: 5, Persons: []int64{4, 5, 0, 1}}
	for class, key := range []string{"four", "five", "none", "one"} {
		p.Cells = append(p.Cells, cell(key, 1, set(int32(class))))
	}
	marks, _ := marksOf(t, p)
	want := map[string]disclosure.Mark{"four": disclosure.Primary, "five": disclosure.Released, "none": disclosure.Released, "one": disclosure.Primary}
	for key, mark := range want {
		if marks[key] != mark {
			t.Errorf("%s is %s, want %s", key, marks[key], mark)
		}
	}
}

// A share tells the complement: 18 of 20 in work are 2 who are not. The number counted
// itself may be released.
func TestComplementOfAShareIsProtected(t *testing.T) {
	p := disclosure.Problem{Threshold: 5, Persons: []int64{18, 2}, Cells: []disclosure.Cell{
		cell("share", 1, set(0), set(0, 1)), cell("counted", 1, set(0, 1)), cell("in work", 1, set(0)),
	}}
	marks, _ := marksOf(t, p)
	if marks["share"] != disclosure.Primary || marks["counted"] != disclosure.Released || marks["in work"] != disclosure.Secondary {
		t.Errorf("%v", marks)
	}
}

// Three sets of one cell: the rest of 50 after 30 and 18, who are apart, is 2.
func TestRemainderOfThreeSetsIsProtected(t *testing.T) {
	p := disclosure.Problem{Threshold: 5, Persons: []int64{30, 18, 2}, Cells: []disclosure.Cell{cell("block", 1, set(0, 1, 2), set(0), set(1))}}
	if marks, _ := marksOf(t, p); marks["block"] != disclosure.Primary {
		t.Errorf("%v", marks)
	}
}

// Two metrics with a common margin are one system: what one suppresses, the other must
// not tell.
func TestLinkedMetricsAreOneSystem(t *testing.T) {
	p := disclosure.Problem{Threshold: 5, Persons: []int64{2, 40, 30}, Cells: []disclosure.Cell{
		cell("first total", 0, set(0, 1, 2)), cell("first a", 1, set(0)), cell("first b", 1, set(1)), cell("first c", 1, set(2)),
		cell("second b and c", 1, set(1, 2)),
	}}
	marks, o := marksOf(t, p)
	if marks["first total"] != disclosure.Released || marks["second b and c"] != disclosure.Secondary || marks["first b"] == disclosure.Released && marks["first c"] == disclosure.Released {
		t.Errorf("%v", marks)
	}
	check(t, p, o)
}

// A cube of 2 × 2 × 2 with its faces and edges: one small inner cell takes all 8, since
// every line has two cells.
func TestOneSmallCellOfACubeTakesAll(t *testing.T) {
	p := disclosure.Problem{Threshold: 5, Persons: []int64{3, 10, 20, 30, 40, 50, 60, 70}}
	margins := make(map[string]disclosure.Set)
	for class := range int32(8) {
		for kept := range 8 {
			key := ""
			for bit := range 3 {
				switch {
				case kept>>bit&1 == 0:
					key += "+"
				case class>>bit&1 == 1:
					key += "1"
				default:
					key += "0"
				}
			}
			margins[key] = append(margins[key], class)
		}
	}
	for key, s := range margins {
		rank := 0
		for _, c := range key {
			if c != '+' {
				rank++
			}
		}
		p.Cells = append(p.Cells, cell(key, rank, s))
	}
	marks, o := marksOf(t, p)
	for key, mark := range marks {
		if inner := !slices.Contains([]byte(key), '+'); inner == (mark == disclosure.Released) {
			t.Errorf("%s is %s", key, mark)
		}
	}
	check(t, p, o)
}

// The person who is alone in a cell knows its value. With a row of 1, 3 and 20, the row's
// total and the 20 would tell that person the 3.
func TestTheOnlyPersonOfACellLearnsNoOther(t *testing.T) {
	p := disclosure.Problem{Threshold: 5, Persons: []int64{1, 3, 20}, Cells: []disclosure.Cell{
		cell("total", 0, set(0, 1, 2)), cell("one", 1, set(0)), cell("three", 1, set(1)), cell("twenty", 1, set(2)),
	}}
	marks, o := marksOf(t, p)
	if marks["total"] != disclosure.Released || marks["twenty"] != disclosure.Secondary {
		t.Errorf("%v", marks)
	}
	check(t, p, o)
}

// Two suppressed cells of 1 and 2 in a row of 3 cannot be calculated, but are at most 3:
// another cell of the row must go, so that each could be 5.
func TestNumbersAreNotBoundedBelowTheThreshold(t *testing.T) {
	p := disclosure.Problem{Threshold: 5, Persons: []int64{2, 2, 20, 30}, Cells: []disclosure.Cell{
		cell("total", 0, set(0, 1, 2, 3)), cell("two", 1, set(0)), cell("two more", 1, set(1)), cell("twenty", 1, set(2)), cell("thirty", 1, set(3)),
	}}
	marks, o := marksOf(t, p)
	if marks["total"] != disclosure.Released || marks["thirty"] != disclosure.Released || marks["twenty"] != disclosure.Secondary {
		t.Errorf("%v", marks)
	}
	if o.Narrow != 0 || o.Passes < 2 {
		t.Errorf("%+v", o)
	}
}

// A total of last month, and the two persons who have joined since.
func TestEarlierReleasesAndThoseWhoJoined(t *testing.T) {
	p := disclosure.Problem{Threshold: 5, Persons: []int64{40, 2, 30}, Known: []disclosure.Set{set(0)}, Hidden: []disclosure.Set{set(1)}, Cells: []disclosure.Cell{
		cell("now", 1, set(0, 1)), cell("others", 1, set(2)),
	}}
	marks, o := marksOf(t, p)
	if marks["now"] != disclosure.Secondary || marks["others"] != disclosure.Released || o.Lost != 0 {
		t.Errorf("%v, %+v", marks, o)
	}
	p.Known = append(p.Known, set(0, 1))
	if _, o = marksOf(t, p); o.Lost != 1 {
		t.Errorf("%d sums are known from earlier releases alone, want 1", o.Lost)
	}
}

// A dominant contributor makes a cell primary whatever its number of persons, and its
// margins must not tell it.
func TestSensitiveCellsAreProtectedWhateverTheirNumber(t *testing.T) {
	p := table(5, [][]int64{{20, 50, 10}, {8, 19, 22}, {17, 13, 12}})
	i := slices.IndexFunc(p.Cells, func(c disclosure.Cell) bool { return c.Key == "a,b" })
	p.Cells[i].Sensitive = true
	o := protect(t, p)
	if o.Marks[i] != disclosure.Primary || o.Count(disclosure.Secondary) < 3 {
		t.Errorf("%v", suppressed(p, o))
	}
	if known(p, o.Marks).has(len(p.Persons), p.Cells[i].Sets[0]) {
		t.Error("the sum follows from what is released")
	}
}

func TestProblemsThatAreNotValid(t *testing.T) {
	good := disclosure.Problem{Threshold: 5, Persons: []int64{1, 2}, Cells: []disclosure.Cell{cell("a", 1, set(0, 1))}}
	for name, change := range map[string]func(*disclosure.Problem){
		"threshold":       func(p *disclosure.Problem) { p.Threshold = 2 },
		"large threshold": func(p *disclosure.Problem) { p.Threshold = 11 },
		"negative":        func(p *disclosure.Problem) { p.Persons = []int64{1, -1} },
		"same key":        func(p *disclosure.Problem) { p.Cells = append(p.Cells, p.Cells[0]) },
		"no such class":   func(p *disclosure.Problem) { p.Cells = []disclosure.Cell{cell("a", 1, set(2))} },
		"not sorted":      func(p *disclosure.Problem) { p.Known = []disclosure.Set{set(1, 0)} },
		"repeated":        func(p *disclosure.Problem) { p.Hidden = []disclosure.Set{set(1, 1)} },
	} {
		p := good
		change(&p)
		if _, err := disclosure.Protect(context.Background(), p); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := disclosure.Protect(ctx, good); err == nil {
		t.Error("a cancelled run has an outcome")
	}
}

// With more than eight independent sets only sets and their differences are looked at. An
// empty set does not hide that the others are sensitive.
func TestSensitiveCellOfManySets(t *testing.T) {
	p := disclosure.Problem{Threshold: 5}
	sensitive := disclosure.Cell{Key: "sensitive", Rank: 1, Sensitive: true, Sets: []disclosure.Set{{}}}
	var all disclosure.Set
	for i := range int32(10) {
		p.Persons, all = append(p.Persons, 20), append(all, i)
		if i < 9 {
			sensitive.Sets = append(sensitive.Sets, set(i))
		}
	}
	p.Cells = []disclosure.Cell{cell("total", 0, all), sensitive, cell("rest", 1, all[1:])}
	marks, _ := marksOf(t, p)
	if marks["sensitive"] != disclosure.Primary || marks["total"] != disclosure.Released || marks["rest"] != disclosure.Secondary {
		t.Errorf("%v: the first set is the total less the rest", marks)
	}
}
