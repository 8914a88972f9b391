// Package search reads procurement notices with the Search API of TED. The
// responses are decoded by the format ted.
package search

import (
	"cmp"
	"context"
	"iter"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ted"
	"dubbelkrona/internal/charset"
	"dubbelkrona/internal/fetch"
	"dubbelkrona/internal/secret"
)

// Settings are the settings of the source ted.
type Settings struct {
	// Query is an expert search of TED that says which notices are read, such as
	// buyer-country = SWE AND classification-cpv = 77310000. The day of
	// publication and the order are added to it. A changed query applies from the
	// next day that is read.
	Query string `yaml:"query"`
	// From is the first day of publication to read, such as 2024-01-01.
	From string `yaml:"from"`
	// Fields are the fields to request in place of the default ones. Only fields
	// that are requested by default become columns.
	Fields []string `yaml:"fields"`
	// PageSize is the number of notices to request at a time; default and at most
	// 250.
	PageSize int `yaml:"page_size"`
	// Endpoint is the address of the search API; default that of TED.
	Endpoint string `yaml:"endpoint"`
	// APIKey is where to find a key of the TED Developer Portal. The search works
	// without one.
	APIKey secret.Ref `yaml:"api_key"`
}

// Limits of the API, from https://docs.ted.europa.eu/reuse/search-api.html: at
// most 250 notices per page, and 10,000 fields summed over the notices of a
// page.
const (
	publicEndpoint = "https://api.ted.europa.eu/v3/notices/search"
	maxNotices     = 250
	maxFields      = 10_000
)

// Kind describes the source for the registry.
func Kind() ingest.SourceKind {
	return ingest.SourceKind{
		Name:     "ted",
		Version:  1,
		Title:    dubbelkrona.Label{SV: "TED:s sök-API (upphandlingsannonser)", EN: "Search API of TED (procurement notices)"},
		Settings: Settings{},
		Profile:  "ted",
		Example: `  - name: ted
    place:
      kind: ted
      query: buyer-country = SWE AND buyer-name ~ "Exempelkommun"
      from: 2024-01-01
    profile: ted
`,
		New: ingest.SourceNew(New),
	}
}

// Source reads the notices that a query finds, by day of publication. A day is
// an object and a cursor. It is fetched whole before its first row is read, so
// an interrupted run continues with the day at which it ended. A day is read
// after its end in UTC, when TED publishes nothing more with its date.
type Source struct {
	ingest.Source // of days that were fetched
	place         ingest.Place
	now           func() time.Time
	from          time.Time
}

// New makes the source. It sends no request. Invalid settings are Invalid
// errors.
func New(name string, env ingest.Env, s Settings) (*Source, error) {
	env = env.WithDefaults()
	from, err := time.Parse(time.DateOnly, s.From)
	if err != nil {
		return nil, dubbelkrona.Invalidf("from: set the first day of publication to read, such as 2024-01-01")
	}
	remote := &days{settings: s, env: env}
	if err := remote.check(); err != nil {
		return nil, err
	}
	format, err := ted.New(ted.Settings{Charset: string(charset.UTF8)})
	if err != nil {
		return nil, err
	}
	place := ingest.Fetched(remote, env)
	return &Source{
		Source: ingest.New(name, place, ingest.Always(format), env),
		place:  place, now: env.Now, from: from,
	}, nil
}

// check sets defaults and validates the settings.
func (d *days) check() error {
	s := &d.settings
	s.Query = strings.TrimSpace(s.Query)
	switch {
	case s.Query == "":
		return dubbelkrona.Invalidf("query: set which notices to read, such as buyer-country = SWE")
	case sortClause.MatchString(s.Query):
		return dubbelkrona.Invalidf("query: leave SORT BY out; the program needs its own order to check that a response is complete")
	}
	if s.Fields == nil {
		s.Fields = ted.SearchFields()
	}
	for _, f := range s.Fields {
		if !fieldName.MatchString(f) {
			return dubbelkrona.Invalidf("fields: %q is not a valid name of a field", f)
		}
	}
	if !slices.Contains(s.Fields, ted.NumberField) {
		s.Fields = append(slices.Clone(s.Fields), ted.NumberField)
	}
	s.PageSize = cmp.Or(s.PageSize, min(maxNotices, maxFields/len(s.Fields)))
	if s.PageSize < 1 || s.PageSize > maxNotices || s.PageSize*len(s.Fields) > maxFields {
		return dubbelkrona.Invalidf("page_size: from 1 to %d, and with the %d fields at most %d", maxNotices, len(s.Fields), maxFields/len(s.Fields))
	}
	s.Endpoint = cmp.Or(s.Endpoint, publicEndpoint)
	if err := fetch.Check(s.Endpoint); err != nil {
		return dubbelkrona.Invalidf("endpoint: %w", err)
	}
	if s.APIKey.IsSet() {
		key, err := s.APIKey.Reveal(d.env.Root)
		if err != nil {
			return dubbelkrona.Invalidf("api_key: %w", err)
		}
		d.credentials = http.Header{"Authorization": {"Bearer " + key.Expose()}}
	}
	return nil
}

var (
	sortClause = regexp.MustCompile(`(?i)\bsort\s+by\b`)
	fieldName  = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9()-]*$`)
)

// Objects implements ingest.Source: one object per day, from the day after the
// cursor to yesterday.
func (s *Source) Objects(ctx context.Context, cursor []byte) iter.Seq2[ingest.Object, error] {
	return func(yield func(ingest.Object, error) bool) {
		if _, err := s.place.Objects(ctx); err != nil { // drops the kept object
			yield(ingest.Object{}, err)
			return
		}
		day := s.from
		if len(cursor) > 0 {
			last, err := time.Parse(time.DateOnly, string(cursor))
			if err != nil {
				yield(ingest.Object{}, dubbelkrona.Errorf(dubbelkrona.Internal, "the cursor of the source is not a day"))
				return
			}
			// A cursor ahead of the clock, which must have been wrong, is
			// ignored, so that earlier days are requested again.
			if next := last.AddDate(0, 0, 1); next.After(day) && !next.After(s.now().UTC()) {
				day = next
			}
		}
		for today := s.now().UTC().Truncate(24 * time.Hour); day.Before(today); day = day.AddDate(0, 0, 1) {
			if err := ctx.Err(); err != nil {
				yield(ingest.Object{}, err)
				return
			}
			obj := ingest.NewObject(day.Format(time.DateOnly), -1, time.Time{})
			obj.Cursor = []byte(obj.Name)
			if !yield(obj, nil) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(ingest.Object{}, err)
		}
	}
}
