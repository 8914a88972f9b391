package dubbelkrona

import "time"

// EffectResult is what a snapshot says of an effect, as `effects show --json` prints
// it. It is about groups of persons, never about one. Texts are in the language of
// the project.
type EffectResult struct {
	Snapshot     string        `json:"snapshot"`
	Name         string        `json:"name"`
	Title        string        `json:"title"`
	Doc          string        `json:"doc"`
	Design       string        `json:"design"`
	Primary      string        `json:"primary_outcome"`
	PrimaryTitle string        `json:"primary_title"`
	PrimaryBlock int64         `json:"primary_block"`
	PrimaryUnit  string        `json:"primary_unit"` // share or SEK
	BuiltIn      bool          `json:"built_in"`
	Hash         string        `json:"hash"` // of the version
	Scopes       []EffectScope `json:"scopes"`
}

// EffectScope is the result of an effect for one scope, such as a municipality.
// A number that is unknown is nil.
type EffectScope struct {
	Scope string `json:"scope"`
	// Name is that of the municipality whose code the scope is; empty if none has it.
	Name    string `json:"name"`
	Verdict string `json:"verdict"` // skattad, ej_belagd or for_fa
	// ClosedCheck is the check that closed the gate, and State how; empty if none did.
	ClosedCheck  string   `json:"closed_check"`
	State        string   `json:"state"`
	EarlierStart bool     `json:"earlier_start"`
	Text         string   `json:"text"` // in words
	Treated      int64    `json:"treated"`
	Comparison   int64    `json:"comparison"`
	Suppliers    int64    `json:"suppliers"`
	ESS          *float64 `json:"ess"`
	Preliminary  *float64 `json:"preliminary"` // share of the treated not yet due
	MDE          *float64 `json:"mde"`
	// Version is the number of this version, of Versions; their values are from
	// VersionLow to VersionHigh.
	Version       int64            `json:"version"`
	Versions      int64            `json:"versions"`
	VersionLow    *float64         `json:"version_low"`
	VersionHigh   *float64         `json:"version_high"`
	Registered    time.Time        `json:"registered,omitzero"`
	Preregistered bool             `json:"preregistered"`
	Estimates     []EffectEstimate `json:"estimates"`
	Findings      []EffectFinding  `json:"findings"`
	Flags         []string         `json:"flags"`
}

// EffectEstimate is the estimate for one outcome and block of twelve months.
type EffectEstimate struct {
	Outcome string   `json:"outcome"`
	Title   string   `json:"title"`
	Unit    string   `json:"unit"` // share or SEK
	Block   int64    `json:"block"`
	Primary bool     `json:"primary"`
	Verdict string   `json:"verdict"`
	Value   *float64 `json:"value"`
	// Low and High are the 90 % interval of these contracts, LowPublished and
	// HighPublished the same with the allowance for bias, and LowNext and HighNext
	// that of a next contract.
	Low           *float64 `json:"low"`
	High          *float64 `json:"high"`
	LowPublished  *float64 `json:"low_published"`
	HighPublished *float64 `json:"high_published"`
	LowNext       *float64 `json:"low_next"`
	HighNext      *float64 `json:"high_next"`
	Treated       int64    `json:"treated"`
	Comparison    int64    `json:"comparison"`
}

// EffectFinding is what one check of the gate found.
type EffectFinding struct {
	Check string   `json:"check"`
	State string   `json:"state"`
	Value *float64 `json:"value"`
	Limit *float64 `json:"limit"`
	// Substitute says what replaces a check that cannot be run.
	Substitute string `json:"substitute,omitempty"`
}

// EffectListing is one line of `effects list`.
type EffectListing struct {
	Name         string `json:"name"`
	Title        string `json:"title"`
	Design       string `json:"design"`
	PrimaryTitle string `json:"primary_title"`
	PrimaryBlock int64  `json:"primary_block"`
	BuiltIn      bool   `json:"built_in"`
	// Verdicts counts the scopes of the published snapshot by verdict.
	Verdicts map[string]int `json:"verdicts"`
	// Version is that of the published snapshot, of Versions that the ledger has; 0
	// if it has not been seen.
	Version  int `json:"version"`
	Versions int `json:"versions"`
	// Registered is when that version was registered; zero if it was not.
	Registered time.Time `json:"registered,omitzero"`
}

// EffectRegistration is what `effects register` has stored of a version.
type EffectRegistration struct {
	Name       string    `json:"name"`
	Version    int       `json:"version"`
	Hash       string    `json:"hash"`
	Registered time.Time `json:"registered"`
	// Anew reports whether it was registered now, not before.
	Anew bool `json:"anew"`
	// Through is the latest outcome month, YYYY-MM, in the lake at the registration;
	// empty if there was none.
	Through     string `json:"through"`
	PrimaryUnit string `json:"primary_unit"` // of MDE: share or SEK
	// Scopes are those in which somebody has started.
	Scopes []RegisteredScope `json:"scopes"`
}

// RegisteredScope is what a registration means for a scope.
type RegisteredScope struct {
	Scope string `json:"scope"`
	Name  string `json:"name"` // as in EffectScope
	// Follows is the first month of follow-up, YYYY-MM. The version is preregistered
	// if no outcome of that month was known.
	Follows       string   `json:"follows"`
	Preregistered bool     `json:"preregistered"`
	MDE           *float64 `json:"mde"` // at the registration; nil if unknown
}
