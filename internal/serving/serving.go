// Package serving opens the HTTP server of a project as its configuration says, for
// `dubbelkrona serve` and for the daemon, which serve the same.
package serving

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/bundle"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/session"
	"dubbelkrona/internal/token"
	"dubbelkrona/internal/web"
)

// Program is what serving needs from the program around it.
type Program struct {
	Version string // its name and version
	Now     func() time.Time
	Log     *slog.Logger
}

// Options returns the options of a project's server, which the caller completes with
// Listen and Setting, and with Beat if there is a scheduler.
func Options(project *config.Project, p Program) (web.Options, error) {
	o := web.Options{
		Proxies: project.Serve.ProxyRanges(), Hosts: project.Serve.Hosts, Addresses: project.Serve.LogsAddresses(),
		Read:  func(ctx context.Context) (dubbelkrona.Status, error) { return Status(ctx, project, p.Now()) },
		Files: bundle.NewReader(project.Served()), Snapshots: project.Copies(), Version: p.Version, Now: p.Now, Log: p.Log,
	}
	if !project.NeedsToken() {
		return o, nil
	}
	fixed, err := project.Watch.Token.Optional(project.Root, "watch.token")
	if err != nil {
		return o, err
	}
	var always []token.Entry
	if fixed.Expose() != "" {
		always = []token.Entry{token.NewEntry("watch.token", fixed.Expose())}
	}
	// The file is read for each request, so that a token that is withdrawn is refused
	// at once.
	o.Tokens = func() ([]token.Entry, error) {
		if project.TokenFile() == "" {
			return always, nil
		}
		entries, err := token.Read(project.TokenFile(), project.Root)
		if err != nil {
			return nil, fmt.Errorf("serve.tokens: %w", err)
		}
		return append(entries, always...), nil
	}
	return o, nil
}

// Status reads the status of a project. A ledger that is refused is an error.
func Status(ctx context.Context, project *config.Project, now time.Time) (dubbelkrona.Status, error) {
	s, err := published.ReadStatus(ctx, project, now)
	if reason := s.LedgerRefused.EN; err == nil && reason != "" {
		err = fmt.Errorf("%w: %s", session.ErrOtherLedger, reason)
	}
	return s, err
}

// Run serves a project at an address, empty for the configured one, until ctx ends.
func Run(ctx context.Context, project *config.Project, address string, p Program) error {
	o, err := Options(project, p)
	if err != nil {
		return err
	}
	o.Listen, o.Setting = address, "--listen"
	if address == "" {
		o.Listen, o.Setting = project.Serve.Address(), "serve.listen"
	}
	server, err := web.Open(ctx, o)
	if err != nil {
		return err
	}
	p.Log.Info("listening", "address", server.Address.String())
	<-ctx.Done()
	p.Log.Info("stopping")
	return server.Close()
}

// AddToken makes a token for a reader of a project, notes its hash in serve.tokens and
// returns it.
func AddToken(project *config.Project, name string) (string, error) {
	if project.TokenFile() == "" {
		return "", dubbelkrona.Invalidf("serve.tokens: no file is configured; name one outside of the project, such as `serve: {tokens: /etc/dubbelkrona/%s.tokens}`", project.Name)
	}
	return token.Add(project.TokenFile(), project.Root, name)
}
