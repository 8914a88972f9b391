package directory

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"dubbelkrona"
)

// pattern is a glob split at its slashes.
type pattern struct {
	base  string   // the folders before the first wildcard, "." for none
	parts []string // the whole pattern
}

// parsePattern reads a pattern, or a path that has no wildcards.
func parsePattern(s string, literal bool) (pattern, error) {
	s = strings.TrimPrefix(s, "./")
	if strings.Contains(s, `\`) {
		return pattern{}, dubbelkrona.Errorf(dubbelkrona.Invalid, "%q: write / between folders", s)
	}
	if !fs.ValidPath(s) || s == "." {
		return pattern{}, dubbelkrona.Errorf(dubbelkrona.Invalid, "%q: files are named relative to the project's folder, without .. or a leading /", s)
	}
	p := pattern{parts: strings.Split(norm.NFC.String(s), "/")}
	if literal {
		p.base = s
		return p, nil
	}
	for _, part := range p.parts {
		if _, err := path.Match(part, ""); err != nil {
			return pattern{}, dubbelkrona.Errorf(dubbelkrona.Invalid, "%q: a bracket of the pattern is not closed", s)
		}
	}
	fixed := slices.IndexFunc(p.parts, func(part string) bool { return strings.ContainsAny(part, "*?[") })
	if fixed < 0 {
		fixed = len(p.parts) - 1
	}
	p.base = path.Join(append([]string{"."}, p.parts[:fixed]...)...)
	return p, nil
}

// matches says whether a path matches. Both are compared in normal form C:
// some systems store å as a and a ring.
func (p pattern) matches(name string) bool {
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
