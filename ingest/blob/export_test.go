package blob

import (
	"context"
	"net"
	"net/http"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// Dial makes the place connect to an address for every host name with this suffix.
func (p *Place) Dial(host, address string) {
	transport := p.service.web.Transport.(*http.Transport)
	direct := transport.DialContext
	transport.DialContext = func(ctx context.Context, network, to string) (net.Conn, error) {
		if name, _, err := net.SplitHostPort(to); err == nil && strings.HasSuffix(name, host) {
			to = address
		}
		return direct(ctx, network, to)
	}
}

// MachineToken returns the token of the machine's identity in Azure.
func MachineToken(ctx context.Context, web *http.Client) (azcore.AccessToken, error) {
	return newMachineIdentity(web).GetToken(ctx, policy.TokenRequestOptions{})
}
