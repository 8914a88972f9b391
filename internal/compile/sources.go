package compile

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/strictyaml"
	"dubbelkrona/transform"
)

// BuiltIn is a source that every project has: reference data of the program,
// which is ingested as all data is, so that each rate has an origin.
type BuiltIn struct {
	Source ingest.Source
	Spec   transform.Spec
}

func (p *Plan) compileBuiltIn() (faults []strictyaml.Fault) {
	for _, b := range p.options.BuiltIn {
		plan, broken := transform.Compile(b.Spec)
		for _, f := range broken {
			faults = append(faults, strictyaml.Fault{File: config.ReservedSource, Message: f.Path + ": " + f.Message})
		}
		p.Sources = append(p.Sources, &Source{Name: config.ReservedSource, Mode: dubbelkrona.ReplaceObject,
			Reader: b.Source, Plan: plan, Mapping: mappingHash(plan)})
	}
	return faults
}

func (p *Plan) compileSource(i int) (faults []strictyaml.Fault) {
	c := &p.Project.Sources[i]
	path := fmt.Sprintf("sources[%d]", i)
	place, placeFaults := placeOf(c)
	format, formatFaults := choice(c.Format)
	spec := ingest.Spec{Name: c.Name, Place: place, Format: format, Together: c.Together}
	open := func(slot time.Time) (ingest.Source, error) {
		return p.options.Registry.Source(spec,
			ingest.Env{Root: p.Project.Root, Scratch: p.Project.Scratch(), Now: p.options.Now, Slot: slot,
				Web: p.options.Web, Label: p.options.Label, Progress: func(label string, bytes int64) {
					p.options.Fetched(c.Name, label, bytes)
				}})
	}
	reader, err := open(time.Time{})
	faults = append(*placeFaults, *formatFaults...)
	if err != nil && len(faults) == 0 {
		faults = append(faults, p.Project.At(path, err.Error()))
	}
	plan, broken := transform.Compile(c.Spec)
	for _, f := range broken {
		faults = append(faults, p.Project.At(strings.TrimSuffix(path+"."+f.Path, "."), f.Message))
	}
	if plan != nil {
		for _, f := range plan.Unstored() {
			p.Unstored = append(p.Unstored, p.Project.At(path+"."+f.Path, f.Message))
		}
	}
	p.Sources = append(p.Sources, &Source{Name: c.Name, Synthetic: c.Synthetic, Owner: c.Owner, Mode: c.Load, Reader: reader, open: open, Plan: plan, Limits: c.Limits,
		Where: whereOf(c), Moving: isMoving(c), Repeats: c.Repeats == config.RepeatsAllow, Local: c.Files != "" || place.Kind == "directory",
		Mapping: mappingHash(plan, format.Kind, c.Format.Canonical("kind"), fmt.Sprint(c.Together), p.options.Registry.Decoding(spec))})
	return faults
}

// placeOf returns the place of a source; `files` is short for a directory.
func placeOf(c *config.Source) (ingest.Choice, *[]strictyaml.Fault) {
	if c.Files == "" {
		return choice(c.Place)
	}
	return Chosen("directory", fmt.Sprintf("glob: %q\n", c.Files)), new([]strictyaml.Fault)
}

// placeholders matches what ingest.Expand replaces by the date.
var placeholders = regexp.MustCompile(`\{(yyyy|yy|mm|dd)[-_./ymd]*( [+-]\d+[ymwd])?\}`)

// isMoving reports whether the pattern of a source depends on the date, so that an
// object that is no longer listed need not be gone.
func isMoving(c *config.Source) bool {
	return placeholders.MatchString(c.Files) || placeholders.MatchString(c.Place.Canonical())
}

// whereOf returns Source.Where: the place of a source, for messages.
func whereOf(c *config.Source) string {
	kind, _ := c.Place.Text()
	return cmp.Or(c.Files, c.Place.Key("glob"), c.Place.Key("path"), c.Place.Key("kind"), kind)
}

// Unmatched returns the sources of files in the project whose pattern no file
// matches now.
func (p *Plan) Unmatched(ctx context.Context) (found []Unmatched) {
	for _, src := range p.Sources {
		if !src.Local {
			continue
		}
		matches := false
		for _, err := range src.Reader.Objects(ctx, nil) {
			matches = err == nil
			break
		}
		if !matches {
			found = append(found, Unmatched{Source: src.Name, Where: src.Where})
		}
	}
	return found
}

// Unmatched is a source whose pattern matches nothing.
type Unmatched struct{ Source, Where string }
