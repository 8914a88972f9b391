package session

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/lake"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/warehouse"
)

// ErrOtherLedger is in the chain of the Invalid error about a ledger that does
// not belong to the lake and the publication beside it.
var ErrOtherLedger = errors.New("var/ledger.db is not the ledger of this project's lake and publication")

// evidence is what the files beside the ledger say about which ledger is theirs.
type evidence struct {
	mark       ledger.Mark // state of the ledger as noted in the lake; zero if none is
	unfinished bool        // `run --new-ledger` was interrupted
	kept       string      // newest kept snapshot
	published  bool
}

// snapshotID matches the id of a snapshot, which is that of its run.
var snapshotID = regexp.MustCompile(`^\d{8}T\d{6}\.\d{3}Z[0-9a-f]{4}$`)

func gatherEvidence(project *config.Project) (b evidence, err error) {
	text, err := lake.ReadMark(project.Lake())
	if err != nil {
		return b, err
	}
	// After a power cut the mark may be incomplete: then there is none.
	b.mark, _ = ledger.ParseMark(text)
	kept, err := warehouse.Kept(project.Snapshots())
	if err != nil {
		return b, err
	}
	for _, id := range kept {
		if snapshotID.MatchString(id) {
			b.kept = id
			break
		}
	}
	b.published, b.unfinished = IsThere(project.Published()), IsThere(UnfinishedLedger(project))
	return b, nil
}

// IsThere reports whether a path exists; a symbolic link is not followed.
func IsThere(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// UnfinishedLedger is the path of a file that exists while a new ledger is being
// made.
func UnfinishedLedger(project *config.Project) string {
	return filepath.Join(project.Var(), "new-ledger")
}

// CheckLedger returns an Invalid error with ErrOtherLedger if the ledger is
// missing, empty, damaged, older than the files beside it, or another project's.
// A new project, which has nothing yet, passes.
func CheckLedger(ctx context.Context, project *config.Project) error {
	return refusal(OtherLedger(ctx, project))
}

// refusal returns the error for a ledger that is not used for a reason, with
// what to do; nil without a reason. An error while the reason was looked for is
// returned as it is.
func refusal(reason dubbelkrona.Label, err error) error {
	if err != nil || reason == (dubbelkrona.Label{}) {
		return err
	}
	return dubbelkrona.Invalidf("%w: %s. Nothing was changed. There are two ways out: `dubbelkrona restore` makes a new project from a backup; "+
		"`dubbelkrona run --new-ledger` sets lake and publication aside, begins a new ledger and reads every source anew", ErrOtherLedger, reason.EN)
}

// OtherLedger returns why the ledger does not belong to the files beside it; the
// zero Label if it does. It opens the ledger read-only.
func OtherLedger(ctx context.Context, project *config.Project) (reason dubbelkrona.Label, err error) {
	// The files before the ledger: a run in progress writes to the ledger first.
	b, err := gatherEvidence(project)
	if err != nil {
		return reason, err
	}
	if reason, err = b.beforeOpening(project); err != nil || reason != (dubbelkrona.Label{}) {
		return reason, err
	}
	l, err := ledger.OpenReadOnly(project.Ledger())
	switch {
	case errors.Is(err, ledger.ErrDamaged):
		return damagedLedger, nil
	case dubbelkrona.KindOf(err) == dubbelkrona.NotFound, dubbelkrona.KindOf(err) == dubbelkrona.Invalid:
		// The ledger of an earlier version is checked by the run that migrates it.
		return reason, nil
	case err != nil:
		return reason, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	return b.against(ctx, project, l)
}

var damagedLedger = dubbelkrona.Label{SV: "den är skadad eller ingen liggare alls", EN: ledger.ErrDamaged.Error()}

// beforeOpening returns the reasons that are found without opening the ledger.
func (b evidence) beforeOpening(project *config.Project) (reason dubbelkrona.Label, err error) {
	if b.unfinished {
		return dubbelkrona.Label{SV: "`run --new-ledger` avbröts; kör det igen", EN: "`run --new-ledger` was interrupted; run it again"}, nil
	}
	info, err := os.Stat(project.Ledger())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return b.unexplained(project, dubbelkrona.Label{SV: "den saknas", EN: "it is missing"})
	case err == nil && info.Size() == 0:
		return b.unexplained(project, dubbelkrona.Label{SV: "den är tom", EN: "it is empty"})
	}
	return reason, err
}

// unexplained returns what there is beside an empty ledger, which must have had
// one with entries; the zero Label if there is nothing.
func (b evidence) unexplained(project *config.Project, state dubbelkrona.Label) (reason dubbelkrona.Label, err error) {
	segments, err := lake.Holds(project.Lake())
	switch {
	case err != nil:
		return reason, err
	case segments:
		reason = dubbelkrona.Label{SV: "sjön i var/lake har rader", EN: "the lake in var/lake has rows"}
	case b.kept != "":
		reason = dubbelkrona.Label{SV: "ögonblicksbilder ligger i var/snapshots", EN: "there are snapshots in var/snapshots"}
	case b.published:
		reason = dubbelkrona.Label{SV: "något är publicerat", EN: "something is published"}
	default:
		return reason, nil
	}
	return dubbelkrona.Label{SV: state.SV + ", men " + reason.SV, EN: state.EN + ", but " + reason.EN}, nil
}

// against compares the evidence with the open ledger, which must have recorded
// the state that is noted in the lake, and the snapshots.
func (b evidence) against(ctx context.Context, project *config.Project, l *ledger.Ledger) (reason dubbelkrona.Label, err error) {
	unused, err := l.Unused(ctx)
	if err != nil {
		return reason, err
	}
	if unused {
		return b.unexplained(project, dubbelkrona.Label{SV: "ingen körning står i den", EN: "no run is recorded in it"})
	}
	if b.mark != (ledger.Mark{}) {
		if known, err := l.Marks.Has(ctx, b.mark); err != nil || !known {
			return older(fmt.Sprintf("var/lake (%d)", b.mark.Serial)), err
		}
	}
	ids := []string{b.kept}
	if b.mark == (ledger.Mark{}) && b.published {
		ids = append(ids, warehouse.SnapshotID(ctx, project.Published()))
	}
	for _, id := range ids {
		if id == "" {
			continue
		}
		if known, err := l.Snapshots.Has(ctx, id); err != nil || !known {
			return older(id), err
		}
	}
	return reason, nil
}

func older(than string) dubbelkrona.Label {
	return dubbelkrona.Label{SV: "den är äldre, eller ett annat projekts: den saknar " + than, EN: "it is older, or another project's: it has no record of " + than}
}
