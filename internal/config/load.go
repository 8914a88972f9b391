package config

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/identity"
	"dubbelkrona/internal/regular"
	"dubbelkrona/internal/strictyaml"
)

// Load reads the configuration of the project in a folder. It returns what
// could be parsed together with the faults, so that a caller can look for
// more; the project is nil only if the file cannot be read or is not YAML.
func Load(folder string) (*Project, []strictyaml.Fault) {
	root, err := filepath.Abs(folder)
	if err != nil {
		return nil, []strictyaml.Fault{{File: folder, Message: err.Error()}}
	}
	file := filepath.Join(folder, FileName)
	data, err := regular.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, []strictyaml.Fault{{File: file, Message: "not found; `dubbelkrona init DIR` writes a project, --project names its folder"}}
	}
	if err != nil {
		return nil, []strictyaml.Fault{{File: file, Message: err.Error()}}
	}
	return parse(folder, root, data)
}

func parse(folder, root string, data []byte) (*Project, []strictyaml.Fault) {
	file := filepath.Join(folder, FileName)
	doc, faults := strictyaml.Parse(file, data)
	if doc == nil {
		return nil, faults
	}
	p := &Project{Paths: Paths{Root: root, folder: folder}, doc: doc}
	faults = append(faults, doc.Decode(p)...)
	p.setDefaults()
	faults = append(faults, p.validate()...)
	strictyaml.Sort(faults)
	return p, faults
}

func (p *Project) setDefaults() {
	p.Language = cmp.Or(p.Language, "sv")
	p.Publish.Keep = cmp.Or(p.Publish.Keep, 7)
	p.Publish.Threshold = cmp.Or(p.Publish.Threshold, 5)
	p.Publish.MemoryMB = cmp.Or(p.Publish.MemoryMB, 400)
	p.Publish.Definition.Time = cmp.Or(p.Publish.Definition.Time, Duration(20*time.Second))
	p.Publish.Definition.MemoryMB = cmp.Or(p.Publish.Definition.MemoryMB, p.Publish.MemoryMB+600)
	p.Publish.GroupReadable = cmp.Or(p.Publish.GroupReadable, new(true))
	if p.Exports == nil {
		p.Exports = []string{"parquet", "csv", "json", "xlsx", "headline"}
	}
	for i := range p.Sources {
		p.Sources[i].Load = cmp.Or(p.Sources[i].Load, dubbelkrona.ReplaceObject)
	}
}

var (
	nameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`)
	// sourceForm also allows underscores, because tables are named after
	// sources.
	sourceForm = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,62}$`)
	loadModes  = []dubbelkrona.LoadMode{dubbelkrona.ReplaceObject, dubbelkrona.ReplacePeriod, dubbelkrona.Append, dubbelkrona.Upsert}
)

// ReservedSource is the source name of the built-in reference data.
const ReservedSource = "dubbelkrona"

func (p *Project) validate() (faults []strictyaml.Fault) {
	report := func(path, format string, args ...any) {
		message, _ := identity.Mask(fmt.Sprintf(format, args...))
		faults = append(faults, p.doc.At(path, message))
	}
	if !nameForm.MatchString(p.Name) {
		report("project", "project: a name of lower-case letters, digits and hyphens is required")
	}
	if p.Language != "sv" && p.Language != "en" {
		report("language", "language: %q is neither sv nor en", p.Language)
	}
	if p.Publish.Keep < 1 {
		report("publish.keep", "publish.keep: at least 1 snapshot is kept")
	}
	if p.Publish.MemoryMB < 128 {
		report("publish.memory_mb", "publish.memory_mb: at least 128")
	}
	if least := p.Publish.MemoryMB + 64; p.Publish.Definition.MemoryMB < least {
		report("publish.definition.memory_mb", "publish.definition.memory_mb: at least %d, 64 more than publish.memory_mb", least)
	}
	if p.Publish.Threshold < 3 || p.Publish.Threshold > 10 {
		report("publish.threshold", "publish.threshold: figures about persons are published from 3 to 10 persons on")
	}
	if p.Publish.Threads < 0 {
		report("publish.threads", "publish.threads: must not be negative")
	}
	if p.Publish.Catalogue != nil {
		p.Publish.Catalogue.validate(report)
	}
	p.validateAges(report)
	seen := make(map[string]bool)
	for i := range p.Sources {
		p.Sources[i].validate(fmt.Sprintf("sources[%d]", i), seen, report)
		limits, broken := volume(p.Sources[i].Volume)
		p.Sources[i].Limits, faults = limits, append(faults, broken...)
	}
	p.compileSchedule(report)
	p.Watch.validate(p.NeedsToken(), report)
	p.validateServe(report)
	return faults
}

func (s *Source) validate(at string, seen map[string]bool, report reporter) {
	switch {
	case !sourceForm.MatchString(s.Name):
		report(at+".name", "a source needs a name of lower-case letters, digits, hyphens and underscores")
	case identity.Contains(s.Name):
		report(at+".name", "name: it contains what may be an identity number; choose another, since folders of the lake and every report carry it")
		s.Name, _ = identity.Mask(s.Name) // later faults name the source
	case s.Name == ReservedSource:
		report(at+".name", "the name %s is kept for the built-in reference data", ReservedSource)
	case seen[s.Name]:
		report(at+".name", "another source is named %s too", s.Name)
	}
	seen[s.Name] = true
	if (s.Files == "") == !s.Place.Present() {
		report(at, "source %s: set either files (a glob) or place", s.Name)
	}
	if folder, _, nested := strings.Cut(s.Files, "/"); nested && coversOwnFolders(folder) {
		report(at+".files", "files: %s would also find what dubbelkrona itself writes in var/ and publish/; begin with the name of another folder", s.Files)
	}
	if s.Repeats != "" && s.Repeats != RepeatsRefuse && s.Repeats != RepeatsAllow {
		report(at+".repeats", "repeats: %q is neither %s nor %s", s.Repeats, RepeatsRefuse, RepeatsAllow)
	}
	if err := s.Owner.Check(); err != nil {
		report(at+".owner", "source %s: %s", s.Name, err)
	} else if identity.Contains(string(s.Owner)) {
		report(at+".owner", "source %s: owner: it contains what may be an identity number", s.Name)
	}
	if !slices.Contains(loadModes, s.Load) {
		names := make([]string, len(loadModes))
		for i, m := range loadModes {
			names[i] = string(m)
		}
		report(at+".load", "load: %q is none of %s", s.Load, strings.Join(names, ", "))
	}
}

// The values of Source.Repeats.
const (
	RepeatsRefuse = "refuse"
	RepeatsAllow  = "allow"
)

// coversOwnFolders reports whether the first part of a glob matches a folder
// to which runs write.
func coversOwnFolders(pattern string) bool {
	for _, own := range []string{"var", "publish"} {
		if match, err := path.Match(pattern, own); pattern == "**" || err == nil && match {
			return true
		}
	}
	return false
}
