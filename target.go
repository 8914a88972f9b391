package dubbelkrona

// How a figure stands to its target, in Result.TargetStatus.
const (
	TargetReached    = "uppnatt"
	TargetNotReached = "ej_uppnatt"
	TargetUnclear    = "gar_inte_att_saga" // the interval contains it, or the value is unknown or not evidenced
)

// Target is a row of metric.target: a target that somebody decided, and the figure that it
// is about.
type Target struct {
	Cell
	Value     Number `json:"value"`
	Direction string `json:"direction"` // at_least or at_most
	Decision  string `json:"decision"`
	Decided   Day    `json:"decided"`
	Synthetic bool   `json:"synthetic"` // its source is marked as made up
}

// Whether returns the direction in words, to be followed by the number.
func (t *Target) Whether() Label {
	if t.Direction == "at_most" {
		return Label{"högst", "at most"}
	}
	return Label{"minst", "at least"}
}

// TargetWords returns a target status in words; a text that is none is returned as it is.
func TargetWords(status string) Label {
	switch status {
	case TargetReached:
		return Label{"uppnått", "reached"}
	case TargetNotReached:
		return Label{"ej uppnått", "not reached"}
	case TargetUnclear:
		return Label{"går inte att säga", "cannot be said"}
	}
	return Label{status, status}
}
