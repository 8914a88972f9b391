package compile

import (
	"dubbelkrona/export/postgres"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/strictyaml"
)

// compileDatabase sets Database if the project has one.
func (p *Plan) compileDatabase() (faults []strictyaml.Fault) {
	section := p.Project.Database
	if !section.Present() {
		return nil
	}
	var s postgres.Settings
	if faults := section.Decode(&s); len(faults) > 0 {
		return faults
	}
	roots, err := ingest.Authorities(p.Project.Root, s.CA)
	if err == nil {
		p.Database, err = postgres.New(p.Project.Name, p.Project.Root, roots, s)
	}
	if err != nil {
		return []strictyaml.Fault{p.Project.At("database", "database: "+err.Error())}
	}
	return nil
}
