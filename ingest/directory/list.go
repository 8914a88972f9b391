package directory

import (
	"cmp"
	"context"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"dubbelkrona"
	"dubbelkrona/ingest"
)

// Objects implements ingest.Place: the files that match, by name. A link that
// leads out of the project and a file without permissions are listed, so that
// opening them reports the error. Folders behind links are not entered: files
// inside the project have a path of their own.
func (p *Place) Objects(ctx context.Context) ([]ingest.Object, error) {
	fsys, err := p.open()
	if err != nil {
		return nil, err
	}
	defer fsys.close()
	if p.pattern.Single() {
		info, err := fs.Stat(fsys, p.pattern.Base())
		if err != nil {
			return nil, named(p.pattern.Base(), err)
		}
		return []ingest.Object{object(p.pattern.Base(), info)}, nil
	}
	return p.walk(ctx, fsys)
}

func (p *Place) walk(ctx context.Context, fsys fs.FS) (all []ingest.Object, err error) {
	err = fs.WalkDir(fsys, p.pattern.Base(), func(name string, entry fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			return named(name, err)
		}
		if entry.IsDir() {
			if name != p.pattern.Base() && strings.HasPrefix(path.Base(name), ".") {
				return fs.SkipDir
			}
			return nil
		}
		if !p.pattern.Matches(name) || ingest.Unfinished(name) {
			return nil
		}
		info, err := fs.Stat(fsys, name) // of a link's target
		switch {
		case err != nil:
			all = append(all, ingest.NewObject(name, -1, time.Time{}))
		case !info.IsDir(): // also what is not a regular file: opening it is an error
			all = append(all, object(name, info))
		}
		return nil
	})
	slices.SortFunc(all, func(a, b ingest.Object) int { return cmp.Compare(a.Name, b.Name) })
	return all, err
}

func object(name string, info fs.FileInfo) ingest.Object {
	return ingest.NewObject(name, info.Size(), info.ModTime())
}

// named adds the masked path to an error of the file system.
func named(name string, err error) error {
	return dubbelkrona.Errorf(dubbelkrona.KindOf(classified(err)), "%s: %w", ingest.Masked(name), classified(err))
}
