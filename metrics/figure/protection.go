package figure

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"dubbelkrona/internal/strictyaml"
)

// How a figure is made of persons, which decides how small groups are protected.
const (
	Count = "count" // a number of persons
	Sum   = "sum"   // a sum or mean of amounts, one for each person
	Ratio = "ratio" // a share of persons
	None  = "none"  // it is not made of persons
)

// Protection is how a figure about persons is protected. Expressions named counts are
// count(DISTINCT …) over the rows of the SELECT, or the name of a let bound to one.
type Protection struct {
	// Protect is Count, Sum, Ratio or None. If it is empty, the figure is protected with
	// the persons that it is about, and those that it counts if it is a count.
	Protect string
	// Numerator counts the persons whom a Count counts, or those in the numerator of a
	// Ratio.
	Numerator string
	// Denominator counts the persons in the denominator of a Ratio; by default those that
	// the figure is about.
	Denominator string
	// Contribution is the amount of a row in a Sum.
	Contribution string
}

// Made returns how a figure with this protection is made of persons: Count, Sum, Ratio,
// None, or "persons" if the header does not say and other figures of the group are.
func (f *Figure) Made(p Protection) string {
	if !f.AboutPersons() {
		return None
	}
	return cmp.Or(p.Protect, "persons")
}

// set is a set of persons that a figure is about or counts.
type set struct {
	path    string // of the header
	counted string // SQL over the rows of the SELECT: the person; NULL if the row is not in the set
	total   bool   // whether only totals have it
}

// share is a ratio of two sets, by their index.
type share struct{ numerator, denominator int }

// name returns the name of the set among those of the figure.
func (s set) name() string { return strings.TrimPrefix(s.path, "parts.") }

// sum is an amount for each person of a set.
type sum struct {
	path         string // of the header
	set          int
	contribution string
}

// protection reads how a figure is protected; path is the beginning of its paths.
func (r *reading) protection(path string, h protectionHeader) Protection {
	may := map[string][]string{"": nil, Count: {"numerator"}, Sum: {"contribution"}, Ratio: {"numerator", "denominator"}, None: nil}
	allowed, known := may[h.Protect]
	if !known {
		r.refuse(path+"protect", "protect must be count, sum, ratio or none")
		return Protection{}
	}
	given := map[string]string{"numerator": h.Numerator, "denominator": h.Denominator, "contribution": h.Contribution}
	for _, name := range []string{"numerator", "denominator", "contribution"} {
		if given[name] != "" && !slices.Contains(allowed, name) {
			r.refuse(path+name, "%s needs protect: %s", name, map[string]string{"numerator": "count or ratio", "denominator": "ratio", "contribution": "sum"}[name])
		}
	}
	needs := map[string]string{Sum: "contribution", Ratio: "numerator"}[h.Protect]
	switch {
	case needs != "" && given[needs] == "":
		r.refuse(path+"protect", "%s", map[string]string{
			Sum:   "a sum needs contribution: the amount of a row, which is added up for each person",
			Ratio: "a ratio needs numerator: count(DISTINCT …) of the persons in its numerator"}[h.Protect])
	case h.Protect != "" && h.Protect != None && h.Persons == "" && (h.Protect != Count || h.Numerator != ""):
		r.refuse(path+"protect", "a figure that is made of persons needs persons: count(DISTINCT …) of those that it is about")
	}
	return Protection{h.Protect, h.Numerator, h.Denominator, h.Contribution}
}

// counted returns the expression that counts the persons whom a figure is about: that
// of the metric, or the value of a count, if nothing else is said.
func (h protectionHeader) counted(metric, value string) string {
	if h.Protect == Count && h.Numerator == "" {
		metric = cmp.Or(metric, value)
	}
	return cmp.Or(h.Persons, metric)
}

// Parser takes the expressions of a header apart.
type Parser struct {
	// Distinct returns X, as SQL, of an expression count(DISTINCT X), and an empty text
	// if it is anything else.
	Distinct func(expression string) (counted string, err error)
	// Identifies reports whether an expression over the rows of the SELECT shows who a
	// person is.
	Identifies func(expression string) bool
}

// AboutPersons reports whether a figure says that it is about persons.
func (f *Figure) AboutPersons() bool {
	return slices.ContainsFunc(f.rows(), func(p Part) bool { return p.Persons != "" })
}

// Protected reports whether something is published that is about persons.
func (f *Figure) Protected() bool { return len(f.sets) > 0 && len(f.publishes()) > 0 }

// Resolve finds the sets of persons that the figures are about, with the database's
// parser. Without a set that cannot be read, nothing of the metric is published.
func (f *Figure) Resolve(parser Parser, at func(path, message string) strictyaml.Fault) (faults []strictyaml.Fault) {
	f.sets, f.shares, f.sums, f.contributors = nil, nil, nil, make(map[string]int)
	r := &resolving{Figure: f, Parser: parser}
	for i, p := range f.rows() {
		if err := r.row(i, p); err != nil {
			// Persons that parts have from the metric are at fault once.
			if fault := at(err.path, err.message); !slices.Contains(faults, fault) {
				faults = append(faults, fault)
			}
		}
	}
	f.unread = len(faults) > 0
	return faults
}

// Contributors returns the name, in the column counted of Memberships, of the persons
// whom column persons of metric.result counts for a part, or for the value itself if the
// name of the part is empty. It is empty if the part counts none.
func (f *Figure) Contributors(part string) string {
	if i, found := f.contributors[part]; found {
		return f.sets[i].name()
	}
	return ""
}

// Counted returns the expressions over the rows of the SELECT that tell which persons
// count, each with its path in the header as the name.
func (f *Figure) Counted() (all []Binding) {
	for _, s := range f.sets {
		all = append(all, Binding{s.path, s.counted})
	}
	for _, s := range f.sums {
		all = append(all, Binding{s.path, s.contribution})
	}
	return all
}

// resolving finds the sets of a figure.
type resolving struct {
	*Figure
	Parser
}

// unreadable is a fault at a path of the header.
type unreadable struct{ path, message string }

// row adds the sets of the value or a part.
func (r *resolving) row(i int, p Part) *unreadable {
	path := r.path(i)
	switch {
	case p.Protect == None:
		return nil
	case p.Persons == "":
		return r.undeclared(i, p)
	}
	persons, fault := r.set(r.personsPath(path, p), p.Persons, p.Total)
	if fault != nil {
		return fault
	}
	r.contributors[p.Name] = persons
	switch p.Protect {
	case Sum:
		r.sums = append(r.sums, sum{path + "contribution", persons, p.Contribution})
		return nil
	case Ratio:
		return r.ratio(path, p, persons)
	}
	if p.Numerator != "" {
		_, fault = r.set(path+"numerator", p.Numerator, p.Total)
		return fault
	}
	// A value that counts persons tells who they are itself.
	counted, err := r.Distinct(r.bound(p.Value))
	switch {
	case err != nil:
		return &unreadable{path + "value", "expression: " + err.Error()}
	case counted != "":
		r.add(path+"value", counted, p.Total)
	case p.Protect == Count:
		return &unreadable{path + "protect", "the value is not count(DISTINCT …): add numerator: count(DISTINCT …) of the persons that it counts; until then nothing of the metric is published"}
	}
	return nil
}

// undeclared protects a value that counts persons although the header does not say that
// it is about persons.
func (r *resolving) undeclared(i int, p Part) *unreadable {
	counted, err := r.Distinct(r.bound(p.Value))
	if err != nil {
		return &unreadable{r.path(i) + "value", "expression: " + err.Error()}
	}
	if counted == "" || !r.Identifies(counted) {
		return nil
	}
	r.contributors[p.Name] = r.add(r.path(i)+"value", counted, p.Total)
	if i == 0 {
		r.Persons, r.Protect = p.Value, Count
	} else {
		r.Parts[i-1].Persons, r.Parts[i-1].Protect = p.Value, Count
	}
	return nil
}

// personsPath returns where the header says whom a row is about.
func (r *resolving) personsPath(path string, p Part) string {
	switch p.Persons {
	case r.Value:
		return "value"
	case r.Persons:
		return "persons"
	case p.Value:
		return path + "value"
	}
	return path + "persons"
}

func (r *resolving) ratio(path string, p Part, persons int) *unreadable {
	numerator, fault := r.set(path+"numerator", p.Numerator, p.Total)
	if fault != nil {
		return fault
	}
	denominator := persons
	if p.Denominator != "" {
		if denominator, fault = r.set(path+"denominator", p.Denominator, p.Total); fault != nil {
			return fault
		}
	}
	r.shares = append(r.shares, share{numerator, denominator})
	return nil
}

// set adds the set that an expression counts and returns its index.
func (r *resolving) set(path, expression string, total bool) (int, *unreadable) {
	counted, err := r.Distinct(r.bound(expression))
	switch {
	case err != nil:
		return 0, &unreadable{path, "expression: " + err.Error()}
	case counted == "":
		return 0, &unreadable{path, "it must be count(DISTINCT …), or the name of a let bound to one: small groups are protected by who the persons are, not only by their number; until then nothing of the metric is published"}
	}
	return r.add(path, counted, total), nil
}

func (r *resolving) add(path, counted string, total bool) int {
	for i := range r.sets {
		if r.sets[i].counted == counted {
			r.sets[i].total = r.sets[i].total && total
			return i
		}
	}
	r.sets = append(r.sets, set{path, counted, total})
	return len(r.sets) - 1
}

// word is an expression that is a name.
var word = regexp.MustCompile(`^\s*[A-Za-z_][A-Za-z0-9_]*\s*$`)

// bound returns the expression that a name stands for, and any other expression as it
// is.
func (r *resolving) bound(expression string) string {
	for _, step := range slices.Backward(r.Let) {
		if !word.MatchString(expression) {
			break
		}
		if i := slices.IndexFunc(step, func(b Binding) bool { return b.Name == strings.ToLower(strings.TrimSpace(expression)) }); i >= 0 {
			expression = step[i].Expression
		}
	}
	return expression
}
