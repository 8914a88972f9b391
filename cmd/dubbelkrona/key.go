package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/session"
	"dubbelkrona/transform"

	"github.com/spf13/cobra"
)

func keyCommand(p *program) *cobra.Command {
	group := &cobra.Command{
		Use:   "key",
		Short: "Make and inspect the pseudonymisation key",
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	group.AddCommand(&cobra.Command{
		Use:   "new",
		Short: "Make the project's key",
		Long: `Makes a random key in the file that the project's configuration names, outside
the project and readable only by you. Keep a copy of it in another place than
the data: without the key, new deliveries cannot be joined with old ones.`,
		Example: "  dubbelkrona key new --project my-municipality",
		RunE: func(cmd *cobra.Command, _ []string) error {
			project, err := p.configuration()
			if err != nil {
				return err
			}
			if err := session.WithoutData(cmd.Context(), project); err != nil {
				return err
			}
			path, err := newKey(project)
			if err != nil {
				return err
			}
			p.say("%s: %s\n", language(project).Pick("Ny nyckel", "New key"), path)
			return nil
		},
	}, &cobra.Command{
		Use:     "show",
		Short:   "Show where the key is and its fingerprint, never the key",
		Example: "  dubbelkrona key show --project my-municipality",
		RunE: func(*cobra.Command, []string) error {
			project, err := p.configuration()
			if err != nil {
				return err
			}
			path, err := project.KeyPath()
			if err != nil {
				return err
			}
			key, err := transform.LoadKey(path, project.Root)
			if err != nil {
				return errors.Join(err, project.FormerKey(path))
			}
			_, err = fmt.Fprintf(p.stdout, "%s\n%s\n", path, key.Fingerprint())
			return err
		},
	}, keyRotateCommand(p))
	return group
}

func newKey(project *config.Project) (string, error) {
	path, err := project.KeyPath()
	if err != nil {
		return "", err
	}
	if err := project.Outside(path); err != nil {
		return "", err
	}
	key, err := transform.NewKey(rand.Reader)
	if err != nil {
		return "", err
	}
	return path, key.WriteKeyFile(path)
}

// ensureKey makes a key unless there is one.
func ensureKey(project *config.Project) error {
	path, err := project.KeyPath()
	if err != nil {
		return err
	}
	if _, err := os.Lstat(path); err == nil {
		return nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return dubbelkrona.Invalidf("key %s: %w", path, err)
	}
	_, err = newKey(project)
	return err
}
