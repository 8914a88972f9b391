package main

import (
	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/upkeep"
	"dubbelkrona/transform"

	"github.com/spf13/cobra"
)

func backupCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "backup DIR",
		Short: "Copy the project to a new folder, without the key",
		Long: `Copies ledger, lake, published snapshot, configuration, queries and parameters
as they are at one moment, also while a run is in progress, and verifies each
file. THE KEY IS NOT INCLUDED: back it up in another place, since whoever has
both key and data can identify persons. Source files are not included either. A
person who is erased by forget later is still in the backup: delete backups
within the time that you have promised.`,
		Example: "  dubbelkrona backup /backup/2026-06-30 --project my-municipality",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			project, m, err := kept(cmd.Context(), p, func(k *upkeep.Keeper) (upkeep.Manifest, error) { return k.Backup(cmd.Context(), args[0]) })
			if err != nil {
				return err
			}
			l := language(project)
			var bytes int64
			for _, f := range m.Files {
				bytes += f.Bytes
			}
			p.say(l.Pick("Säkerhetskopierat: %s filer, %s byte till %s\n", "Backed up: %s files, %s bytes to %s\n"), l.Number(int64(len(m.Files))), l.Number(bytes), args[0])
			if m.Snapshot == "" {
				p.say("%s\n", l.Pick("Utan ögonblicksbild: kör `dubbelkrona rebuild` efter återställning", "Without a snapshot: run `dubbelkrona rebuild` after restoring"))
			}
			path, err := project.KeyPath()
			if err != nil {
				return err
			}
			p.say(l.Pick("NYCKELN INGÅR INTE. Säkerhetskopiera %s för sig (fingeravtryck %s)\n", "THE KEY IS NOT INCLUDED. Back up %s in another place (fingerprint %s)\n"), path, m.Key)
			return nil
		},
	}
}

func restoreCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "restore DIR",
		Short: "Restore a project from a backup",
		Long: `Copies a backup into the folder that --project names, which must be empty or not
exist, and verifies every file. Then put the key where the configuration says;
without it nothing new can be read.`,
		Example: "  dubbelkrona restore /backup/2026-06-30 --project my-municipality\n  dubbelkrona verify --project my-municipality",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			publishing := upkeep.Publishing{File: 0o600, Folder: 0o700}
			if backed, faults := config.Load(args[0]); len(faults) == 0 {
				publishing.File, publishing.Folder = backed.Modes()
				publishing.Persons = backed.WithPersons()
			}
			m, err := upkeep.Restore(args[0], p.project, publishing)
			if err != nil {
				return err
			}
			project, err := p.configuration()
			if err != nil {
				return err
			}
			l := language(project)
			p.say(l.Pick("Återställt: %s, %s filer, så som det var %s\n", "Restored: %s, %s files, as it was at %s\n"), project.Shown("."), l.Number(int64(len(m.Files))), m.Made.Format("2006-01-02 15:04:05 MST"))
			return reportKey(p, project, m)
		},
	}
}

// reportKey prints whether the key of a restored project is in its place.
func reportKey(p *program, project *config.Project, m upkeep.Manifest) error {
	path, err := project.KeyPath()
	if err != nil || m.Key == "" {
		return err
	}
	l := language(project)
	key, err := transform.LoadKey(path, project.Root)
	switch {
	case err == nil && key.Fingerprint() == m.Key:
		p.say(l.Pick("Nyckeln %s är rätt\n", "The key %s is the right one\n"), path)
	case err == nil || dubbelkrona.KindOf(err) == dubbelkrona.NotFound:
		p.say(l.Pick("NYCKELN SAKNAS: lägg den med fingeravtryck %s i %s\n", "THE KEY IS MISSING: put the one with fingerprint %s at %s\n"), m.Key, path)
	default:
		return err
	}
	return nil
}
