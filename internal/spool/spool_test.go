package spool_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/spool"
)

// border is about the size at which a spool changes from memory to its file.
const border = 4 << 20

// Whatever is written to a spool, in pieces of any size, any part of it is read
// back as from a bytes.Buffer.
func TestSpoolIsABuffer(t *testing.T) {
	for seed := range uint64(6) {
		rnd := rand.New(rand.NewPCG(seed, 2))
		spool := spool.New(t.TempDir())
		for round := range 2 {
			want := fill(t, rnd, spool, border/2+rnd.IntN(2*border))
			if spool.Size() != int64(len(want)) {
				t.Fatalf("seed %d: size %d; want %d", seed, spool.Size(), len(want))
			}
			for range 200 {
				readsLike(t, rnd, spool, want)
			}
			if err := spool.Reset(); err != nil || spool.Size() != 0 {
				t.Fatalf("round %d: reset: %v, size %d", round, err, spool.Size())
			}
		}
		if err := spool.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func fill(t *testing.T, rnd *rand.Rand, spool *spool.Spool, size int) []byte {
	t.Helper()
	var want bytes.Buffer
	for want.Len() < size {
		piece := make([]byte, rnd.IntN(300_000))
		if rnd.IntN(3) == 0 {
			piece = piece[:min(len(piece), rnd.IntN(40))] // small and odd pieces
		}
		for i := range piece {
			piece[i] = byte(rnd.Uint32())
		}
		want.Write(piece)
		before := bytes.Clone(piece)
		if n, err := spool.Write(piece); n != len(piece) || err != nil {
			t.Fatalf("Write: %d, %v; want %d", n, err, len(piece))
		}
		if !bytes.Equal(before, piece) {
			t.Fatal("Write changed what it was given")
		}
	}
	return want.Bytes()
}

func readsLike(t *testing.T, rnd *rand.Rand, spool *spool.Spool, want []byte) {
	t.Helper()
	at := rnd.Int64N(int64(len(want)) + 100)
	if rnd.IntN(2) == 0 {
		at = min(max(0, border-50+rnd.Int64N(100)), int64(len(want)))
	}
	got, expected := make([]byte, rnd.IntN(5_000)), make([]byte, 5_000)
	n, err := spool.ReadAt(got, at)
	m, wantErr := bytes.NewReader(want).ReadAt(expected[:len(got)], at)
	if n != m || !bytes.Equal(got[:n], expected[:m]) || (err == io.EOF) != (wantErr == io.EOF && m < len(got)) && len(got) > 0 {
		t.Fatalf("ReadAt(%d bytes, %d) of %d: %d, %v; want %d, %v", len(got), at, len(want), n, err, m, wantErr)
	}
}

// The content of a spool cannot be read in its file, and the same content has
// different bytes in the files of different spools.
func TestSpoolIsEncrypted(t *testing.T) {
	secret := []byte(strings.Repeat("a person's line, many times over;", 1000))
	seen := make(map[[32]byte]bool)
	for range 2 {
		folder := t.TempDir()
		spool := spool.New(folder)
		for spool.Size() < 2*border {
			if _, err := spool.Write(secret); err != nil {
				t.Fatal(err)
			}
		}
		content := openFile(t, folder)
		if len(content) < border-len(secret) {
			t.Fatalf("the file has %d bytes; the test looks at the wrong one", len(content))
		}
		if bytes.Contains(content, secret[:16]) {
			t.Error("the file shows what was written")
		}
		if sum := sha256.Sum256(content); seen[sum] {
			t.Error("two spools have the same bytes on disk: their keys are the same")
		} else {
			seen[sum] = true
		}
		if names, err := os.ReadDir(folder); err != nil || len(names) != 0 {
			t.Errorf("%d files have a name while the spool is open, %v", len(names), err)
		}
		if err := spool.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// openFile returns the content of the unlinked file in a folder that this process
// has open.
func openFile(t *testing.T, folder string) []byte {
	t.Helper()
	open, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip("open files cannot be listed here")
	}
	for _, fd := range open {
		path := filepath.Join("/proc/self/fd", fd.Name())
		if target, err := os.Readlink(path); err == nil && strings.HasPrefix(target, folder) && strings.HasSuffix(target, "(deleted)") {
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			return content
		}
	}
	t.Fatal("the spool has no open file")
	return nil
}

func TestSpoolWithoutAFolder(t *testing.T) {
	spool := spool.New("")
	chunk := make([]byte, 1<<20)
	var err error
	written := 0
	for ; err == nil && written < 100<<20; written += len(chunk) {
		_, err = spool.Write(chunk)
	}
	if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || written != 33<<20 {
		t.Errorf("%v after %d bytes; want an Invalid error after 32 MiB", err, written)
	}
}

func TestSpoolIsReadByMany(t *testing.T) {
	spool := spool.New(t.TempDir())
	want := fill(t, rand.New(rand.NewPCG(1, 1)), spool, 2*border)
	defer spool.Close()
	var group sync.WaitGroup
	faults := make(chan error, 4)
	for range 4 {
		group.Go(func() {
			got, err := io.ReadAll(io.NewSectionReader(spool, 0, spool.Size()))
			if err != nil || !bytes.Equal(got, want) {
				faults <- errors.Join(err, fmt.Errorf("%d of %d bytes, or others", len(got), len(want)))
			}
		})
	}
	group.Wait()
	close(faults)
	for err := range faults {
		t.Error(err)
	}
}
