package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"dubbelkrona/internal/config"
	"dubbelkrona/internal/daemon"
	"dubbelkrona/internal/present"
	"dubbelkrona/internal/session"
	"dubbelkrona/internal/strictyaml"
	"dubbelkrona/internal/wording"

	"github.com/spf13/cobra"
)

// program is the state that all commands share: streams, clock and common flags.
// Tests make their own.
type program struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	// terminal is stderr if it is a file, for the progress line; otherwise nil.
	terminal *os.File
	now      func() time.Time
	// fault makes the run fail at a named point; nil outside tests.
	fault func(point string) error

	project string
	json    bool
	quiet   bool

	// workspace is shared by concurrent runs; nil if there is only one run.
	workspace *session.Workspace
	// progress is called as a run proceeds; nil if it is not shown.
	progress func(session.Progress)
	// collectors are the servers that runs are reported to.
	collectors daemon.Collectors
}

// run executes a command line and returns its exit code.
func (p *program) run(ctx context.Context, args []string) int {
	root := p.root()
	root.SetArgs(args)
	root.SetIn(p.stdin)
	p.terminal, _ = p.stderr.(*os.File)
	p.stdout, p.stderr = present.Printable(p.stdout), present.Printable(p.stderr)
	root.SetOut(p.stdout)
	root.SetErr(p.stderr)
	err := root.ExecuteContext(ctx)
	p.collectors.Close(context.WithoutCancel(ctx))
	if err != nil {
		if text := strings.TrimRight(err.Error(), "\n"); text != "" {
			fmt.Fprintln(p.stderr, "dubbelkrona:", text)
		}
		if errors.Is(err, context.Canceled) {
			fmt.Fprintln(p.stderr, "dubbelkrona: stopped; what was committed is kept, and the next run continues from there")
		}
	}
	return exitCode(err)
}

func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "dubbelkrona",
		Short: "Measure what a krona of public purchasing gave back",
		Long: `dubbelkrona ingests contract and employment records, builds a DuckDB snapshot of
them, computes metrics in SQL and publishes both.

Exit codes: 0 done, 1 failed, 2 wrong usage or configuration, 3 partly done,
4 checks blocked publication, 5 another run holds the lock.`,
		Example:       "  dubbelkrona demo\n  dubbelkrona init my-municipality\n  dubbelkrona run --project my-municipality",
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage(fmt.Errorf("unknown command %q; `dubbelkrona --help` lists them", args[0]))
			}
			return cmd.Help()
		},
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usage(fmt.Errorf("%w; see `%s --help`", err, cmd.CommandPath()))
	})
	root.PersistentFlags().StringVar(&p.project, "project", ".", "folder of the project")
	root.PersistentFlags().BoolVarP(&p.quiet, "quiet", "q", false, "print errors only")
	root.AddCommand(initCommand(p), demoCommand(p), checkCommand(p), planCommand(p), runCommand(p), scheduleCommand(p), serveCommand(p), backfillCommand(p), buildCommand(p), publishCommand(p),
		rebuildCommand(p), sourcesCommand(p), probeCommand(p), metricsCommand(p), restatementsCommand(p), testCommand(p), effectsCommand(p), explainCommand(p), reportCommand(p), whatifCommand(p), statusCommand(p), runsCommand(p), keyCommand(p),
		acceptCommand(p), commentCommand(p), gcCommand(p), forgetCommand(p), verifyCommand(p), backupCommand(p), restoreCommand(p), versionCommand(p))
	checkArguments(root)
	return root
}

// checkArguments makes wrong arguments of the commands below parent usage errors. A
// command without Args takes none.
func checkArguments(parent *cobra.Command) {
	for _, cmd := range parent.Commands() {
		check := cmd.Args
		if check == nil {
			check = cobra.NoArgs
		}
		cmd.Args = func(cmd *cobra.Command, args []string) error {
			if err := check(cmd, args); err != nil {
				return usage(fmt.Errorf("%w; see `%s --help`", err, cmd.CommandPath()))
			}
			return nil
		}
		checkArguments(cmd)
	}
}

// withJSON adds the flag --json to a command.
func withJSON(p *program, cmd *cobra.Command) *cobra.Command {
	cmd.Flags().BoolVar(&p.json, "json", false, "print JSON")
	return cmd
}

// configuration reads the project's configuration. If it has faults they are
// printed, and the error is a usage error.
func (p *program) configuration() (*config.Project, error) {
	project, faults := config.Load(p.project)
	if len(faults) > 0 {
		return nil, p.faulty(faults)
	}
	return project, nil
}

// faulty prints every fault and returns a usage error with their number.
func (p *program) faulty(faults []strictyaml.Fault) error {
	strictyaml.Sort(faults)
	for _, f := range faults {
		fmt.Fprintln(p.stderr, f)
	}
	return usage(fmt.Errorf("%d fault(s) in the project", len(faults)))
}

func language(project *config.Project) wording.Language { return wording.Language(project.Language) }

// say prints to standard output, unless --quiet was given.
func (p *program) say(format string, args ...any) {
	if !p.quiet {
		fmt.Fprintf(p.stdout, format, args...)
	}
}
