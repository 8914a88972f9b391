package reportdata

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"dubbelkrona/internal/durable"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/session"
	"dubbelkrona/report"
)

// Write writes the report of a project's published snapshot to a file, or to
// publish/report.html if out is empty, and returns the paths of what it wrote. For a
// year it also writes the sheet of that year beside it. Files are private, but for those
// in the folder of what is published.
func Write(ctx context.Context, project *session.Project, out string, year int, o Options) (paths []string, err error) {
	s, err := published.OpenReleased(ctx, project)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	o.Project = project.Config.Name
	d, err := Read(ctx, s, o)
	if err != nil {
		return nil, err
	}
	mode := os.FileMode(0o600)
	if out == "" {
		mode, _ = project.Config.Modes()
	}
	out = cmp.Or(out, project.Config.Report())
	if err := write(out, mode, func(w io.Writer) error { return report.File(w, d) }); err != nil {
		return nil, err
	}
	paths = append(paths, out)
	if year == 0 {
		return paths, nil
	}
	sheet := strings.TrimSuffix(out, filepath.Ext(out)) + "-" + strconv.Itoa(year) + ".html"
	if err := write(sheet, mode, func(w io.Writer) error { return report.Sheet(w, d, year) }); err != nil {
		return paths, err
	}
	return append(paths, sheet), nil
}

func write(path string, mode os.FileMode, content func(io.Writer) error) error {
	var b bytes.Buffer
	if err := content(&b); err != nil {
		return err
	}
	if err := durable.Write(path, mode, b.Bytes()); err != nil {
		return fmt.Errorf("report write: %w", err)
	}
	return nil
}
