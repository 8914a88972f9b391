package web

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// client is who sent a request, as far as it is known.
type client struct {
	address string // without a port; empty if it is not an IP address
	scheme  string
	host    string
}

// client returns who sent a request. What X-Forwarded-For, -Proto and -Host say is
// believed only if a configured proxy sent it: of the addresses the last that is not
// a proxy's, of the others the last value, which is the one that the nearest proxy has
// written.
func (s *Server) client(r *http.Request) client {
	c := client{scheme: "http", host: r.Host}
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return c
	}
	address := peer.Addr().Unmap()
	if !s.isProxy(address) {
		c.address = address.String()
		return c
	}
	for _, text := range slices.Backward(values(r, "X-Forwarded-For")) {
		before, err := netip.ParseAddr(text)
		if err != nil {
			break
		}
		if address = before.Unmap(); !s.isProxy(address) {
			break
		}
	}
	c.address = address.WithZone("").String()
	if all := values(r, "X-Forwarded-Proto"); len(all) > 0 && all[len(all)-1] == "https" {
		c.scheme = "https"
	}
	if all := values(r, "X-Forwarded-Host"); len(all) > 0 {
		c.host = all[len(all)-1]
	}
	return c
}

func (s *Server) isProxy(a netip.Addr) bool {
	return slices.ContainsFunc(s.options.Proxies, func(p netip.Prefix) bool { return p.Contains(a) })
}

// values returns the values of a header that is a list, in all its lines.
func values(r *http.Request, name string) (all []string) {
	for _, line := range r.Header.Values(name) {
		for value := range strings.SplitSeq(line, ",") {
			all = append(all, strings.TrimSpace(value))
		}
	}
	return all
}
