package config

import (
	"cmp"
	"net"
	"net/netip"
	"path/filepath"
	"regexp"
	"strings"

	"dubbelkrona/internal/fetch"
)

// Serve is the section serve: how what is published is served over HTTP, by
// `dubbelkrona serve` and by the daemon.
type Serve struct {
	// Listen is the address of `dubbelkrona serve`; default 127.0.0.1:8620.
	Listen string `yaml:"listen"`
	// Tokens is the path of a file with the hashes of the tokens of those who may
	// read, absolute or relative to the project. Without it, and without
	// watch.token, everybody who can connect may read.
	Tokens string `yaml:"tokens"`
	// Proxies are the addresses of reverse proxies, such as 127.0.0.1 or
	// 10.0.0.0/8, whose X-Forwarded-For, -Proto and -Host are believed.
	Proxies []string `yaml:"proxies"`
	// Hosts are host names under which it may be requested, beside those of this
	// machine.
	Hosts []string `yaml:"hosts"`
	// AccessLog is what the access log has.
	AccessLog AccessLog `yaml:"access_log"`
}

// AccessLog is the section serve.access_log.
type AccessLog struct {
	// Addresses logs the addresses of clients; default true.
	Addresses *bool `yaml:"addresses"`
}

// DefaultServe is the default address of `dubbelkrona serve`.
const DefaultServe = "127.0.0.1:8620"

// Address returns the address on which `dubbelkrona serve` listens.
func (s *Serve) Address() string { return cmp.Or(s.Listen, DefaultServe) }

// LogsAddresses reports whether the access log has the addresses of clients.
func (s *Serve) LogsAddresses() bool { return s.AccessLog.Addresses == nil || *s.AccessLog.Addresses }

// TokenFile returns the path of the file of tokens; empty if none is configured.
func (p *Project) TokenFile() string {
	switch {
	case p.Serve.Tokens == "":
		return ""
	case filepath.IsAbs(p.Serve.Tokens):
		return filepath.Clean(p.Serve.Tokens)
	}
	return filepath.Join(p.Root, p.Serve.Tokens)
}

// NeedsToken reports whether readers over HTTP must have a token.
func (p *Project) NeedsToken() bool { return p.Serve.Tokens != "" || p.Watch.Token.IsSet() }

// ProxyRanges returns the addresses of the reverse proxies.
func (s *Serve) ProxyRanges() (ranges []netip.Prefix) {
	for _, text := range s.Proxies {
		if r, err := parseRange(text); err == nil { // validate has reported the others
			ranges = append(ranges, r)
		}
	}
	return ranges
}

// parseRange reads an address or a range of addresses.
func parseRange(text string) (netip.Prefix, error) {
	if strings.Contains(text, "/") {
		r, err := netip.ParsePrefix(text)
		return r.Masked(), err
	}
	a, err := netip.ParseAddr(text)
	if err != nil {
		return netip.Prefix{}, err
	}
	return a.Prefix(a.BitLen())
}

// hostForm matches a host name or an address without a port.
var hostForm = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$`)

func (p *Project) validateServe(report reporter) {
	s := &p.Serve
	if host, _, err := net.SplitHostPort(s.Address()); err != nil || !p.NeedsToken() && !fetch.Loopback(host) {
		report("serve.listen", "serve.listen: %s can be reached from other machines; set serve.tokens, or listen on 127.0.0.1 behind a proxy", s.Address())
	}
	for _, text := range s.Proxies {
		if _, err := parseRange(text); err != nil {
			report("serve.proxies", "serve.proxies: %q is neither an address, such as 127.0.0.1, nor a range, such as 10.0.0.0/8", text)
		}
	}
	for _, host := range s.Hosts {
		if !hostForm.MatchString(host) {
			report("serve.hosts", "serve.hosts: %q is no host name in lower-case letters, without a port", host)
		}
	}
	// What is published may be readable by others.
	if rel, err := filepath.Rel(filepath.Join(p.Root, "publish"), p.TokenFile()); s.Tokens != "" && err == nil && !strings.HasPrefix(rel, "..") {
		report("serve.tokens", "serve.tokens: %s is in publish/, which others read; choose a file outside of the project", s.Tokens)
	}
}
