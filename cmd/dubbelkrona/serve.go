package main

import (
	"fmt"
	"log/slog"

	"dubbelkrona/internal/serving"

	"github.com/spf13/cobra"
)

func serveCommand(p *program) *cobra.Command {
	var address string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve what is published over HTTP",
		Long: `Serves the page of what is published at /, the state of the project at /status,
the released snapshots as DuckDB files at /snapshot, the exports at /exports/ and
a JSON API at /api/v1/, which /api/v1/openapi.json describes, until it is stopped.
It reads the released copy alone and changes nothing. The daemon (dubbelkrona
schedule) serves the same at watch.listen.

It listens on this machine only, unless serve.tokens names a file with the hashes
of the tokens of those who may read.`,
		Example: "  dubbelkrona serve --project my-municipality\n  dubbelkrona serve token power-bi --project my-municipality",
		RunE: func(cmd *cobra.Command, _ []string) error {
			project, err := p.configuration()
			if err != nil {
				return err
			}
			return serving.Run(cmd.Context(), project, address, serving.Program{Version: generator(), Now: p.now, Log: p.logger(project.Watch.Log, slog.LevelDebug)})
		},
	}
	cmd.Flags().StringVar(&address, "listen", "", "address to listen on; default serve.listen, which is 127.0.0.1:8620 unless configured")
	cmd.AddCommand(serveTokenCommand(p))
	return cmd
}

func serveTokenCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "token NAME",
		Short: "Make a token for a reader, and print it once",
		Long: `Makes a token for a reader, prints it and appends its hash to the file that
serve.tokens names. The token is kept nowhere. To withdraw it, remove the line
with its name from the file; that has effect at once.`,
		Example: "  dubbelkrona serve token power-bi --project my-municipality",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			project, err := p.configuration()
			if err != nil {
				return err
			}
			token, err := serving.AddToken(project, args[0])
			if err != nil {
				return err
			}
			fmt.Fprintln(p.stdout, token)
			return nil
		},
	}
}
