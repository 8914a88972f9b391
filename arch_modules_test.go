package dubbelkrona_test

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// use is an imported module of one package, and the reason.
type use struct {
	folder string // of the package, in the notation of layer
	path   string // a module or package; it covers everything below it
	why    string
}

// uses lists all imported modules by package. The test fails for a new one
// until it has a row here and its module a row in docs/dependencies.md.
var uses = []use{
	{"", "github.com/apache/arrow/go/v15", "types and schemas of the domain tables"},
	{"cmd/dubbelkrona", "github.com/spf13/cobra", "subcommands, help and completion"},
	{"cmd/dubbelkrona", "github.com/vbauerster/mpb/v8", "progress bars"},
	{"cmd/dubbelkrona", "golang.org/x/term", "whether the output is a terminal"},
	{"export/parquet", "github.com/apache/arrow/go/v15", "writes Parquet"},
	{"export/postgres", "github.com/jackc/pgx/v5", "PostgreSQL"},
	{"export/xlsx", "github.com/xuri/excelize/v2", "writes the workbook"},
	{"ingest", "github.com/apache/arrow/go/v15", "batches of raw rows"},
	{"ingest", "github.com/klauspost/compress", "gzip and zip"},
	{"ingest", "golang.org/x/text", "names in archives, and one form of letters with marks"},
	{"ingest/blob", "github.com/Azure/azure-sdk-for-go/sdk/azcore", "errors, retries and tokens of azblob, and requests for the tokens"},
	{"ingest/blob", "github.com/Azure/azure-sdk-for-go/sdk/storage/azblob", "Azure Blob Storage"},
	{"ingest/blob", "github.com/minio/minio-go/v7", "S3, and Google Cloud Storage by its interface of that protocol"},
	{"ingest/blob", "gopkg.in/ini.v1", "reads the machine's profile for S3"},
	{"ingest/ingesttest", "github.com/apache/arrow/go/v15", "checks that batches are released"},
	{"ingest/parquet", "github.com/apache/arrow/go/v15", "reads Parquet"},
	{"ingest/peppol", "github.com/shopspring/decimal", "sums of an invoice's lines"},
	{"ingest/sftp", "github.com/pkg/sftp", "SFTP"},
	{"ingest/sftp", "golang.org/x/crypto/ssh", "the connection below SFTP"},
	{"ingest/sie", "golang.org/x/text/encoding/charmap", "CP437, which SIE files are in"},
	{"ingest/sql", "github.com/jackc/pgx/v5", "PostgreSQL"},
	{"ingest/sql", "github.com/microsoft/go-mssqldb", "SQL Server"},
	{"ingest/xlsx", "github.com/klauspost/compress", "unpacks workbooks"},
	{"internal/browsertest", "github.com/chromedp", "a real browser, for tests alone"},
	{"internal/charset", "golang.org/x/text/encoding/charmap", "Windows-1252 and CP437"},
	{"internal/daemon", "golang.org/x/sys", "pages of the program that are given back to the machine"},
	{"internal/durable", "golang.org/x/sys", "copies of files by the file system"},
	{"internal/fetch", "github.com/cenkalti/backoff/v5", "pauses between tries"},
	{"internal/fetch", "golang.org/x/time/rate", "requests a second to one host"},
	{"internal/filelock", "golang.org/x/sys", "locks of files"},
	{"internal/lake", "github.com/apache/arrow/go/v15", "segments are Parquet"},
	{"internal/ledger", "modernc.org/sqlite", "the ledger is SQLite; no other package knows"},
	{"internal/lineage", "github.com/google/uuid", "run ids of OpenLineage"},
	{"internal/notify", "github.com/wneessen/go-mail", "mail"},
	{"internal/intake", "github.com/apache/arrow/go/v15", "batches between stages"},
	{"internal/intake", "golang.org/x/sync/errgroup", "the stages of an object, side by side"},
	{"internal/pipeline", "github.com/shopspring/decimal", "amounts of deliveries"},
	{"internal/present", "github.com/shopspring/decimal", "amounts as people write them"},
	{"internal/probe", "github.com/apache/arrow/go/v15", "looks at raw rows"},
	{"report", "github.com/shopspring/decimal", "rounds released figures for reading"},
	{"internal/rawbatch", "github.com/apache/arrow/go/v15", "batches of raw rows"},
	{"internal/scratch", "golang.org/x/sys", "locks of folders"},
	{"internal/postgres/...", "github.com/jackc/pgx/v5", "connections to PostgreSQL"},
	{"internal/published", "github.com/shopspring/decimal", "figures that DuckDB returns"},
	{"internal/sdnotify", "github.com/coreos/go-systemd/v22/daemon", "the protocol of the service manager"},
	{"internal/strictyaml", "github.com/goccy/go-yaml", "YAML with positions; no other package knows"},
	{"internal/trace", "go.opentelemetry.io/otel", "spans, batches and their form on the wire"},
	{"internal/trace", "go.opentelemetry.io/proto/otlp", "OTLP"},
	{"internal/trace", "google.golang.org/protobuf", "encodes OTLP"},
	{"internal/upkeep", "github.com/apache/arrow/go/v15", "rows that are edited or searched"},
	{"internal/warehouse", "github.com/apache/arrow/go/v15", "schemas of segments"},
	{"internal/warehouse", "github.com/marcboeker/go-duckdb/v2", "snapshots are DuckDB; no other package knows"},
	{"internal/warehouse", "github.com/shopspring/decimal", "amounts that DuckDB returns"},
	{"internal/web", "github.com/prometheus/client_golang", "OpenMetrics"},
	{"internal/web", "github.com/shopspring/decimal", "figures of the API"},
	{"internal/web", "golang.org/x/net/netutil", "connections at a time"},
	{"internal/web", "golang.org/x/time/rate", "wrong tokens a second"},
	{"internal/whatif", "github.com/shopspring/decimal", "amounts as a plan states them"},
	{"internal/wording", "github.com/shopspring/decimal", "amounts as people write them"},
	{"metrics/golden", "github.com/rogpeppe/go-internal/txtar", "goldens beside definitions"},
	{"metrics/golden", "github.com/shopspring/decimal", "numbers compared with the decimals of a golden"},
	{"metrics/effect/...", "gonum.org/v1/gonum/stat/distuv", "quantiles of t, normal and chi-squared distributions"},
	{"scheduler", "github.com/cenkalti/backoff/v5", "pauses between tries of a job"},
	{"scheduler", "github.com/robfig/cron/v3", "its parser alone"},
	{"transform", "github.com/apache/arrow/go/v15", "typed batches"},
	{"transform", "golang.org/x/text", "one form of letters with marks"},
}

// testUses are modules that only tests import. Tests may also import every module that
// any package may import.
var testUses = []use{
	{"cmd/dubbelkrona", "github.com/rogpeppe/go-internal", "scripts of the command line"},
	{"ingest/blob", "github.com/rclone/gofakes3", "a server of the S3 protocol"},
	{"deploy", "github.com/coreos/go-systemd/v22/unit", "reads unit files"},
	{"dashboards", "github.com/grafana/grafana-foundation-sdk/go", "Grafana's schemas of dashboards and panels"},
}

// refused are packages that nothing may import, not even tests.
var refused = map[string]string{
	"go.opentelemetry.io/otel":                        "its provider is the whole process's",
	"github.com/apache/arrow/go/v15/arrow/cdata":      "its symbols are those of arrow-go/v18",
	"github.com/apache/arrow-go/v18/arrow":            "it cannot be linked beside v15",
	"github.com/marcboeker/go-duckdb/v2/arrowmapping": "it imports arrow-go/v18",
}

// covers reports whether u lets a package import a path.
func (u use) covers(folder, path string) bool {
	return matches(u.folder, folder) && matches(u.path+"/...", path)
}

func TestModulesAreThoseOfTheTable(t *testing.T) {
	all, fset := sources(t)
	needed := make(map[use]bool)
	for _, s := range all {
		for _, spec := range s.file.Imports {
			path := strings.Trim(spec.Path.Value, `"`)
			if why, bad := refused[path]; bad {
				t.Errorf("%s: nothing may import %s: %s", fset.Position(spec.Pos()), path, why)
			}
			first, _, _ := strings.Cut(path, "/")
			if !strings.Contains(first, ".") {
				continue // the standard library, or this module
			}
			found := slices.IndexFunc(uses, func(u use) bool {
				return u.covers(s.folder, path) || s.test && matches(u.path+"/...", path)
			})
			if found >= 0 {
				needed[uses[found]] = needed[uses[found]] || !s.test
				continue
			}
			found = slices.IndexFunc(testUses, func(u use) bool { return s.test && u.covers(s.folder, path) })
			if found < 0 {
				t.Errorf("%s: %q has no row for %s in arch_modules_test.go", fset.Position(spec.Pos()), s.folder, path)
				continue
			}
			needed[testUses[found]] = true
		}
	}
	for _, u := range slices.Concat(uses, testUses) {
		if !needed[u] {
			t.Errorf("%q does not import %s any more: remove its row", u.folder, u.path)
		}
	}
}

// docs/dependencies.md explains each module.
func TestEveryModuleIsExplained(t *testing.T) {
	text, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	docs, err := os.ReadFile("docs/dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	modules := 0
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		if len(fields) != 2 || !strings.HasPrefix(fields[1], "v") {
			continue // an indirect dependency
		}
		modules++
		if !strings.Contains(string(docs), "`"+fields[0]) {
			t.Errorf("docs/dependencies.md does not say why %s", fields[0])
		}
	}
	if modules < 30 {
		t.Errorf("go.mod names %d modules: the test reads it wrong", modules)
	}
}
