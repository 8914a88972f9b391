package published

import (
	"maps"
	"testing"
)

// The names of CPV divisions are those of the snapshot; one of an earlier version has
// none.
func TestCPVDivisions(t *testing.T) {
	for name, tc := range map[string]struct {
		more []string
		want map[string]string
	}{
		"earlier": {nil, nil},
		"with":    {[]string{"CREATE TABLE metric.cpv_division AS SELECT '90' AS division, 'Miljö' AS title_sv, 'Environment' AS title_en"}, map[string]string{"Miljö": "Environment"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := CPVDivisions(t.Context(), snapshot(t, tc.more...)); err != nil || !maps.Equal(got, tc.want) {
				t.Errorf("%v, %v; want %v", got, err, tc.want)
			}
		})
	}
}
