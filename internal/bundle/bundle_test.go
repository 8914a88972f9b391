package bundle

import (
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dubbelkrona"
)

func list(files ...File) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		for _, f := range files {
			if !yield(f, nil) {
				return
			}
		}
	}
}

func text(path, content string) File {
	return File{Path: path, ContentType: "text/plain", Write: Content([]byte(content))}
}

// What is stored has the bytes, the hash and the compressed form that the index says;
// what a later bundle does not name is removed, and a reader that has it open can still
// read it.
func TestBundleIsReplacedAsOne(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "served")
	reader := NewReader(folder)
	if _, err := reader.Index(); dubbelkrona.KindOf(err) != dubbelkrona.NotFound {
		t.Errorf("without a bundle: %v", err)
	}
	long := strings.Repeat("en krona ", 1000)
	first := text("/a", long)
	first.Compress = true
	if err := Write(t.Context(), folder, "s1", list(first, text("/b", "b"))); err != nil {
		t.Fatal(err)
	}
	index, err := reader.Index()
	if err != nil || index.Snapshot != "s1" || len(index.Files) != 2 {
		t.Fatalf("%+v %v", index, err)
	}
	entry := index.Files["/a"]
	sum := sha256.Sum256([]byte(long))
	if entry.SHA256 != hex.EncodeToString(sum[:]) || entry.Bytes != int64(len(long)) || entry.Gzip == nil {
		t.Fatalf("%+v", entry)
	}
	held, err := reader.Open(entry.Stored)
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	packed, err := reader.Open(*entry.Gzip)
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	z, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	if unpacked, err := io.ReadAll(z); err != nil || string(unpacked) != long {
		t.Errorf("%d bytes are unpacked, %v", len(unpacked), err)
	}
	if err := Write(t.Context(), folder, "s2", list(text("/b", "b"))); err != nil {
		t.Fatal(err)
	}
	if index, err = reader.Index(); err != nil || index.Snapshot != "s2" || len(index.Files) != 1 {
		t.Errorf("%+v %v", index, err)
	}
	if _, err := reader.Open(entry.Stored); dubbelkrona.KindOf(err) != dubbelkrona.NotFound {
		t.Errorf("a file that is no longer served: %v", err)
	}
	if rest, err := io.ReadAll(held); err != nil || string(rest) != long {
		t.Errorf("a reader lost its file: %v", err)
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 2 {
		t.Errorf("%v %v", entries, err)
	}
}

// A bundle that fails in the middle leaves the one before it, and no unfinished file.
func TestFailedBundleChangesNothing(t *testing.T) {
	folder := t.TempDir()
	if err := Write(t.Context(), folder, "s1", list(text("/a", "a"))); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("disk")
	for name, files := range map[string]iter.Seq2[File, error]{
		"a file fails":     list(File{Path: "/c", Write: func(w io.Writer) error { w.Write([]byte("half")); return broken }}),
		"the source fails": func(yield func(File, error) bool) { yield(File{}, broken) },
		"another content":  list(File{Path: "/c", SHA256: strings.Repeat("0", 64), Write: Content([]byte("changed"))}),
		"the same path":    list(text("/a", "a"), text("/a", "a")),
	} {
		if err := Write(t.Context(), folder, "s2", files); err == nil || strings.HasSuffix(name, "fails") != errors.Is(err, broken) {
			t.Errorf("%s: %v", name, err)
		}
		index, err := NewReader(folder).Index()
		if err != nil || index.Snapshot != "s1" {
			t.Errorf("%s: %+v %v", name, index, err)
		}
		if left, err := filepath.Glob(filepath.Join(folder, tmpPrefix+"*")); err != nil || len(left) > 0 {
			t.Errorf("%s: %v %v", name, left, err)
		}
	}
}

// The index cannot lead out of the folder.
func TestOnlyHashesAreOpened(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "other"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"other", "../other", "", strings.Repeat("a", 63) + "/", strings.Repeat("A", 64)} {
		if f, err := NewReader(folder).Open(Stored{SHA256: name}); err == nil {
			f.Close()
			t.Errorf("%q is opened", name)
		}
	}
}
