package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A snapshot of the version before is compared with one of this version. A posting of
// 50,000 is added meanwhile, so that is what the data change, and the definitions nothing.
func TestDiffFromTheVersionBefore(t *testing.T) {
	t.Parallel()
	root := upgradeSample(t, "schema-13.tar.gz")
	rewrite(t, root, "keep: 1", "keep: 7")
	file, err := os.OpenFile(filepath.Join(root, "data", "leverantorsreskontra_2026.csv"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteString("1013;Exempelbolaget;4640;Entreprenader;2026-10-20;50000,00;EX-4\n"); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	inProcess(t, exitDone, "run", "--project", root)
	printed := strings.ReplaceAll(inProcess(t, exitDone, "metrics", "diff", "previous", "published", "--all", "--project", root), "\u00a0", " ")
	if !regexp.MustCompile(`spend_social_enterprises total, alla, all tid: 2 850 000 blir 2 900 000 \(\+50 000\)\. Orsak: definition 0,( parametrar 0,)? data \+50 000\.`).MatchString(printed) {
		t.Error(printed)
	}
}
