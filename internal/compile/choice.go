package compile

import (
	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/strictyaml"
)

// Chosen is a kind with settings that were not written by a person: YAML text.
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
// key kind. Faults of the settings are collected with their positions, since a
// kind reports only that there are some.
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
	return dubbelkrona.Errorf(dubbelkrona.Invalid, "%s", faults[0])
}
