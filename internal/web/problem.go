package web

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"dubbelkrona/internal/api"
)

// refuse answers with an error: below /api/ as a problem of RFC 9457, otherwise as text.
func refuse(w http.ResponseWriter, r *http.Request, status int, detail string) {
	h := w.Header()
	h.Del("ETag")
	h.Set("Cache-Control", "no-store")
	if !strings.HasPrefix(r.URL.Path, api.Root) {
		http.Error(w, detail, status)
		return
	}
	h.Set("Content-Type", api.ProblemType)
	w.WriteHeader(status)
	if content, err := json.Marshal(api.Problem{Title: http.StatusText(status), Status: status, Detail: detail}); err == nil {
		io.WriteString(w, string(content)+"\n")
	}
}
