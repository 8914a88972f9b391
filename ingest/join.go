package ingest

// New joins a place and the formats of its objects to a source.
func New(name string, place Place, formats Chooser, env Env) Source {
	return &joined{name: name, place: place, formats: formats, env: env.withDefaults()}
}

type joined struct {
	name    string
	place   Place
	formats Chooser
	env     Env
}
