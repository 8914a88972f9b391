package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/present"
)

// drawnEffect compares persons by a draw, so that the estimate is a difference of means:
// the outcome of those born in 1960 plus i is i/10. They started in March 2022, and are
// followed to February 2023.
const drawnEffect = `/*
title: {sv: Dragen, en: Drawn}
design: randomised
treatment: {sv: de som drogs, en: those who were drawn}
pool: {sv: de övriga, en: the others}
comparison_source: {sv: register, en: registers}
blocks: 1
outcomes:
  work: {title: {sv: Arbete, en: Work}, unit: share, known: known}
primary: {outcome: work, block: 1}
substitutes: {history: {sv: lottning, en: a draw}}
*/
SELECT person, municipality AS scope, CAST('2022-03-01' AS DATE) AS start_month, treated, FALSE AS starts_later, education AS supplier,
    '21' AS region, 'a' AS source, (SELECT count(*) FROM core.outcome WHERE month >= '2023-02-01') > 0 AS due_1,
    CAST(birth_year - 1960 AS DOUBLE) / 10 AS work_1, 1 AS known_1
FROM core.participant
`

// drawnPersons are 40 persons and 40 others in Söderhamn, with means of 0.65 and 0.45 as
// the outcome, and 10 and 10 in Gävle.
func drawnPersons() string {
	var b strings.Builder
	levels := []string{"below_compulsory", "compulsory", "upper_secondary", "post_secondary"}
	b.WriteString("person;treated;municipality;education;birth_year\n")
	for municipality, n := range map[string]int{"2182": 40, "2180": 10} {
		for i := range n {
			fmt.Fprintf(&b, "%[1]s-ja-%[2]d;ja;%[1]s;%[3]s;%[4]d\n", municipality, i, levels[i%4], 1962+i%10)
			fmt.Fprintf(&b, "%[1]s-nej-%[2]d;nej;%[1]s;%[3]s;%[4]d\n", municipality, i, levels[i%4], 1960+i%10)
		}
	}
	return b.String()
}

const drawnSources = `  - name: deltagare
    files: data/deltagare*.csv
    tables:
      - table: participant
        columns: {person: {column: person, as: other_id}, treated: treated, municipality: municipality, education: education, birth_year: birth_year}
  - name: utfall
    files: data/utfall*.csv
    tables:
      - table: outcome
        columns: {person: {column: person, as: other_id}, month: month}
`

// drawnProject returns a project with the persons and the effect that has been run, and
// has no outcomes yet.
func drawnProject(t *testing.T) string {
	t.Helper()
	drawn.Do(func() {
		drawn.root = projectIn(t, filepath.Join(os.Getenv("XDG_CONFIG_HOME"), "drawn"), "dragen", drawnSources)
		lighten(t, drawn.root)
		write(t, drawn.root, "deltagare.csv", drawnPersons())
		write(t, drawn.root, "utfall.csv", "person;month\n")
		defineDrawn(t, drawn.root, drawnEffect)
		inProcess(t, exitDone, "run", "--project", drawn.root)
	})
	return copyOf(t, drawn.root)
}

// drawn is the project of drawnProject. It is made once and copied by each test.
var drawn struct {
	sync.Once
	root string
}

func defineDrawn(t *testing.T, root, text string) {
	t.Helper()
	define(t, root, "effects/drawn.sql", text)
}

// define writes a definition of a project.
func define(t *testing.T, root, name, text string) {
	t.Helper()
	path := filepath.Join(root, "queries", name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// changedEffect leaves out those without any work: the others' mean is 0.5 then.
var changedEffect = strings.Replace(drawnEffect, "FROM core.participant\n", "FROM core.participant WHERE birth_year > 1960\n", 1)

// follow delivers outcomes to the end of the follow-up and runs.
func follow(t *testing.T, root string) {
	t.Helper()
	write(t, root, "utfall.csv", "person;month\n2182-ja-1;2023-02-01\n")
	inProcess(t, exitDone, "run", "--project", root)
}

// effectVersions returns the versions that the ledger of a project has.
func effectVersions(t *testing.T, root string) (all []ledger.EffectVersion) {
	t.Helper()
	err := ledger.Read(filepath.Join(root, "var", "ledger.db"), func(l *ledger.Ledger) (err error) {
		all, err = l.Effects.List(context.Background())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func publishedSnapshot(t *testing.T, root string) string {
	t.Helper()
	return ask(t, root, "SELECT id FROM meta.snapshot")
}

// has checks that every text is in what a command printed.
func has(t *testing.T, printed string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(printed, text) {
			t.Errorf("there is no %q in\n%s", text, printed)
		}
	}
}

// An effect that is registered before its outcomes are read is preregistered. A changed
// definition is a new version, which is not; nor is it if it is registered afterwards.
func TestRegisteredEffect(t *testing.T) {
	t.Parallel()
	root := drawnProject(t)
	has(t, inProcess(t, exitDone, "effects", "list", "--project", root), "drawn", "Dragen", "randomiserat försök", "inget än")
	has(t, inProcess(t, exitDone, "effects", "show", "drawn", "--project", root), "Ingen har följts länge nog")
	has(t, inProcess(t, exitDone, "effects", "register", "drawn", "--project", root), "Registrerad: drawn, version 1", "inga utfall fanns",
		"Söderhamn (2182): förhandsregistrerad; uppföljningen börjar 2022-03", "minsta effekt som kan upptäckas: okänd")
	has(t, inProcess(t, exitDone, "effects", "register", "drawn", "--project", root), "är redan registrerad", "inget ändras")
	follow(t, root)
	has(t, inProcess(t, exitDone, "effects", "show", "drawn", "--project", root), "\nSöderhamn (2182)\nSkattad effekt på ”Arbete”: 20,0 procentenheter.", "Version 1. Förhandsregistrerad 20",
		"Leverantörer: 4. Jämförelsegruppens effektiva antal: 40,0.", "\nGävle (2180)\nFör få.")

	defineDrawn(t, root, changedEffect)
	before := effectVersions(t, root)
	has(t, inProcess(t, exitDone, "effects", "evaluate", "drawn", "--project", root), "15,0 procentenheter", "Version 2; värden 0,15–0,20. Inte förhandsregistrerad.")
	if after := effectVersions(t, root); !reflect.DeepEqual(after, before) {
		t.Errorf("an evaluation was recorded: %+v", after)
	}
	inProcess(t, exitDone, "run", "--project", root)
	has(t, inProcess(t, exitDone, "effects", "show", "drawn", "--project", root), "Version 2; värden 0,15–0,20. Inte förhandsregistrerad.")
	has(t, inProcess(t, exitDone, "effects", "list", "--project", root), "för få 1, skattad 1", "2 av 2  nej")

	has(t, inProcess(t, exitDone, "effects", "register", "drawn", "--project", root), "version 2", "senaste utfallsmånad i sjön: 2023-02",
		"Söderhamn (2182): INTE förhandsregistrerad; uppföljningen började 2022-03, och utfall är redan kända; minsta effekt som kan upptäckas: ")
	inProcess(t, exitDone, "run", "--project", root)
	has(t, inProcess(t, exitDone, "effects", "show", "drawn", "--project", root), "men först när utfall fanns: inte förhandsregistrerad")
}

// A registration is shown by the next run, and an evaluation of its own does not make
// a run build again. Without a base the tables are the same.
func TestRegistrationsAreInputs(t *testing.T) {
	t.Parallel()
	root := drawnProject(t)
	follow(t, root)
	evaluated := publishedSnapshot(t, root)
	inProcess(t, exitDone, "run", "--project", root)
	if again := publishedSnapshot(t, root); again != evaluated {
		t.Error("a run without news has built: its own evaluation was news to it")
	}
	inProcess(t, exitDone, "effects", "register", "drawn", "--project", root)
	inProcess(t, exitDone, "run", "--project", root)
	registered := publishedSnapshot(t, root)
	if registered == evaluated {
		t.Error("the registration is not shown by the next run")
	}
	const verdicts = "SELECT string_agg(CAST(v AS VARCHAR) ORDER BY scope) || (SELECT string_agg(CAST(e AS VARCHAR) ORDER BY scope, outcome, block) FROM effect.estimate AS e) FROM effect.verdict AS v"
	incremental := askOf(t, openKept(t, root), verdicts)
	has(t, inProcess(t, exitDone, "rebuild", "--project", root), "Samma innehåll som det publicerade")
	if anew := askOf(t, openKept(t, root), verdicts); anew != incremental {
		t.Errorf("%s\nrebuilt %s", incremental, anew)
	}
}

// What checks forbid to publish is no version; what waits to be published is one once it
// is.
func TestOnlyPublishedEvaluationsAreVersions(t *testing.T) {
	t.Parallel()
	root := drawnProject(t)
	write(t, root, "utfall.csv", "person;month\n2182-ja-1;2023-02-01\n")
	inProcess(t, exitDone, "run", "--project", root)
	defineDrawn(t, root, changedEffect)
	inProcess(t, exitDone, "build", "--project", root)
	if n := len(effectVersions(t, root)); n != 1 {
		t.Errorf("%d versions before the build is published, want 1", n)
	}
	inProcess(t, exitDone, "publish", "--project", root)
	versions := effectVersions(t, root)
	if len(versions) != 2 || len(versions[1].Values) != 2 || versions[1].Evaluated.IsZero() {
		t.Errorf("published: %+v", versions)
	}
}

// What counts is which outcomes are in the lake at the registration, not which are
// published: here a check forbids to publish them.
func TestRegistrationLooksIntoTheLake(t *testing.T) {
	t.Parallel()
	root := drawnProject(t)
	define(t, root, "checks/no_outcomes.sql", "/*\ntitle: {sv: utfall, en: outcomes}\nseverity: error\nmessage: {sv: utfall, en: outcomes}\n*/\nSELECT month FROM core.outcome\n")
	write(t, root, "utfall.csv", "person;month\n2182-ja-1;2022-03-01\n")
	inProcess(t, exitBlocked, "run", "--project", root)
	has(t, inProcess(t, exitDone, "effects", "register", "drawn", "--project", root), "senaste utfallsmånad i sjön: 2022-03", "Söderhamn (2182): INTE förhandsregistrerad")
}

// Registrations and versions are in a backup, and forgetting a person keeps them.
func TestVersionsSurvive(t *testing.T) {
	t.Parallel()
	root := drawnProject(t)
	inProcess(t, exitDone, "effects", "register", "drawn", "--project", root)
	follow(t, root)
	want := effectVersions(t, root)
	backup, restored := filepath.Join(t.TempDir(), "backup"), filepath.Join(t.TempDir(), "dragen")
	inProcess(t, exitDone, "backup", backup, "--project", root)
	inProcess(t, exitDone, "restore", backup, "--project", restored)
	if got := effectVersions(t, restored); len(want) != 1 || !reflect.DeepEqual(got, want) {
		t.Errorf("restored %+v\nwant %+v", got, want)
	}
	if code, printed := given(t, "2182-ja-0\n", nil, "forget", "--other-id", "--project", root); code != exitDone {
		t.Fatalf("exit code %d\n%s", code, printed)
	}
	// Without one of those with 0.2 the mean of the 39 others is 0.025/0.39 higher.
	want[0].Values["2182"] = (0.65*40-0.2)/39 - 0.45
	got := effectVersions(t, root)
	if len(got) != 1 || got[0].Registered != want[0].Registered || abs(got[0].Values["2182"]-want[0].Values["2182"]) > 1e-9 {
		t.Errorf("after forget %+v\nwant %+v", got, want)
	}
	has(t, inProcess(t, exitDone, "effects", "show", "drawn", "--project", root), "Version 1. Förhandsregistrerad 20")
}

func abs(x float64) float64 { return max(x, -x) }

func TestEffectsAsJSON(t *testing.T) {
	t.Parallel()
	root := drawnProject(t)
	rewrite(t, root, "project: dragen", "project: dragen\nlanguage: en")
	follow(t, root)
	var result dubbelkrona.EffectResult
	decode(t, inProcess(t, exitDone, "effects", "show", "drawn", "--json", "--project", root), &result)
	if result.Title != "Drawn" || len(result.Scopes) != 2 || len(result.Scopes[1].Estimates) != 1 || abs(*result.Scopes[1].Estimates[0].Value-0.2) > 1e-9 || len(result.Scopes[0].Findings) == 0 {
		t.Errorf("%+v", result)
	}
	var listed []dubbelkrona.EffectListing
	decode(t, inProcess(t, exitDone, "effects", "list", "--json", "--project", root), &listed)
	own := listed[slices.IndexFunc(listed, func(l dubbelkrona.EffectListing) bool { return l.Name == "drawn" })]
	if own.BuiltIn || own.Version != 1 || own.Verdicts["skattad"] != 1 || own.Verdicts["for_fa"] != 1 {
		t.Errorf("%+v", listed)
	}
	var registration dubbelkrona.EffectRegistration
	decode(t, inProcess(t, exitDone, "effects", "register", "drawn", "--json", "--project", root), &registration)
	if registration.Through != "2023-02" || len(registration.Scopes) != 2 || registration.Scopes[1].MDE == nil || registration.Scopes[1].Preregistered {
		t.Errorf("%+v", registration)
	}
	var written strings.Builder
	if err := present.EffectRegistration(&written, "en", registration); err != nil || !strings.Contains(written.String(), "Söderhamn (2182): NOT preregistered; follow-up began 2022-03") {
		t.Errorf("%s, %v", written.String(), err)
	}
}

func decode(t *testing.T, text string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
}

// A name that is not there and a definition that fails are named.
func TestEffectsRefuse(t *testing.T) {
	t.Parallel()
	root := drawnProject(t)
	for _, command := range []string{"show", "register", "evaluate"} {
		has(t, inProcess(t, exitUsage, "effects", command, "other", "--project", root), `effect "other": there is no such definition; the names are: `, "drawn")
	}
	defineDrawn(t, root, strings.Replace(drawnEffect, "1 AS known_1", "1 AS knowledge", 1))
	for _, command := range []string{"register", "evaluate"} {
		has(t, inProcess(t, exitUsage, "effects", command, "drawn", "--project", root), "queries/effects/drawn.sql:", "known_1")
	}
	if n := len(effectVersions(t, root)); n != 0 {
		t.Errorf("%d versions", n)
	}
}
