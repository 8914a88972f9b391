package ingest

import (
	"archive/zip"
	"cmp"
	"context"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/klauspost/compress/flate"
	"golang.org/x/text/encoding/charmap"

	"dubbelkrona"
)

func isArchive(name string) bool { return strings.EqualFold(path.Ext(name), ".zip") }

// archive is an opened zip.
type archive struct {
	*zip.Reader
	io.Closer // of the file
}

// openArchive opens a zip archive and checks its directory against the limits.
func (j *joined) openArchive(ctx context.Context, holder Object) (*archive, error) {
	file, err := j.place.Open(ctx, holder)
	if err != nil {
		return nil, err
	}
	at, ok := inPlace(file)
	if !ok {
		if at, err = j.copied(newMeter(ctx, file), file); err != nil {
			file.Close()
			return nil, err
		}
	}
	r, err := zip.NewReader(at, at.Size())
	if err == nil {
		r.RegisterDecompressor(zip.Deflate, func(r io.Reader) io.ReadCloser { return flate.NewReader(r) })
		err = checkArchive(r, j.env.Limits)
	} else if errors.Is(err, zip.ErrFormat) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = dubbelkrona.Invalidf("zip: there is no directory at its end; it is cut off, still being written or not a zip archive")
	}
	if err != nil {
		at.Close()
		return nil, err
	}
	return &archive{r, at}, nil
}

func checkArchive(r *zip.Reader, limits Limits) error {
	if len(r.File) > limits.Members {
		return dubbelkrona.Invalidf("zip: it has %d members, more than the limit of %d; split it", len(r.File), limits.Members)
	}
	var total uint64
	for _, f := range r.File {
		if total += f.UncompressedSize64; total > uint64(limits.Unpacked) || f.UncompressedSize64 > uint64(limits.Unpacked) {
			return dubbelkrona.Invalidf("zip: unpacks to more than %d bytes; split it", limits.Unpacked)
		}
	}
	return nil
}

// isWorkbook reports whether the zip file is an office document and not an
// archive.
func (a *archive) isWorkbook() bool {
	return slices.ContainsFunc(a.File, func(f *zip.File) bool { return f.Name == "[Content_Types].xml" })
}

// members lists an archive's members as objects, by name. A workbook and an
// archive that cannot be opened are returned as objects themselves; inspecting
// the latter reports the error, and other objects are not affected.
func (j *joined) members(ctx context.Context, holder Object) ([]Object, error) {
	a, err := j.openArchive(ctx, holder)
	if err != nil {
		return []Object{holder}, ctx.Err()
	}
	defer a.Close()
	if a.isWorkbook() {
		return []Object{holder}, nil
	}
	var all []Object
	for _, f := range a.File {
		name := memberName(f)
		if !f.Mode().IsRegular() || Unfinished(name) || strings.HasPrefix(name, "__MACOSX/") {
			continue
		}
		obj := NewObject(holder.Name+"/"+name, int64(f.UncompressedSize64), holder.Modified)
		obj.Version, obj.holder, obj.member, obj.Label = holder.Version, &holder, f.Name, j.env.Label(obj.Name)
		all = append(all, obj)
	}
	if len(all) == 0 {
		return []Object{holder}, nil
	}
	slices.SortFunc(all, func(a, b Object) int { return cmp.Compare(a.Name, b.Name) })
	return all, nil
}

// memberName returns a member's name as UTF-8; old programs write code page
// 437.
func memberName(f *zip.File) string {
	if !f.NonUTF8 || utf8.ValidString(f.Name) {
		return f.Name
	}
	name, err := charmap.CodePage437.NewDecoder().String(f.Name)
	if err != nil {
		return f.Name
	}
	return name
}

// inspectArchive returns the error of an archive that members could not list.
func (j *joined) inspectArchive(ctx context.Context, obj Object) error {
	a, err := j.openArchive(ctx, obj)
	if err != nil {
		return err
	}
	defer a.Close()
	if !a.isWorkbook() {
		return dubbelkrona.Invalidf("zip: the archive holds no files to read")
	}
	return nil
}

// member is an opened member of an archive, which it closes.
type member struct {
	io.Reader
	closers
}

func (j *joined) openMember(ctx context.Context, obj Object) (io.ReadCloser, error) {
	if isArchive(obj.member) {
		return nil, dubbelkrona.Invalidf("zip: an archive inside an archive is not read; unpack it first")
	}
	a, err := j.openArchive(ctx, *obj.holder)
	if err != nil {
		return nil, err
	}
	m, err := a.open(obj.member, j.env.Limits)
	if err != nil {
		a.Close()
		return nil, err
	}
	return m, nil
}

func (a *archive) open(name string, limits Limits) (*member, error) {
	at := slices.IndexFunc(a.File, func(f *zip.File) bool { return f.Name == name })
	if at < 0 {
		return nil, dubbelkrona.Errorf(dubbelkrona.Conflict, "zip: the member has been removed since the archive was listed")
	}
	f := a.File[at]
	if f.Flags&1 != 0 {
		return nil, dubbelkrona.Invalidf("zip: the member has a password; unpack it first")
	}
	r, err := f.Open()
	if err != nil {
		return nil, dubbelkrona.Invalidf("zip: %w", err)
	}
	limits.Unpacked = min(limits.Unpacked, int64(f.UncompressedSize64))
	return &member{Guard(r, "zip", int64(f.CompressedSize64), limits), closers{r, a}}, nil
}
