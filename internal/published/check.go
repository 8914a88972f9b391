package published

import (
	"context"
	"strings"

	"dubbelkrona"
)

// Checks returns the result of each check, ordered by name.
func (s *Snapshot) Checks(ctx context.Context) (all []dubbelkrona.CheckResult, err error) {
	rows, err := s.db.Collect(ctx, `SELECT name, title_sv, title_en, severity, status, offending, sample_sv, sample_en, concerns
		FROM meta.check_result ORDER BY name`)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		c := dubbelkrona.CheckResult{Name: text(r[0]), Title: dubbelkrona.Label{SV: text(r[1]), EN: text(r[2])},
			Status: dubbelkrona.CheckStatus(text(r[4])), Sample: dubbelkrona.Label{SV: text(r[6]), EN: text(r[7])}}
		if text(r[3]) == "error" {
			c.Severity = dubbelkrona.Reject
		}
		c.Offending, _ = r[5].(int64) // NULL if it is not known
		if concerns := text(r[8]); concerns != "" {
			c.Concerns = strings.Split(concerns, ",")
		}
		all = append(all, c)
	}
	return all, nil
}
