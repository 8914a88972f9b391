package report

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"slices"

	"dubbelkrona"
)

// block is the figures of every municipality, by year, for the script. Texts and numbers
// are those of the rows.
type block struct {
	Parts  []blockPart                    `json:"parts"`
	Groups map[string]map[string][]string `json:"groups"` // by code and period; the empty period is all time
}

type blockPart struct {
	Name    string `json:"name"`
	End     string `json:"end,omitempty"` // low or high: the end of the part's interval
	Places  int32  `json:"places"`
	Percent bool   `json:"percent,omitempty"`
}

// ends are the parts whose intervals a block has.
var ends = []string{"", "e"}

// packed returns the figures of every municipality, compressed, as base64; empty if
// there is none.
func packed(p *page) (string, error) {
	m := p.metrics[doubleValue]
	if m == nil || len(municipalities(p)) == 0 {
		return "", nil
	}
	b := block{Groups: make(map[string]map[string][]string)}
	for _, part := range append([]Part{{Unit: m.Unit}}, m.Parts...) {
		one := blockPart{Name: part.Name, Places: places(part.Unit, m.Decimals), Percent: part.Unit == "share" || part.Unit == "probability"}
		b.Parts = append(b.Parts, one)
		if slices.Contains(ends, part.Name) {
			for _, end := range []string{"low", "high"} {
				one.End = end
				b.Parts = append(b.Parts, one)
			}
		}
	}
	for _, grain := range []string{"all", "year"} {
		for _, c := range p.of(doubleValue, grain, "municipality", "") {
			if b.Groups[c.municipality] == nil {
				b.Groups[c.municipality] = make(map[string][]string)
			}
			b.Groups[c.municipality][c.period] = values(p, c, b.Parts)
		}
	}
	return compressed(b)
}

// values are the exact numbers of a group, or the marks in place of them: ".." is not
// released, "-" has no benefit, and the empty text is unknown.
func values(p *page, c *cell, parts []blockPart) (all []string) {
	for _, part := range parts {
		f := p.figure(c, part.Name)
		n := f.Value
		switch part.End {
		case "low":
			n = f.Low
		case "high":
			n = f.High
		}
		switch {
		case f.Status == dubbelkrona.Suppressed:
			all = append(all, dubbelkrona.SuppressedMark)
		case f.noRatio:
			all = append(all, "-")
		default:
			all = append(all, n.String())
		}
	}
	return all
}

func compressed(v any) (string, error) {
	var packed bytes.Buffer
	// NewWriterLevel fails for a level that does not exist.
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return "", err
	}
	if err := json.NewEncoder(w).Encode(v); err != nil {
		return "", err
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(packed.Bytes()), nil
}
