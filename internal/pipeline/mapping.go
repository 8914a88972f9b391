package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/lake"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/transform"
)

// mappingHash identifies all that the rows of a source depend on besides the
// bytes of each object and the version of its format: the compiled plan, and
// how the source says that it is decoded. A plan with faults has none.
func mappingHash(plan *transform.Plan, decoding ...string) string {
	if plan == nil {
		return ""
	}
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%q", plan.Hash(), decoding)
	return hex.EncodeToString(h.Sum(nil))
}

// upToDate reports whether the rows of a delivery are what the source would make
// of its bytes now.
func (s *session) upToDate(src *source, known ledger.ObjectState) bool {
	return known.Mode == src.mode && known.Mapping == src.mapping && s.options.Registry.Reads(known.Format)
}

// unchanged reports whether an object that was read anew has the same rows as
// before. Then what was committed stays, and only its plan is noted: figures
// that do not change are not published anew.
func (s *session) unchanged(ctx context.Context, src *source, object string, segments []dubbelkrona.Segment) (bool, error) {
	before, err := s.ledger.LastSegments(ctx, src.name, object)
	if err != nil || len(before) != len(segments) {
		return false, err
	}
	for i, now := range segments {
		was := before[i]
		if was.ReplacedBy != 0 || was.Table != now.Table || was.Rows != now.Rows || was.SHA256 != now.SHA256 {
			return false, nil
		}
	}
	return true, nil
}

// replan notes that an object which was read anew has the rows that it had.
func (s *session) replan(ctx context.Context, src *source, object ingest.Object, origin dubbelkrona.Origin,
	fingerprint ledger.Fingerprint, segments []dubbelkrona.Segment, report *SourceReport) error {
	for _, segment := range segments {
		if err := s.lake.Discard(lake.File{Path: segment.Path}); err != nil {
			return projectError{err}
		}
	}
	if err := s.ledger.Replan(ctx, src.name, object.Label, src.mapping, origin.Format, fingerprint, object.Cursor); err != nil {
		return projectError{err}
	}
	report.Skipped++
	return nil
}
