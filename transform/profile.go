package transform

import (
	"embed"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"dubbelkrona"
	"dubbelkrona/internal/strictyaml"
)

// profileFiles are the ready mappings: NAME.yaml is the profile NAME, in the
// mapping language of project configurations.
//
//go:embed profiles/*.yaml
var profileFiles embed.FS

const (
	profileFolder = "profiles"
	profileExt    = ".yaml"
)

// Profile is a ready mapping.
type Profile struct {
	// Name is the value of Spec.Profile.
	Name string
	// Doc describes in one paragraph what is mapped.
	Doc string
	// Text is the mapping in YAML: the key tables of a Spec, with comments.
	Text string
	// tables decodes Text once. The result is shared and must not be changed.
	tables func() ([]TableSpec, []strictyaml.Fault)
}

// readyProfiles returns the profiles by name, and the names in order: the
// ready mappings, then the tables.
var readyProfiles = sync.OnceValues(func() (map[string]Profile, []string) {
	all, names := make(map[string]Profile), []string(nil)
	add := func(name, text string) {
		decode := func() ([]TableSpec, []strictyaml.Fault) { return decodeTables(name+profileExt, text) }
		all[name] = Profile{name, firstParagraph(text), text, sync.OnceValues(decode)}
		names = append(names, name)
	}
	files, _ := fs.Glob(profileFiles, profileFolder+"/*"+profileExt)
	for _, file := range files {
		text, _ := profileFiles.ReadFile(file)
		add(strings.TrimSuffix(path.Base(file), profileExt), string(text))
	}
	for _, t := range dubbelkrona.Tables() {
		add(t.Name, "# Files in the column names of the table "+t.Name+".\ntables:\n  - table: "+t.Name+"\n")
	}
	return all, names
})

// Profiles returns the names that Spec.Profile may have: the ready mappings by
// name, then the tables.
func Profiles() []string {
	_, names := readyProfiles()
	return slices.Clone(names)
}

// ProfileByName returns a profile, and whether there is one of that name.
func ProfileByName(name string) (Profile, bool) {
	all, _ := readyProfiles()
	p, ok := all[name]
	return p, ok
}

// firstParagraph returns the comment at the top of a file up to its first
// empty line, as one line.
func firstParagraph(text string) string {
	var lines []string
	for line := range strings.Lines(text) {
		comment, ok := strings.CutPrefix(strings.TrimSpace(line), "# ")
		if !ok {
			break
		}
		lines = append(lines, comment)
	}
	return strings.Join(lines, " ")
}

// decodeTables decodes the text of a profile.
func decodeTables(file, text string) ([]TableSpec, []strictyaml.Fault) {
	doc, faults := strictyaml.Parse(file, []byte(text))
	if doc == nil {
		return nil, faults
	}
	var mapping struct {
		Tables []TableSpec `yaml:"tables"`
	}
	faults = doc.Decode(&mapping)
	return mapping.Tables, faults
}
