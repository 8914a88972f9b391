package deploy_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dubbelkrona/internal/config"
	"dubbelkrona/internal/strictyaml"
)

// operations returns the text of docs/operations.md.
func operations(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// section returns the text under a heading, up to the next one.
func section(t *testing.T, heading string) string {
	t.Helper()
	_, rest, found := strings.Cut(operations(t), "\n"+heading+"\n")
	if !found {
		t.Errorf("docs/operations.md has no heading %q", heading)
		return ""
	}
	text, _, _ := strings.Cut(rest, "\n#")
	return text
}

// constants returns the wanted constants of a package by name.
func constants(t *testing.T, glob string, wanted func(name, kind string) bool) (found map[string]string) {
	t.Helper()
	found = make(map[string]string)
	inspect(t, glob, func(n ast.Node) {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Names) != 1 || len(spec.Values) != 1 {
			return
		}
		kind := ""
		if id, ok := spec.Type.(*ast.Ident); ok {
			kind = id.Name
		}
		if value, ok := spec.Values[0].(*ast.BasicLit); ok && wanted(spec.Names[0].Name, kind) {
			found[spec.Names[0].Name] = strings.Trim(value.Value, `"`)
		}
	})
	return found
}

// inspect calls see for every syntax node of the files that match, without tests.
func inspect(t *testing.T, glob string, see func(ast.Node)) {
	t.Helper()
	files, err := filepath.Glob(glob)
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %d files, %v", glob, len(files), err)
	}
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool { see(n); return true })
	}
}

// The runbook of each alarm says what it means, what to look at, what to do and what not
// to do.
func TestEveryAlarmHasItsRunbook(t *testing.T) {
	kinds := constants(t, "../internal/notify/*.go", func(_, kind string) bool { return kind == "Kind" })
	if len(kinds) < 5 {
		t.Fatalf("%d kinds of alarm were found", len(kinds))
	}
	for _, kind := range kinds {
		text := section(t, "### Alarm: "+kind)
		for _, part := range []string{"**Means.**", "**Look at**", "**Do.**", "**Do not**", "**Ends**"} {
			// The runbook of a failure has a table of reasons and what to do.
			if !strings.Contains(text, part) && (part != "**Do.**" || !strings.Contains(text, "| do |")) {
				t.Errorf("alarm %s: the runbook lacks %s", kind, part)
			}
		}
		if !strings.Contains(section(t, "## Notifications"), "[`"+kind+"`](#alarm-"+kind+")") {
			t.Errorf("alarm %s is not in the table of notifications", kind)
		}
	}
}

func TestEveryExitCodeHasItsRunbook(t *testing.T) {
	codes := constants(t, "../cmd/dubbelkrona/exit.go", func(name, _ string) bool { return strings.HasPrefix(name, "exit") })
	if len(codes) < 6 {
		t.Fatalf("%d exit codes were found", len(codes))
	}
	for name, code := range codes {
		if text := section(t, "### Exit code "+code); !strings.Contains(text, "**Means**") {
			t.Errorf("%s: exit code %s is not explained", name, code)
		}
	}
}

var anchors = regexp.MustCompile(`\]\(#([^)]+)\)`)

func TestLinksHaveTargets(t *testing.T) {
	text := operations(t)
	var headings []string
	for _, match := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(text, -1) {
		kept := regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(strings.ToLower(match[1]), "")
		headings = append(headings, strings.ReplaceAll(kept, " ", "-"))
	}
	links := anchors.FindAllStringSubmatch(text, -1)
	for _, match := range links {
		if !slices.Contains(headings, match[1]) {
			t.Errorf("no heading for #%s", match[1])
		}
	}
	if len(links) < 30 {
		t.Errorf("only %d links were found", len(links))
	}
	for _, match := range regexp.MustCompile(`\]\(([^#)][^)#]*)\)`).FindAllStringSubmatch(text, -1) {
		if _, err := os.Stat(filepath.Join("../docs", match[1])); err != nil {
			t.Error(err)
		}
	}
}

var (
	blocks = regexp.MustCompile("(?ms)^```\\w*\n(.*?)^```$")
	quotes = regexp.MustCompile("`([^`\n]+)`")
	word   = regexp.MustCompile(`^[a-z]+$`)
)

// code returns the lines of the code blocks and the inline code of a text.
func code(text string) (lines []string) {
	for _, block := range blocks.FindAllStringSubmatch(text, -1) {
		lines = append(lines, strings.Split(block[1], "\n")...)
	}
	for _, quote := range quotes.FindAllStringSubmatch(blocks.ReplaceAllString(text, ""), -1) {
		lines = append(lines, quote[1])
	}
	return lines
}

// commands returns the calls of the program in a text, each up to the first character of
// shell syntax.
func commands(text string) (found [][]string) {
	for _, line := range code(text) {
		words := strings.Fields(line)
		for i := range len(words) - 1 {
			// After an option dubbelkrona is a user or a group.
			if filepath.Base(words[i]) != "dubbelkrona" || !word.MatchString(words[i+1]) || i > 0 && strings.HasPrefix(words[i-1], "-") {
				continue
			}
			call := words[i+1:]
			if end := slices.IndexFunc(call, func(w string) bool { return strings.ContainsAny(w, "<>|&;#") }); end >= 0 {
				call = call[:end]
			}
			found = append(found, call)
			break
		}
	}
	return found
}

// Every command and flag in the documentation exists.
func TestDocumentedCommandsExist(t *testing.T) {
	seen := make(map[string]bool)
	for _, line := range commands(operations(t)) {
		text := strings.Join(line, " ")
		if seen[text] {
			continue
		}
		seen[text] = true
		if err := understands(t, line); err != nil {
			t.Errorf("dubbelkrona %s: %v", text, err)
		}
	}
	for _, command := range []string{"backup", "backfill", "forget", "gc", "key", "probe", "rebuild", "restore", "run", "runs", "status", "verify"} {
		if !slices.ContainsFunc(commands(operations(t)), func(line []string) bool { return line[0] == command }) {
			t.Errorf("the runbook never uses %s", command)
		}
	}
}

// Examples of the configuration are valid, and the other YAML can be parsed.
func TestExamplesAreValid(t *testing.T) {
	taken := 0
	for _, block := range regexp.MustCompile("(?ms)^```yaml\n(.*?)^```$").FindAllStringSubmatch(operations(t), -1) {
		text := block[1]
		if strings.HasPrefix(text, "groups:") {
			if _, faults := strictyaml.Parse("rules", []byte(text)); len(faults) > 0 {
				t.Error(faults)
			}
			continue
		}
		folder := t.TempDir()
		if err := os.WriteFile(filepath.Join(folder, config.FileName), []byte("project: soderhamn\n"+text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, faults := config.Load(folder); len(faults) > 0 {
			t.Errorf("%v\n%s", faults, text)
		}
		taken++
	}
	if taken < 3 {
		t.Errorf("only %d examples were found", taken)
	}
}

// described returns the metrics that the code declares with desc(name, help, labels...),
// and their labels.
func described(t *testing.T) map[string][]string {
	t.Helper()
	found := make(map[string][]string)
	inspect(t, "../internal/web/*.go", func(n ast.Node) {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) < 2 {
			return
		}
		if id, ok := call.Fun.(*ast.Ident); !ok || id.Name != "desc" {
			return
		}
		var texts []string
		for _, arg := range call.Args {
			if lit, ok := arg.(*ast.BasicLit); ok {
				text, err := strconv.Unquote(lit.Value)
				if err != nil {
					t.Fatal(err)
				}
				texts = append(texts, text)
			}
		}
		found["dubbelkrona_"+texts[0]] = texts[2:]
	})
	if len(found) < 10 {
		t.Fatalf("%d metrics were found", len(found))
	}
	return found
}

var tableRow = regexp.MustCompile("(?m)^\\| `(dubbelkrona_\\w+)` \\| (\\w+) \\| ([^|]*?) ?\\| ([^|]+) \\|$")

func TestMetricsTableAgreesWithTheCode(t *testing.T) {
	code, types := described(t), served(t)
	written := make(map[string]bool)
	for _, row := range tableRow.FindAllStringSubmatch(section(t, "## Metrics"), -1) {
		name, kind, labels := row[1], row[2], row[3]
		written[name] = true
		has, there := code[name]
		if !there {
			t.Errorf("%s is not in the code", name)
			continue
		}
		if want := strings.Join(has, ", "); labels != want {
			t.Errorf("%s has the labels %q, the table says %q", name, want, labels)
		}
		if types[name] != kind {
			t.Errorf("%s is served as %q, the table says %q", name, types[name], kind)
		}
	}
	for name := range code {
		if !written[name] {
			t.Errorf("%s is not in the table of docs/operations.md", name)
		}
	}
	// Rules and text name no other metric.
	for _, name := range regexp.MustCompile(`dubbelkrona_[a-z_]+`).FindAllString(operations(t), -1) {
		if _, there := code[name]; !there {
			t.Errorf("docs/operations.md speaks of %s, which is not there", name)
		}
	}
}
