package ingest

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"dubbelkrona"
)

// Pattern selects objects below a folder: one by its path, or all that match a
// glob, in which * and ? match characters within a name, [abc] one of several
// and ** any number of folders. ParsePattern makes it.
type Pattern struct {
	base   string   // see Base
	parts  []string // the whole pattern, split at its slashes
	single bool
}

// ParsePattern parses the settings path and glob of a place, exactly one of
// which is set, and expands date placeholders (see Expand). A pattern that
// leads out of the folder is an Invalid error.
func ParsePattern(path, glob string, at time.Time) (Pattern, error) {
	if (path == "") == (glob == "") {
		return Pattern{}, dubbelkrona.Invalidf("set either path (one file) or glob (a pattern)")
	}
	s, err := Expand(path+glob, at)
	if err != nil {
		return Pattern{}, fmt.Errorf("%q: %w", path+glob, err)
	}
	return parsePattern(s, path != "")
}

func parsePattern(s string, literal bool) (Pattern, error) {
	s = strings.TrimPrefix(s, "./")
	if strings.Contains(s, `\`) {
		return Pattern{}, dubbelkrona.Invalidf("%q: write / between folders", s)
	}
	if !fs.ValidPath(s) || s == "." {
		return Pattern{}, dubbelkrona.Invalidf("%q: it is relative to the source's folder, so .. and a leading / are not allowed", s)
	}
	p := Pattern{parts: strings.Split(norm.NFC.String(s), "/"), single: literal}
	if literal {
		p.base = s
		return p, nil
	}
	for _, part := range p.parts {
		if _, err := path.Match(part, ""); err != nil {
			return Pattern{}, dubbelkrona.Invalidf("%q: a bracket of the pattern is not closed", s)
		}
	}
	fixed := slices.IndexFunc(p.parts, func(part string) bool { return strings.ContainsAny(part, "*?[") })
	if fixed < 0 {
		fixed = len(p.parts) - 1
	}
	p.base = path.Join(append([]string{"."}, p.parts[:fixed]...)...)
	return p, nil
}

// Single reports whether the pattern is the path of one object.
func (p Pattern) Single() bool { return p.single }

// Base returns the path of a single object, otherwise the folders before the
// first wildcard, "." if there are none.
func (p Pattern) Base() string { return p.base }

// Matches reports whether a path matches. Both are compared in Unicode normal
// form C, since some systems store å as a and a combining ring.
func (p Pattern) Matches(name string) bool {
	return matchParts(p.parts, strings.Split(norm.NFC.String(name), "/"))
}

func matchParts(pattern, name []string) bool {
	for len(pattern) > 0 {
		if pattern[0] == "**" {
			for i := range len(name) + 1 {
				if matchParts(pattern[1:], name[i:]) {
					return true
				}
			}
			return false
		}
		if len(name) == 0 {
			return false
		}
		if ok, err := path.Match(pattern[0], name[0]); !ok || err != nil {
			return false
		}
		pattern, name = pattern[1:], name[1:]
	}
	return len(name) == 0
}
