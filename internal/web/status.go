package web

import (
	"bytes"
	_ "embed"
	"html/template"
	"io"
	"net/http"
	"strconv"
	"time"

	"dubbelkrona"
)

//go:embed status.html
var statusText string

//go:embed status.css
var statusStyle []byte

var statusTemplate = template.Must(template.New("status").Parse(statusText))

// view is the data of the page's template: the state, figures and warnings of the
// publication, and texts in its language.
type view struct {
	dubbelkrona.Status
	Figures  []shownFigure
	Warnings []string
	Version  string
	Now      time.Time
	Text     map[string]string
	OK       bool
}

// When writes a time in UTC to the second, and a dash for the zero time.
func (v view) When(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return t.UTC().Format("2006-01-02 15:04:05 UTC")
}

// Count writes a number with thousands separated by a no-break space, in both
// languages.
func (v view) Count(n int64) string {
	return dubbelkrona.FormatNumber(strconv.FormatInt(n, 10), "sv")
}

// Slot is how a slot ended, in the page's language; a dash if there is no slot.
func (v view) Slot(s dubbelkrona.Slot) string {
	if s.Job == "" {
		return "–"
	}
	return v.Word(dubbelkrona.RunState(s.State))
}

// Word is a state of a run or a slot, in the page's language.
func (v view) Word(state dubbelkrona.RunState) string {
	if word, ok := v.Text[string(state)]; ok {
		return word
	}
	return string(state)
}

// good reports whether a slot ended done or partly done.
func good(s dubbelkrona.SlotState) bool {
	return s == dubbelkrona.SlotDone || s == dubbelkrona.SlotPartial
}

// style answers with the style of the status page.
func (s *Server) style(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(statusStyle))
}

// status shows the state to people, with the first figures of what is published and
// what must be known about them. It works without JavaScript.
func (s *Server) status(w http.ResponseWriter, r *http.Request) {
	state, err := s.options.Read(r.Context())
	if err != nil {
		s.options.Log.Error("the state cannot be read", "error", err)
		refuse(w, r, http.StatusServiceUnavailable, "the ledger cannot be read; the log says why")
		return
	}
	v := view{Status: state, Version: s.options.Version, Now: s.options.Now(), Text: texts["sv"], OK: state.Snapshot != ""}
	if state.Language == "en" {
		v.Text = texts["en"]
	}
	v.OK = v.OK && len(state.Faults) == 0
	for _, source := range state.Sources {
		v.OK = v.OK && !source.Stale && !source.Nothing && len(source.Held) == 0
	}
	for _, job := range state.Jobs {
		v.OK = v.OK && (job.Last.Job == "" || good(job.Last.State))
	}
	v.Figures, v.Warnings = s.figures(state.Language)
	var page bytes.Buffer
	if err := statusTemplate.Execute(&page, v); err != nil {
		s.options.Log.Error("the page cannot be made", "error", err)
		refuse(w, r, http.StatusInternalServerError, "the page cannot be made; the log says why")
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	io.WriteString(w, dubbelkrona.PrintableLines(page.String()))
}

// texts are the page's words.
var texts = map[string]map[string]string{
	"sv": {
		"lang": "sv", "well": "Allt är som det ska", "look": "Något behöver ses över", "published": "Publicerat", "page": "Sidan med siffror", "figures": "Siffror för all tid", "span": "90-procentigt intervall", "grade": "evidens", "synthetic": "bygger på påhittade uppgifter", "warnings": "Varningar", "nothing": "inget är publicerat", "run": "Senaste körning",
		"sources": "Källor", "source": "källa", "read": "senast helt läst", "delivered": "senaste leverans", "held": "hålls tillbaka", "gone": "finns inte längre, raderna står kvar", "rows": "rader", "quarantine": "i karantän", "state": "läge", "fresh": "färsk", "stale": "inte färsk",
		"jobs": "Jobb", "job": "jobb", "next": "nästa gång", "last": "senaste tillfälle", "ended": "slutade", "backfill": "Tillfällen att göra i efterhand", "unused": "Definition som inte används",
		"done": "klart", "partial": "delvis klart", "failed": "misslyckades", "missed": "uteblev", "skipped": "hoppades över", "due": "väntar", "running": "pågår", "started": "pågår", "blocked": "stoppad", "abandoned": "avbruten",
	},
	"en": {
		"lang": "en", "well": "Everything is in order", "look": "Something needs attention", "published": "Published", "page": "Page of figures", "figures": "Figures for all time", "span": "90% interval", "grade": "evidence", "synthetic": "rests on made-up data", "warnings": "Warnings", "nothing": "nothing is published", "run": "Last run",
		"sources": "Sources", "source": "source", "read": "last complete reading", "delivered": "latest delivery", "held": "held back", "gone": "no longer there, its rows are kept", "rows": "rows", "quarantine": "in quarantine", "state": "state", "fresh": "fresh", "stale": "not fresh",
		"jobs": "Jobs", "job": "job", "next": "due next", "last": "latest slot", "ended": "ended", "backfill": "Past slots still to be done", "unused": "Definition not used",
		"done": "done", "partial": "partly done", "failed": "failed", "missed": "missed", "skipped": "skipped", "due": "due", "running": "running", "started": "running", "blocked": "blocked", "abandoned": "abandoned",
	},
}
