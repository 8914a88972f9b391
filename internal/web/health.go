package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// answer is what health and readiness say.
type answer struct {
	OK      bool     `json:"ok"`
	Reasons []string `json:"reasons,omitempty"`
}

// health says whether the daemon's loop still comes round. Restart it where it
// does not.
func (s *Server) health(w http.ResponseWriter, _ *http.Request) {
	var reasons []string
	if age := s.options.Now().Sub(s.options.Beat()); age > s.options.Late {
		reasons = append(reasons, fmt.Sprintf("the scheduler has not come round for %s", age.Round(time.Second)))
	}
	say(w, reasons)
}

// ready says whether what the daemon is for can be had: the ledger can be read
// and something is published.
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
	say(w, reasons)
}

func say(w http.ResponseWriter, reasons []string) {
	w.Header().Set("Content-Type", "application/json")
	if len(reasons) > 0 {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	json.NewEncoder(w).Encode(answer{len(reasons) == 0, reasons})
}
