package disclosure_test

import (
	"context"
	"testing"

	"dubbelkrona/disclosure"
	"dubbelkrona/disclosure/disclosuretest"
)

func BenchmarkCounty(b *testing.B)  { benchmark(b, 33) }
func BenchmarkCountry(b *testing.B) { benchmark(b, 290) }

func benchmark(b *testing.B, municipalities int) {
	p := disclosuretest.Region(1, municipalities, 10, 5)
	var o disclosure.Outcome
	for b.Loop() {
		var err error
		if o, err = disclosure.Protect(context.Background(), p); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(p.Cells)), "cells")
	b.ReportMetric(float64(o.Classes), "classes")
	b.ReportMetric(float64(o.Protected), "protected")
	b.ReportMetric(float64(o.Passes), "passes")
	b.ReportMetric(float64(o.Narrow), "narrow")
	b.ReportMetric(100*float64(o.Count(disclosure.Primary))/float64(len(p.Cells)), "%primary")
	b.ReportMetric(100*float64(o.Count(disclosure.Secondary))/float64(len(p.Cells)), "%secondary")
}
