package upkeep

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"dubbelkrona/internal/lake"
	"dubbelkrona/internal/warehouse"
)

// Searched is the result of Search.
type Searched struct {
	// Files and Bytes are the numbers of searched files and bytes. Values is the
	// number of files that were also searched decoded, since they are
	// compressed: Parquet files, DuckDB files by column, archives.
	Files, Values int
	Bytes         int64
	// Found are the files, and the columns of DuckDB files, in which something
	// was found.
	Found []string
}

// Search looks for needles in every file below folders: in its name, in its bytes,
// and decoded if its format is compressed. A folder need not exist.
func Search(ctx context.Context, n Needles, limits warehouse.Limits, folders ...string) (Searched, error) {
	s := searcher{needles: n, limits: limits}
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil {
				return err
			}
			if n.in([]byte(d.Name())) {
				s.found(path)
			}
			if !d.Type().IsRegular() {
				return ctx.Err()
			}
			return s.file(ctx, path)
		})
		if err != nil {
			return s.Searched, fmt.Errorf("search: %w", err)
		}
	}
	return s.Searched, nil
}

type searcher struct {
	Searched
	needles Needles
	limits  warehouse.Limits
}

func (s *searcher) found(where string) { s.Found = append(s.Found, where) }

func (s *searcher) file(ctx context.Context, path string) error {
	s.Files++
	head, hit, err := s.raw(path)
	if err != nil {
		return err
	}
	decoded := true
	switch {
	case bytes.HasPrefix(head, []byte("PAR1")):
		err = lake.Values(ctx, path, func(b []byte) { hit = hit || s.needles.in(b) })
	case len(head) >= 12 && string(head[8:12]) == "DUCK":
		err = s.database(ctx, path)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		hit, err = s.archive(path, hit)
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		hit, err = s.gzip(path, hit)
	default:
		decoded = false
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if decoded {
		s.Values++
	}
	if hit {
		s.found(path)
	}
	return nil
}

// raw searches a file's bytes and returns the first 16 of them.
func (s *searcher) raw(path string) (head []byte, hit bool, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, false, err
	}
	defer f.Close()
	head = make([]byte, 16)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, false, err
	}
	head = head[:n]
	hit, read, err := s.stream(io.MultiReader(bytes.NewReader(head), f))
	s.Bytes += read
	return head, hit, err
}

// searchBuffer is the number of bytes that are searched at a time.
const searchBuffer = 1 << 20

// stream searches all bytes of a reader, in overlapping pieces.
func (s *searcher) stream(r io.Reader) (hit bool, read int64, err error) {
	overlap := s.needles.longest()
	buffer := make([]byte, 0, searchBuffer+overlap)
	for {
		n, err := io.ReadFull(r, buffer[len(buffer):cap(buffer)])
		read += int64(n)
		buffer = buffer[:len(buffer)+n]
		hit = hit || s.needles.in(buffer)
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return hit, read, nil
		}
		if err != nil {
			return hit, read, err
		}
		keep := min(overlap, len(buffer))
		buffer = buffer[:copy(buffer[:keep], buffer[len(buffer)-keep:])]
	}
}

// database searches the columns of a DuckDB file.
func (s *searcher) database(ctx context.Context, path string) (err error) {
	db, err := warehouse.OpenReadOnly(ctx, path, s.limits)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	blobs := make([][]byte, len(s.needles.blobs))
	for i := range blobs {
		blobs[i] = s.needles.blobs[i][:]
	}
	columns, err := db.Containing(ctx, blobs, s.needles.texts)
	for _, c := range columns {
		s.found(path + " " + c)
	}
	return err
}

func (s *searcher) archive(path string, hit bool) (bool, error) {
	archive, err := zip.OpenReader(path)
	if err != nil {
		return hit, err
	}
	defer archive.Close()
	for _, member := range archive.File {
		content, err := member.Open()
		if err != nil {
			return hit, err
		}
		found, _, err := s.stream(content)
		hit = hit || found
		if err := errors.Join(err, content.Close()); err != nil {
			return hit, err
		}
	}
	return hit, nil
}

func (s *searcher) gzip(path string, hit bool) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return hit, err
	}
	defer f.Close()
	content, err := gzip.NewReader(f)
	if err != nil {
		return hit, err
	}
	found, _, err := s.stream(content)
	return hit || found, err
}
