package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"

	"dubbelkrona"
	"dubbelkrona/examples"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/probe"

	"github.com/spf13/cobra"
)

func initCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "init DIR",
		Short: "Write a new project that runs, and make its key",
		Long: `Writes a small project into a new or empty folder: a configuration with every
common kind of source, sample files and a metric of its own. Edit it to describe
your own data.`,
		Example: "  dubbelkrona init my-municipality\n  dubbelkrona run --project my-municipality",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := writeProject(examples.Start(), args[0]); err != nil {
				return err
			}
			if err := setSetting(args[0], "project", projectName(args[0])); err != nil {
				return err
			}
			p.project = args[0]
			project, err := p.configuration()
			if err != nil {
				return err
			}
			if err := ensureKey(project); err != nil {
				return err
			}
			p.say("%s\n\n  dubbelkrona run --project %s\n", project.Shown(config.FileName), args[0])
			return nil
		},
	}
}

// projectName makes a project's name from its folder's.
func projectName(folder string) string {
	abs, err := filepath.Abs(folder)
	if err != nil {
		abs = folder
	}
	return cmp.Or(probe.PlainName(filepath.Base(abs)), "project")
}

// setSetting changes a top-level setting in a project's configuration file and
// leaves the rest of the file unchanged.
func setSetting(folder, key, value string) error {
	path := filepath.Join(folder, config.FileName)
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	line := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(key) + `: \S+`)
	return os.WriteFile(path, line.ReplaceAll(text, []byte(key+": "+value)), 0o600)
}

// writeProject writes an example into a folder that is new or empty.
func writeProject(example fs.FS, folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if len(entries) > 0 {
		return dubbelkrona.Invalidf("%s is not empty; choose a new folder", folder)
	}
	return fs.WalkDir(example, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		target := filepath.Join(folder, filepath.FromSlash(path))
		if d.IsDir() {
			return os.MkdirAll(target, 0o700)
		}
		content, err := fs.ReadFile(example, path)
		if err != nil {
			return fmt.Errorf("example: %w", err)
		}
		return os.WriteFile(target, content, 0o600)
	})
}
