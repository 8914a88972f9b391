package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// answer is the body of health and readiness.
type answer struct {
	OK      bool     `json:"ok"`
	Reasons []string `json:"reasons,omitempty"`
}

// health reports whether the process is alive and, in a daemon, its scheduler: it has
// looked for work within Options.Late. If it has not, the daemon must be restarted.
func (s *Server) health(w http.ResponseWriter, _ *http.Request) {
	var reasons []string
	if s.options.Beat == nil {
		respond(w, nil)
		return
	}
	if age := s.options.Now().Sub(s.options.Beat()); age > s.options.Late {
		reasons = append(reasons, fmt.Sprintf("the scheduler has not looked for work for %s; restart the daemon", age.Round(time.Second)))
	}
	respond(w, reasons)
}

// ready reports whether there is something to read: the ledger can be read and a
// snapshot is published.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	state, err := s.options.Read(r.Context())
	var reasons []string
	switch {
	case err != nil:
		s.options.Log.Error("the state cannot be read", "error", err)
		reasons = append(reasons, "the ledger cannot be read; the log says why")
	case state.Snapshot == "":
		reasons = append(reasons, "nothing is published yet")
	}
	respond(w, reasons)
}

// respond answers 200 if there are no reasons against it, otherwise 503.
func respond(w http.ResponseWriter, reasons []string) {
	w.Header().Set("Content-Type", "application/json")
	if len(reasons) > 0 {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	json.NewEncoder(w).Encode(answer{len(reasons) == 0, reasons})
}
