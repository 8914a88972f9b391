package config

import (
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestServe(t *testing.T) {
	p, faults := load(t, "project: tierp\n")
	if faults != nil || p.Serve.Address() != "127.0.0.1:8620" || p.NeedsToken() || p.TokenFile() != "" || !p.Serve.LogsAddresses() {
		t.Errorf("%v %+v", faults, p.Serve)
	}
	p, faults = load(t, `project: tierp
serve:
  listen: 0.0.0.0:8620
  tokens: ../tokens
  proxies: [127.0.0.1, 10.1.2.3/8, "2001:db8::/32"]
  hosts: [varde.tierp.se]
  access_log: {addresses: false}
watch: {listen: 0.0.0.0:8610}
`)
	want := []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("2001:db8::/32")}
	if faults != nil || !p.NeedsToken() || p.TokenFile() != filepath.Join(filepath.Dir(p.Root), "tokens") || p.Serve.LogsAddresses() || !slices.Equal(p.Serve.ProxyRanges(), want) {
		t.Errorf("%v %+v", faults, p.Serve)
	}
}

func TestServeFaults(t *testing.T) {
	for text, want := range map[string]string{
		"listen: 0.0.0.0:8620":       "2:17: serve.listen: 0.0.0.0:8620 can be reached from other machines",
		"listen: 8620":               "serve.listen",
		"proxies: [10.0.0.0/40]":     "serve.proxies: \"10.0.0.0/40\" is neither",
		"proxies: [proxy.tierp.se]":  "serve.proxies",
		"hosts: [\"a.se:8620\"]":     "serve.hosts",
		"hosts: [\"*\"]":             "serve.hosts",
		"tokens: publish/tokens":     "serve.tokens: publish/tokens is in publish/",
		"tokens: ./var/../publish/t": "serve.tokens",
	} {
		_, faults := load(t, "project: p\nserve: {"+text+"}\n")
		if all := strings.Join(faults, "\n"); !strings.Contains(all, want) {
			t.Errorf("%s:\n%s\nwant %s", text, all, want)
		}
	}
}
