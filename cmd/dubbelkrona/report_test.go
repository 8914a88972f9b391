package main

import (
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	reportFigure = regexp.MustCompile(`<a class="f" href="#(?:sv|en)\.([a-z_0-9]+)(?:\.([a-z_0-9]+))?"[^>]*><data value="([^"]*)">`)
	reportNumber = regexp.MustCompile(`-?\d+(?:\.\d+)?`)
	reportBlock  = regexp.MustCompile(`<script type="text/plain" id="block">([^<]*)</script>`)
)

// The report of a real snapshot has figures of the released file alone: every one that
// it shows is a released value of its metric and part, and none of those that were
// suppressed is in it, as text or compressed.
func TestReportHasReleasedFiguresAlone(t *testing.T) {
	t.Parallel()
	root := filepath.Join(t.TempDir(), "demo")
	inProcess(t, exitDone, "demo", "--dir", root, "-q")
	inProcess(t, exitDone, "report", "--project", root, "--year", "2022")
	inProcess(t, exitDone, "report", "--project", root, "--municipality", "2182", "--out", filepath.Join(root, "one.html"))
	snapshots, err := filepath.Glob(filepath.Join(root, "var", "snapshots", "*.duckdb"))
	if err != nil || len(snapshots) != 1 {
		t.Fatal(snapshots, err)
	}
	db := opened(t, map[string]string{"released": filepath.Join(root, "publish", "impact.duckdb"), "whole": snapshots[0]})
	released := strings.Fields(one(t, db, `SELECT string_agg(DISTINCT metric || '.' || part || '=' || rtrim(rtrim(CAST(value AS VARCHAR), '0'), '.'), ' ') FROM released.metric.result WHERE value IS NOT NULL`))
	// Values with so many digits that they are nowhere by chance.
	secrets := make(map[string]bool)
	for _, value := range strings.Fields(one(t, db, `SELECT coalesce(string_agg(DISTINCT rtrim(rtrim(CAST(value AS VARCHAR), '0'), '.'), ' '), '') FROM whole.metric.result
		WHERE value IS NOT NULL AND len(regexp_replace(rtrim(CAST(value AS VARCHAR), '0'), '^[-0.]*|\D', '', 'g')) >= 6
		AND value NOT IN (SELECT value FROM released.metric.result WHERE value IS NOT NULL)`)) {
		secrets[value] = true
	}
	if len(secrets) < 30 {
		t.Fatalf("only %d values are not released", len(secrets))
	}
	shown := 0
	for _, name := range []string{"publish/report.html", "publish/report-2022.html", "one.html"} {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		page := string(text)
		if found := reportBlock.FindStringSubmatch(page); found != nil {
			r, err := gzip.NewReader(base64.NewDecoder(base64.StdEncoding, strings.NewReader(found[1])))
			if err != nil {
				t.Fatal(err)
			}
			block, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			page += string(block)
		}
		for _, m := range reportFigure.FindAllStringSubmatch(page, -1) {
			if want := fmt.Sprintf("%s.%s=%s", m[1], m[2], m[3]); !slices.Contains(released, want) {
				t.Errorf("%s: %s is not released", name, want)
			}
			shown++
		}
		for _, number := range reportNumber.FindAllString(page, -1) {
			if secrets[number] {
				t.Errorf("%s: %s is not released", name, number)
			}
		}
	}
	if shown < 20 {
		t.Errorf("only %d figures are shown", shown)
	}
	for path, mode := range map[string]os.FileMode{"publish/report.html": 0o640, "one.html": 0o600} {
		if info, err := os.Stat(filepath.Join(root, path)); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
	inProcess(t, exitUsage, "report", "--project", root, "--municipality", "9999")
	inProcess(t, exitUsage, "report", "--project", root, "--year", "1999")
}
