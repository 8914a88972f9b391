package web

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/api"
	"dubbelkrona/internal/bundle"
	"dubbelkrona/internal/regular"
)

// file answers with a file of the publication: the page, what it loads, an export or an
// answer of the API. Its ETag is the SHA-256 of its bytes.
func (s *Server) file(w http.ResponseWriter, r *http.Request) {
	path := r.URL.Path
	for attempt := 0; ; attempt++ {
		index, err := s.options.Files.Index()
		if dubbelkrona.KindOf(err) == dubbelkrona.NotFound {
			index, err = new(bundle.Index), nil
		}
		if err != nil {
			s.unread(w, r, err)
			return
		}
		entry, ok := index.Files[path]
		if !ok {
			s.nothing(w, r, index)
			return
		}
		stored, encoding := entry.Stored, ""
		if entry.Gzip != nil && acceptsGzip(r) {
			stored, encoding = *entry.Gzip, "gzip"
		}
		f, err := s.options.Files.Open(stored)
		if dubbelkrona.KindOf(err) == dubbelkrona.NotFound && attempt == 0 {
			continue // a new publication has replaced it
		}
		if err != nil {
			// The index has it: that it is not there is a fault, not that nothing is published.
			s.unread(w, r, fmt.Errorf("%s: %v", path, err))
			return
		}
		s.send(w, r, f, entry, stored, encoding)
		f.Close() // read only
		return
	}
}

// nothing answers that there is no file of a publication at a path: for the page, with the
// state of the project.
func (s *Server) nothing(w http.ResponseWriter, r *http.Request, index *bundle.Index) {
	switch {
	case r.URL.Path == "/":
		http.Redirect(w, r, "/status", http.StatusTemporaryRedirect)
	case index.Snapshot == "" && (strings.HasPrefix(r.URL.Path, api.Root) || strings.HasPrefix(r.URL.Path, "/exports/")):
		refuse(w, r, http.StatusServiceUnavailable, "nothing is published yet")
	default:
		refuse(w, r, http.StatusNotFound, "there is nothing at this path")
	}
}

// send answers with an open file of the bundle.
func (s *Server) send(w http.ResponseWriter, r *http.Request, f *os.File, e bundle.Entry, stored bundle.Stored, encoding string) {
	h := w.Header()
	h.Set("Content-Type", e.ContentType)
	h.Set("ETag", `"`+stored.SHA256+`"`)
	h.Set("Cache-Control", s.cache("no-cache"))
	if e.Gzip != nil {
		h.Set("Vary", "Accept-Encoding")
	}
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	s.patient(w, stored.Bytes)
	http.ServeContent(w, r, "", time.Time{}, f)
}

// cache returns a Cache-Control: what requires a token is kept by no shared cache.
func (s *Server) cache(control string) string {
	if s.options.Tokens != nil {
		return "private, " + control
	}
	return control
}

// patient gives an answer more time, in proportion to its size.
func (s *Server) patient(w http.ResponseWriter, bytes int64) {
	limit := s.options.Limits.Write + time.Duration(float64(bytes)/float64(s.options.Limits.Rate)*float64(time.Second))
	// Without the deadline of its own the answer has that of the server.
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(limit))
}

// acceptsGzip reports whether a client accepts compressed answers.
func acceptsGzip(r *http.Request) bool {
	for _, value := range values(r, "Accept-Encoding") {
		coding, parameters, _ := strings.Cut(value, ";")
		if strings.EqualFold(strings.TrimSpace(coding), "gzip") {
			return !noQuality.MatchString(parameters)
		}
	}
	return false
}

// noQuality matches the quality 0, with which a client refuses a coding.
var noQuality = regexp.MustCompile(`^\s*q=0(\.0*)?\s*$`)

// snapshotForm matches the name of a snapshot's file.
var snapshotForm = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z.-]{0,79}\.duckdb$`)

// newest leads to the file of the published snapshot.
func (s *Server) newest(w http.ResponseWriter, r *http.Request) {
	index, err := s.options.Files.Index()
	if err != nil {
		s.unread(w, r, err)
		return
	}
	http.Redirect(w, r, "/snapshot/"+index.Snapshot+".duckdb", http.StatusTemporaryRedirect)
}

// snapshot answers with a kept released snapshot, which never changes. It may be cached
// for a day, so that a copy that is withdrawn does not live on in caches for longer.
func (s *Server) snapshot(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if !snapshotForm.MatchString(name) {
		refuse(w, r, http.StatusNotFound, "there is nothing at this path")
		return
	}
	select {
	case s.downloads <- struct{}{}:
		defer func() { <-s.downloads }()
	default:
		busy(w, r)
		return
	}
	f, err := regular.Open(filepath.Join(s.options.Snapshots, name))
	if errors.Is(err, fs.ErrNotExist) {
		refuse(w, r, http.StatusNotFound, "this snapshot is not kept; /snapshot leads to the published one")
		return
	}
	if err != nil {
		s.unread(w, r, err)
		return
	}
	defer f.Close() // read only
	info, err := f.Stat()
	if err != nil {
		s.unread(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/vnd.duckdb.file")
	// A file of the same name that was made again has another time.
	h.Set("ETag", snapshotTag(name, info))
	h.Set("Cache-Control", s.cache("max-age=86400, immutable"))
	s.patient(w, info.Size())
	http.ServeContent(w, r, "", info.ModTime(), f)
}

// unread answers that something could not be read.
func (s *Server) unread(w http.ResponseWriter, r *http.Request, err error) {
	if dubbelkrona.KindOf(err) == dubbelkrona.NotFound {
		refuse(w, r, http.StatusServiceUnavailable, "nothing is published yet")
		return
	}
	s.options.Log.Error("a served file cannot be read", "error", err)
	refuse(w, r, http.StatusServiceUnavailable, "the file cannot be read; the log says why")
}

// snapshotTag returns the ETag of a snapshot's file.
func snapshotTag(name string, info fs.FileInfo) string {
	return fmt.Sprintf(`"%s-%x-%x"`, strings.TrimSuffix(name, ".duckdb"), info.Size(), info.ModTime().UnixNano())
}
