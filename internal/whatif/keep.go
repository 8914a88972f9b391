package whatif

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/durable"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/session"
)

// folder is the folder of a project that has its plans.
const folder = "plans"

// Keep writes a plan with its expected figures to the project's folder of plans and
// returns the file as it is shown. It changes no file: one that exists is a Conflict error.
func Keep(project *session.Project, text []byte, e *dubbelkrona.Expectation) (shown string, err error) {
	if len(e.Figures) == 0 || len(e.Lacks) > 0 {
		return "", dubbelkrona.Invalidf("plan %q: something is missing, so there is nothing to expect", e.Name)
	}
	var b strings.Builder
	b.WriteString(strings.TrimRight(string(text), "\n") + "\n\n# What the plan was expected to give when it was kept.\nexpected:\n")
	for _, name := range dubbelkrona.ContractFigureNames() {
		if x, known := e.Figures[name]; known {
			fmt.Fprintf(&b, "  %s: %s\n", name, strconv.FormatFloat(x, 'f', 6, 64))
		}
	}
	name := filepath.Join(folder, fileName(e.Name)+".yaml")
	path := filepath.Join(project.Config.Root, name)
	shown = project.Config.Shown(name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return "", dubbelkrona.Errorf(dubbelkrona.Conflict, "%s exists; a kept plan is not changed: give the new one another name", shown)
	}
	if err != nil {
		return "", err
	}
	_, err = f.WriteString(b.String())
	if err = errors.Join(err, f.Sync(), f.Close(), durable.SyncDir(filepath.Dir(path))); err != nil {
		// Half a plan would be in the way of the next attempt.
		return "", errors.Join(err, os.Remove(path))
	}
	return shown, nil
}

// fileName returns a name as one of a file: lower-case letters of any alphabet, digits
// and hyphens.
func fileName(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 127) })
	return strings.Join(words, "-")
}

// Compare returns a kept plan beside the figures of its contract in the published
// snapshot.
func Compare(ctx context.Context, project *session.Project, p *Plan) (o *dubbelkrona.PlanOutcome, err error) {
	if p.Contract == "" || len(p.Expected) == 0 {
		return nil, dubbelkrona.Invalidf("plan %q cannot be compared: it needs contract, the id of the contract, and expected, which whatif --write writes", p.Name)
	}
	snapshot, err := published.OpenKept(ctx, project)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, snapshot.Close()) }()
	now, err := snapshot.Contract(ctx, p.Contract)
	if err != nil {
		return nil, err
	}
	o = &dubbelkrona.PlanOutcome{Name: p.Name, Contract: p.Contract, Lacks: now.Lacks}
	for _, name := range dubbelkrona.ContractFigureNames() {
		o.Figures = append(o.Figures, dubbelkrona.PlannedFigure{Name: name, Expected: known(p.Expected, name), Now: known(now.Values, name)})
	}
	return o, nil
}

// known returns a figure, nil if it is unknown.
func known(figures map[string]float64, name string) *float64 {
	if x, there := figures[name]; there {
		return &x
	}
	return nil
}
