//go:build keepdeps

// Package keepdeps pins modules while the tree grows.
package keepdeps

import (
	_ "github.com/goccy/go-yaml"
	_ "github.com/marcboeker/go-duckdb/v2"
	_ "github.com/robfig/cron/v3"
	_ "github.com/rogpeppe/go-internal/testscript"
	_ "github.com/rogpeppe/go-internal/txtar"
	_ "github.com/shopspring/decimal"
	_ "github.com/spf13/cobra"
	_ "github.com/vbauerster/mpb/v8"
	_ "github.com/xuri/excelize/v2"
	_ "golang.org/x/sys/unix"
	_ "golang.org/x/text/encoding/charmap"
	_ "golang.org/x/term"
	_ "github.com/klauspost/compress/gzip"
	_ "golang.org/x/sync/errgroup"
	_ "modernc.org/sqlite"
	_ "github.com/apache/arrow/go/v15/parquet/pqarrow"
)
