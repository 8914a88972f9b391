package compile

import (
	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/strictyaml"
)

// Chosen returns the choice of a kind with generated settings, as YAML text.
func Chosen(kind, settings string) ingest.Choice {
	return ingest.Choice{Kind: kind, Settings: func(into any) error {
		doc, faults := strictyaml.Parse(kind, []byte(settings))
		if len(faults) == 0 {
			faults = doc.Decode(into)
		}
		return firstFault(faults)
	}}
}

// choice reads a kind with its settings: a name alone, or a mapping with the
// key kind. The faults of the settings, with their positions, are added to the
// returned slice when the kind decodes them.
func choice(section strictyaml.Section) (ingest.Choice, *[]strictyaml.Fault) {
	faults := new([]strictyaml.Fault)
	if !section.Present() {
		return ingest.Choice{}, faults
	}
	if name, scalar := section.Text(); scalar {
		return ingest.Choice{Kind: name}, faults
	}
	kind := section.Key("kind")
	if kind == "" {
		*faults = append(*faults, section.At("", "the key kind is missing"))
	}
	return ingest.Choice{Kind: kind, Settings: func(into any) error {
		found := section.Decode(into, "kind")
		*faults = append(*faults, found...)
		return firstFault(found)
	}}, faults
}

func firstFault(faults []strictyaml.Fault) error {
	if len(faults) == 0 {
		return nil
	}
	return dubbelkrona.Invalidf("%s", faults[0])
}
