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
		Short: "Show what a file is and how to read it",
		Long: `Reads the beginning of a file, or of the response of a web address, and prints
its charset, its delimiter and header, what its columns look like, which profile
can read its rows, and a ready entry for dubbelkrona.yaml. It prints no cell,
since an unknown file may be about persons, and stores nothing.`,
		Example: "  dubbelkrona probe data/leverantorsreskontra-2026-06.csv\n  dubbelkrona probe https://example.org/ledger.csv",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runProbe(cmd.Context(), p, args[0])
		},
	})
}

// maxObjects is the max number of members of an archive that are looked at.
const maxObjects = 20

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
		if len(reports) == maxObjects {
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

// probeSpec returns a source of one file or address, the folder that its path is
// relative to, and the setting of a configuration that names it.
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
