package config

// Shadow returns the same configuration with everything that a run writes in another
// folder, and with nothing published but what may be released, so that a run on it
// changes nothing of the project.
func (p *Project) Shadow(folder string) *Project {
	shadow := *p
	shadow.elsewhere = folder
	shadow.Publish.Persons = nil
	return &shadow
}
