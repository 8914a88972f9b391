package upkeep

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/durable"
	"dubbelkrona/internal/regular"
)

// ManifestName is the name of the manifest in a backup's folder. It is written
// last: a folder without it is not a complete backup.
const ManifestName = "manifest.json"

// manifestFormat is the version of the layout of a backup.
const manifestFormat = 1

// Manifest lists the files of a backup.
type Manifest struct {
	Format    int       `json:"format"`
	Project   string    `json:"project"`
	Generator string    `json:"generator"`
	Made      time.Time `json:"made"`
	// Key is the fingerprint of the key that the pseudonyms were made with.
	// The key itself is not in a backup.
	Key string `json:"key,omitempty"`
	// Snapshot is the published snapshot, empty if none is in the backup.
	Snapshot string           `json:"snapshot,omitempty"`
	Files    []ManifestedFile `json:"files"`
}

// ManifestedFile is a file of a backup, by its path in the project.
type ManifestedFile struct {
	Path   string `json:"path"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Add copies a file of the project into the backup and adds it to the manifest. If
// the project has no such file, fs.ErrNotExist is in the error's chain.
func (m *Manifest) Add(project, backup, rel string) (ManifestedFile, error) {
	f, err := copyTo(filepath.Join(backup, filepath.FromSlash(rel)), filepath.Join(project, filepath.FromSlash(rel)))
	if err != nil {
		return f, fmt.Errorf("backup: %s: %w", rel, err)
	}
	f.Path = rel
	m.Files = append(m.Files, f)
	return f, nil
}

// Drop removes a file from the backup and the manifest.
func (m *Manifest) Drop(backup, rel string) error {
	m.Files = slices.DeleteFunc(m.Files, func(f ManifestedFile) bool { return f.Path == rel })
	if err := os.Remove(filepath.Join(backup, filepath.FromSlash(rel))); err != nil {
		return fmt.Errorf("backup: %s: %w", rel, err)
	}
	return nil
}

// Measure adds a file to the manifest that is in the backup already.
func (m *Manifest) Measure(backup, rel string) error {
	in, err := regular.Open(filepath.Join(backup, filepath.FromSlash(rel)))
	if err != nil {
		return err
	}
	defer in.Close()
	sum := sha256.New()
	n, err := io.Copy(sum, in)
	m.Files = append(m.Files, ManifestedFile{Path: rel, Bytes: n, SHA256: hex.EncodeToString(sum.Sum(nil))})
	return err
}

// copyTo copies a file to a new one, readable by its owner alone, and syncs it.
func copyTo(to, from string) (f ManifestedFile, err error) {
	in, err := regular.Open(from)
	if err != nil {
		return f, err
	}
	defer in.Close()
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return f, err
	}
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(out, sum), in)
	if err != nil {
		return f, err
	}
	return ManifestedFile{Bytes: n, SHA256: hex.EncodeToString(sum.Sum(nil))}, out.Sync()
}

// Write writes the manifest, which completes the backup.
func (m *Manifest) Write(backup string) error {
	m.Format = manifestFormat
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return fmt.Errorf("backup manifest: %w", err)
	}
	temporary := filepath.Join(backup, "."+ManifestName)
	if err = os.WriteFile(temporary, append(text, '\n'), 0o600); err == nil {
		err = durable.SyncFile(temporary)
	}
	if err == nil {
		err = os.Rename(temporary, filepath.Join(backup, ManifestName))
	}
	if err != nil {
		return fmt.Errorf("backup manifest: %w", err)
	}
	return durable.SyncDir(backup)
}

// ReadManifest reads the manifest of a backup. A missing manifest, another format
// or a path outside the backup is an Invalid error.
func ReadManifest(backup string) (Manifest, error) {
	var m Manifest
	text, err := regular.ReadFile(filepath.Join(backup, ManifestName))
	if errors.Is(err, fs.ErrNotExist) {
		return m, dubbelkrona.Invalidf("%s is not a complete backup: it has no %s", backup, ManifestName)
	}
	if err != nil {
		return m, fmt.Errorf("backup read: %w", err)
	}
	if err := json.Unmarshal(text, &m); err != nil {
		return m, dubbelkrona.Invalidf("backup read: %s: %w", ManifestName, err)
	}
	if m.Format != manifestFormat {
		return m, dubbelkrona.Invalidf("backup read: its format is %d, but this program reads %d; use the version of dubbelkrona that made it, %s", m.Format, manifestFormat, m.Generator)
	}
	for _, f := range m.Files {
		if !filepath.IsLocal(filepath.FromSlash(f.Path)) {
			return m, dubbelkrona.Invalidf("backup read: %q lies outside the backup", f.Path)
		}
	}
	return m, nil
}
