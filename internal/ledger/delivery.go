package ledger

import (
	"context"
	"fmt"
	"slices"

	"dubbelkrona"
)

// Delivery is one version of one object, read and written to the lake, and not
// committed yet.
type Delivery struct {
	RunID  string
	Source string
	Object string // its label, which is its identity and shows no identity number
	Fingerprint
	SHA256 string // of the object's bytes
	// Mapping is a hash of everything else that the rows depend on but the
	// Format, which is the kind and version of what decoded the bytes. The same
	// bytes under another of them are another delivery.
	Mapping string
	Format  string
	Mode    dubbelkrona.LoadMode
	// Anew says that the bytes are those of the object's last delivery, which
	// this one replaces whatever its Mode.
	Anew bool
	// Former is the object that this one was until now, under another name:
	// its last delivery is replaced, and there is no such object any more.
	Former string
	Period string // as dubbelkrona.Segment.Period
	// Segments have their Table, Path, Rows, Bytes and SHA256 set; Commit sets
	// the rest. None is a version of the object without rows.
	Segments []dubbelkrona.Segment
	// Place moves the file of a segment, which has its number now, to where it
	// stays, and returns its path there. Commit calls it within its transaction;
	// nil leaves each Path as it is.
	Place    func(dubbelkrona.Segment) (path string, err error)
	Rejected int64 // rows in quarantine
	Issues   []dubbelkrona.IssueCount
	// Volumes are the rows and amounts that it brought, by table.
	Volumes []Volume
	// Remarks warn readers of its rows; Source, Object and Since are set when
	// they are read.
	Remarks []Remark
	// Past deliveries were requested for the past and do not make the source
	// fresher.
	Past bool
	// Cursor is how far the source has been read, in its own format; nil leaves
	// the former one.
	Cursor []byte
}

// rows counts the delivery's rows of domain tables.
func (d *Delivery) rows() int64 {
	var sum int64
	for _, s := range d.Segments {
		if s.Table != dubbelkrona.IssueTable().Name {
			sum += s.Rows
		}
	}
	return sum
}

// validate returns an Internal error for a delivery without what identifies it.
func (d *Delivery) validate() error {
	modes := []dubbelkrona.LoadMode{dubbelkrona.Append, dubbelkrona.Upsert, dubbelkrona.ReplaceObject, dubbelkrona.ReplacePeriod}
	var problem string
	switch {
	case d.Source == "" || d.Object == "":
		problem = "a delivery names its source and its object"
	case d.RunID == "":
		problem = "a delivery names its run"
	case len(d.SHA256) != 64:
		problem = "a delivery has the SHA-256 of its object"
	case !slices.Contains(modes, d.Mode):
		problem = fmt.Sprintf("load mode %q is none of %v", d.Mode, modes)
	default:
		return nil
	}
	return dubbelkrona.Errorf(dubbelkrona.Internal, "delivery commit: %s", problem)
}

// Erased returns the marks of erased persons, whose rows deliveries leave out.
// A mark identifies nobody without the project's key.
func (ds Deliveries) Erased(ctx context.Context) (map[string]bool, error) {
	marks, err := list(ctx, ds.db, "erased list", column[string], "SELECT mark FROM erased")
	return setOf(marks), err
}
