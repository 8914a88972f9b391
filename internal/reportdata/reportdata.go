// Package reportdata fills a report from a released snapshot.
package reportdata

import (
	"context"

	"dubbelkrona"
	"dubbelkrona/internal/published"
	"dubbelkrona/report"
)

// Options are what is chosen of a report.
type Options struct {
	// Project is the project's name.
	Project string
	// Municipality is the code of the municipality that is shown in full; all of them
	// together if it is empty.
	Municipality string
}

// Read returns what a report shows of a released snapshot. A municipality without
// results is a NotFound error.
func Read(ctx context.Context, s *published.Snapshot, o Options) (report.Data, error) {
	d := report.Data{Project: o.Project, Municipality: o.Municipality}
	for _, read := range []func(context.Context, *published.Snapshot, *report.Data) error{readHeader, readRows, readDefinitions, readQuality, readEffects, readParameters, readContracts, readExplained, readRestatements, readComments, readTargets} {
		if err := read(ctx, s, &d); err != nil {
			return report.Data{}, err
		}
	}
	return d, nil
}

func readHeader(ctx context.Context, s *published.Snapshot, d *report.Data) error {
	h, err := s.Header(ctx)
	d.Snapshot, d.Generator, d.Definitions, d.Built, d.AsOf = h.Snapshot, h.Generator, h.Definitions, h.Built, h.AsOf
	return err
}

func readRows(ctx context.Context, s *published.Snapshot, d *report.Data) (err error) {
	if d.Rows, err = published.Collect(s.Results(ctx, "")); err != nil {
		return err
	}
	if d.Names, err = published.MunicipalityNames(ctx, s); err != nil {
		return err
	}
	if d.Divisions, err = published.CPVDivisions(ctx, s); err != nil {
		return err
	}
	for _, r := range d.Rows {
		if d.Municipality == "" || r.Municipality == d.Municipality {
			return nil
		}
	}
	return dubbelkrona.Errorf(dubbelkrona.NotFound, "municipality %q has no results in the published snapshot; give the code of one that has, such as 2182", d.Municipality)
}

func readDefinitions(ctx context.Context, s *published.Snapshot, d *report.Data) error {
	all, err := published.Definitions(ctx, s)
	for _, m := range all {
		one := report.Metric{Name: m.Name, Title: m.Title, Doc: m.Doc, Unit: m.Unit, Decimals: int32(m.Decimals), Hash: m.Hash, Depends: m.Depends, Goals: m.Goals, Owner: m.Owner}
		for _, p := range m.Parts {
			one.Parts = append(one.Parts, report.Part(p))
		}
		d.Metrics = append(d.Metrics, one)
	}
	return err
}

func readQuality(ctx context.Context, s *published.Snapshot, d *report.Data) (err error) {
	if d.Checks, err = s.Checks(ctx); err != nil {
		return err
	}
	if d.Quarantine, err = published.Quarantined(ctx, s); err != nil {
		return err
	}
	sources, err := published.SourceAges(ctx, s)
	for _, one := range sources {
		d.Sources = append(d.Sources, report.Source(one))
	}
	return err
}

// readEffects reads the effects in both languages. A snapshot of an earlier version has
// none.
func readEffects(ctx context.Context, s *published.Snapshot, d *report.Data) (err error) {
	if d.Effects.SV, err = s.Effects(ctx, "sv", ""); err != nil {
		if dubbelkrona.KindOf(err) == dubbelkrona.NotFound {
			return nil
		}
		return err
	}
	if d.Effects.EN, err = s.Effects(ctx, "en", ""); err != nil {
		return err
	}
	balances, err := published.Balances(ctx, s)
	for _, b := range balances {
		d.Effects.Balance = append(d.Effects.Balance, report.Balance(b))
	}
	return err
}

func readParameters(ctx context.Context, s *published.Snapshot, d *report.Data) error {
	scopes := []string{"all"}
	if d.Municipality != "" {
		// The first two digits of a municipality's code are its region's.
		scopes = append(scopes, "region:"+d.Municipality[:min(2, len(d.Municipality))], "municipality:"+d.Municipality)
	}
	all, err := published.ParametersInForce(ctx, s, scopes...)
	for _, v := range all {
		d.Parameters = append(d.Parameters, report.Parameter{Name: v.Name, Scope: v.Scope, Value: v.Value, Low: v.Low, High: v.High, Unit: v.Unit, Grade: v.Grade, Source: v.Evidence, From: v.From})
	}
	return err
}

func readContracts(ctx context.Context, s *published.Snapshot, d *report.Data) error {
	all, err := published.ConsideredContracts(ctx, s)
	for _, c := range all {
		d.Contracts = append(d.Contracts, report.Contract(c))
	}
	return err
}
