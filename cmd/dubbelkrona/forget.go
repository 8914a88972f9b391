package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/upkeep"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

func forgetCommand(p *program) *cobra.Command {
	var pseudonyms []string
	var other bool
	cmd := &cobra.Command{
		Use:   "forget",
		Short: "Erase a person everywhere, and verify it",
		Long: `Erases persons by identity number, or by pseudonym as the data has it. Numbers
are read from standard input, one per line, never from the command line, where
others could see them.

Their rows are removed from every segment of the lake, also replaced ones, from
all snapshots and builds, and from what is published, which is built again. A
sole trader's postings are kept, under a token that identifies nobody. Later
deliveries leave the person out. At the end every byte in var/ and publish/ is
searched, also inside Parquet and DuckDB files; if a person is found the command
fails. Backups, source files and copies that others have made are your
responsibility.`,
		Example: `  dubbelkrona forget --project my-municipality < number.txt
  dubbelkrona forget --project my-municipality --pseudonym 0f1e2d3c4b5a69788796a5b4c3d2e1f0`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			who := upkeep.Forgetting{Pseudonyms: pseudonyms}
			if len(pseudonyms) == 0 {
				numbers, err := readNumbers(p)
				if err != nil {
					return err
				}
				if who.Numbers = numbers; other {
					who.Numbers, who.OtherIDs = nil, numbers
				}
			}
			project, f, err := kept(cmd.Context(), p, func(k *upkeep.Keeper) (upkeep.Forgotten, error) { return k.Forget(cmd.Context(), who) })
			if f.Searched.Files > 0 {
				p.sayForgotten(project, f)
			}
			if err == nil && f.Report.Snapshot != "" {
				p.say(language(project).Pick("Publicerat på nytt: %s (ögonblicksbild %s)\n", "Published again: %s (snapshot %s)\n"), project.Shown("publish/impact.duckdb"), f.Report.Snapshot)
			}
			return err
		},
	}
	cmd.Flags().StringArrayVar(&pseudonyms, "pseudonym", nil, "pseudonym, 32 hexadecimal digits, or a sole trader's token; may be repeated")
	cmd.Flags().BoolVar(&other, "other-id", false, "the lines are a source's own numbers of persons (as: other_id)")
	return cmd
}

// sayForgotten prints what was erased and searched, also if the search found
// something.
func (p *program) sayForgotten(project *config.Project, f upkeep.Forgotten) {
	l := language(project)
	p.say(l.Pick("Raderat: %s rader i %s filer\n", "Erased: %s rows in %s files\n"), l.Number(f.Rows), l.Number(int64(f.Files)))
	p.say(l.Pick("Genomsökt: %s filer (%s byte), varav %s också uppackade; funnet i %s\n", "Searched: %s files (%s bytes), %s of them decoded as well; found in %s\n"),
		l.Number(int64(f.Searched.Files)), l.Number(f.Searched.Bytes), l.Number(int64(f.Searched.Values)), l.Number(int64(len(f.Searched.Found))))
}

// noArguments refuses arguments without repeating them: one may be an identity
// number.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("%s takes no arguments: the number is read from standard input", cmd.Name())
	}
	return nil
}

// maxNumbers is the max length of a list of numbers, in bytes.
const maxNumbers = 1 << 20

// readNumbers reads numbers from standard input, one per line; on a terminal one
// number, without echo.
func readNumbers(p *program) ([]string, error) {
	file, ok := p.stdin.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return readLines(p.stdin)
	}
	fmt.Fprint(p.stderr, "personnummer: ")
	text, err := term.ReadPassword(int(file.Fd()))
	fmt.Fprintln(p.stderr)
	if err != nil {
		return nil, errors.New("standard input cannot be read")
	}
	return numberLines(text)
}

// readLines reads numbers, one per line.
func readLines(r io.Reader) ([]string, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxNumbers+1))
	if err != nil {
		return nil, errors.New("the list of numbers cannot be read")
	}
	return numberLines(text)
}

func numberLines(text []byte) ([]string, error) {
	if len(text) > maxNumbers {
		return nil, usage(errors.New("the list of numbers is longer than 1 MiB; split it"))
	}
	var lines []string
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return nil, dubbelkrona.Invalidf("the list has no number; write one per line, or use --pseudonym")
	}
	return lines, nil
}
