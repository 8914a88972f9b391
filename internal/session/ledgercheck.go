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

// ErrOtherLedger is in the chain of the Invalid error about a ledger that is
// not the one of the lake and the publication beside it.
var ErrOtherLedger = errors.New("var/ledger.db is not the ledger of this project's lake and publication")

// beside is what lies beside the ledger and says which ledger it belongs to.
type beside struct {
	mark       ledger.Mark // that the lake bears; zero if it bears none
	unfinished bool        // a new ledger was begun and not finished
	kept       string      // newest kept snapshot
	published  bool
}

// snapshotForm is how ids of snapshots are written, which are those of runs.
var snapshotForm = regexp.MustCompile(`^\d{8}T\d{6}\.\d{3}Z[0-9a-f]{4}$`)

func lookBeside(project *config.Project) (b beside, err error) {
	text, err := lake.ReadMark(project.Lake())
	if err != nil {
		return b, err
	}
	// A mark that a power cut left unwritten is none.
	b.mark, _ = ledger.ParseMark(text)
	kept, err := warehouse.Kept(project.Snapshots())
	if err != nil {
		return b, err
	}
	for _, id := range kept {
		if snapshotForm.MatchString(id) {
			b.kept = id
			break
		}
	}
	b.published, b.unfinished = IsThere(project.Published()), IsThere(UnfinishedLedger(project))
	return b, nil
}

// IsThere reports whether there is something at a path.
func IsThere(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// UnfinishedLedger is a file that is there from the beginning of making a new ledger
// to its end.
func UnfinishedLedger(project *config.Project) string {
	return filepath.Join(project.Var(), "new-ledger")
}

// CheckLedger refuses a ledger that is missing, empty, damaged, older than what
// lies beside it, or another project's. A project without anything yet has
// none, and passes.
func CheckLedger(ctx context.Context, project *config.Project) error {
	reason, err := OtherLedger(ctx, project)
	if err != nil {
		return err
	}
	return refusal(reason)
}

// refusal is the error that tells why a ledger is not used, and the ways out.
func refusal(reason dubbelkrona.Label) error {
	if reason == (dubbelkrona.Label{}) {
		return nil
	}
	return dubbelkrona.Errorf(dubbelkrona.Invalid, "%w: %s. Nothing was changed. There are two ways out: `dubbelkrona restore` makes a new project of a backup; "+
		"`dubbelkrona run --new-ledger` sets lake and publication aside, begins a new ledger and reads every source anew", ErrOtherLedger, reason.EN)
}

// OtherLedger says why the ledger is not the one of what lies beside it;
// nothing if it is. It opens the ledger to look at it and changes nothing.
func OtherLedger(ctx context.Context, project *config.Project) (reason dubbelkrona.Label, err error) {
	// First what lies beside: a run that is going on tells the ledger before it
	// leaves anything there.
	b, err := lookBeside(project)
	if err != nil {
		return reason, err
	}
	if reason, err = b.withoutLedger(project); err != nil || reason != (dubbelkrona.Label{}) {
		return reason, err
	}
	l, err := ledger.OpenReadOnly(project.Ledger())
	switch {
	case errors.Is(err, ledger.ErrDamaged):
		return damagedLedger, nil
	case dubbelkrona.KindOf(err) == dubbelkrona.NotFound, dubbelkrona.KindOf(err) == dubbelkrona.Invalid:
		// Of an earlier version's ledger the run decides that brings it up to date.
		return reason, nil
	case err != nil:
		return reason, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	return b.unknownTo(ctx, project, l)
}

var damagedLedger = dubbelkrona.Label{SV: "den är skadad eller ingen liggare alls", EN: ledger.ErrDamaged.Error()}

// withoutLedger is the reason that can be told without opening a ledger.
func (b beside) withoutLedger(project *config.Project) (reason dubbelkrona.Label, err error) {
	if b.unfinished {
		return dubbelkrona.Label{SV: "`run --new-ledger` avbröts; kör det igen", EN: "`run --new-ledger` was cut off; run it again"}, nil
	}
	info, err := os.Stat(project.Ledger())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return b.but(project, dubbelkrona.Label{SV: "den saknas", EN: "it is missing"})
	case err == nil && info.Size() == 0:
		return b.but(project, dubbelkrona.Label{SV: "den är tom", EN: "it is empty"})
	}
	return reason, err
}

// but says what there is that only a ledger can explain, beside one that knows
// nothing; empty if there is nothing.
func (b beside) but(project *config.Project, state dubbelkrona.Label) (reason dubbelkrona.Label, err error) {
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

// unknownTo is the reason that an open ledger gives: it does not know the state
// that the lake bears, or a snapshot.
func (b beside) unknownTo(ctx context.Context, project *config.Project, l *ledger.Ledger) (reason dubbelkrona.Label, err error) {
	unused, err := l.Unused(ctx)
	if err != nil {
		return reason, err
	}
	if unused {
		return b.but(project, dubbelkrona.Label{SV: "den har aldrig sett en körning", EN: "it has never seen a run"})
	}
	if b.mark != (ledger.Mark{}) {
		if known, err := l.Knows(ctx, b.mark); err != nil || !known {
			return older(fmt.Sprintf("var/lake (%d)", b.mark.Serial)), err
		}
	}
	ids := []string{b.kept}
	if b.mark == (ledger.Mark{}) && b.published {
		ids = append(ids, SnapshotOf(ctx, project.Published()))
	}
	for _, id := range ids {
		if id == "" {
			continue
		}
		if known, err := l.KnowsSnapshot(ctx, id); err != nil || !known {
			return older(id), err
		}
	}
	return reason, nil
}

func older(than string) dubbelkrona.Label {
	return dubbelkrona.Label{SV: "den är äldre, eller ett annat projekts: den känner inte " + than, EN: "it is older, or another project's: it does not know " + than}
}

// SnapshotOf is the id of the snapshot that a published file holds; empty if it
// does not tell, since a damaged file says nothing about the ledger.
func SnapshotOf(ctx context.Context, path string) string {
	db, err := warehouse.OpenReadOnly(ctx, path, warehouse.Limits{Threads: 1})
	if err != nil {
		return ""
	}
	defer db.Close()
	rows, err := db.Collect(ctx, "SELECT id FROM meta.snapshot")
	if err != nil || len(rows) != 1 {
		return ""
	}
	id, _ := rows[0][0].(string)
	return id
}
