package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"path/filepath"
	"strings"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/compile"
	"dubbelkrona/internal/fetch"
	"dubbelkrona/internal/probe"
	"dubbelkrona/transform"

	"github.com/spf13/cobra"
)

func probeCommand(p *program) *cobra.Command {
	return withJSON(p, &cobra.Command{
		Use:   "probe FILE|URL",
		Short: "Tell what a file is and how to read it",
		Long: `Reads the beginning of a file, or of what a web address answers, and tells its
charset, its delimiter and header, what its columns look like, which profile
takes its rows, and a ready entry for dubbelkrona.yaml. Shows no cell: a file
that nobody knows yet may be about persons. Keeps nothing.`,
		Example: "  dubbelkrona probe data/leverantorsreskontra-2026-06.csv\n  dubbelkrona probe https://example.org/ledger.csv",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runProbe(cmd.Context(), p, args[0])
		},
	})
}

// mostObjects is how many members of an archive are looked at.
const mostObjects = 20

func runProbe(ctx context.Context, p *program, target string) error {
	key, err := transform.NewKey(rand.Reader)
	if err != nil {
		return err
	}
	r := registry()
	spec, root, where := probeSpec(target)
	src, err := r.Source(spec, ingest.Env{Root: root, Now: p.now})
	if err != nil {
		return usage(err)
	}
	var reports []*probe.Report
	for obj, err := range src.Objects(ctx, nil) {
		if err != nil {
			return err
		}
		if len(reports) == mostObjects {
			break
		}
		report, err := probe.Object(ctx, r, src, obj, transform.Env{Key: key, Now: p.now()})
		if err != nil {
			return err
		}
		reports = append(reports, report)
	}
	switch {
	case len(reports) == 0:
		return dubbelkrona.Errorf(dubbelkrona.NotFound, "%s: there is no such file", target)
	case p.json:
		return writeJSON(p.stdout, reports)
	}
	for _, report := range reports {
		if err := report.Print(p.stdout, p.spoken(), probe.SourceName(target), where); err != nil {
			return err
		}
	}
	return nil
}

// probeSpec is a source of a file or an address alone, and how a configuration
// would say where that is.
func probeSpec(target string) (spec ingest.Spec, root, where string) {
	if strings.HasPrefix(target, "https://") || strings.HasPrefix(target, "http://") {
		return ingest.Spec{Name: "probe", Place: compile.Chosen("http", fmt.Sprintf("url: %q\n", target))}, ".",
			fmt.Sprintf("place: {kind: http, url: %q}", fetch.Shown(target))
	}
	folder, err := filepath.Abs(filepath.Dir(target))
	if err != nil {
		folder = "."
	}
	return ingest.Spec{Name: "probe", Place: compile.Chosen("directory", fmt.Sprintf("path: %q\n", filepath.Base(target)))}, folder,
		fmt.Sprintf("files: %q", filepath.ToSlash(target))
}
