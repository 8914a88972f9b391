package wording

import (
	"fmt"

	"dubbelkrona"
)

// Target writes the target of a figure, how it stands to it and how far it is from it:
// "minst 2: ej uppnått, 0,5 under". write writes a number in the unit of the figure. A
// figure that is not released has the target alone. target may be nil, if which direction
// it has is not known.
func (l Language) Target(r *dubbelkrona.Result, target *dubbelkrona.Target, write func(dubbelkrona.Number) string) string {
	text := write(r.Target)
	if target != nil {
		text = target.Whether().In(string(l)) + " " + text
	}
	if target != nil && target.Synthetic {
		text += l.Pick(" (påhittat)", " (made up)")
	}
	if r.TargetStatus == "" {
		return text
	}
	text += ": " + dubbelkrona.TargetWords(r.TargetStatus).In(string(l))
	switch sign := r.Gap.Unscaled.Sign(); {
	case !r.Gap.Valid:
	case sign == 0:
		text += l.Pick(", värdet är lika med målet", ", the value equals the target")
	case sign > 0:
		text += fmt.Sprintf(l.Pick(", %s över målet", ", %s above the target"), write(r.Gap))
	default:
		text += fmt.Sprintf(l.Pick(", %s under målet", ", %s below the target"), write(dubbelkrona.Number{Unscaled: r.Gap.Unscaled.Negate(), Valid: true}))
	}
	return text
}
