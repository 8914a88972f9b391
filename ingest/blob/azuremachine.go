package blob

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"

	"dubbelkrona"
)

const (
	// azureResource is the audience of tokens for storage accounts.
	azureResource = "https://storage.azure.com"
	// metadataService gives virtual machines their tokens:
	// https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
	metadataService = "http://169.254.169.254/metadata/identity/oauth2/token"
	// maxToken is the max length in bytes of an answer with a token.
	maxToken = 1 << 20
)

// errNoIdentity is the error of a machine without a token.
var errNoIdentity = errors.New("no managed identity")

// machineIdentity is the managed identity of a machine, an app or a container
// in Azure. AZURE_CLIENT_ID selects one if there are several.
type machineIdentity struct {
	service runtime.Pipeline
}

// newMachineIdentity makes the identity with the retries that Azure recommends.
// Together they last longer than the 70 seconds after which a service that
// answers 410 is available again.
func newMachineIdentity(web *http.Client) machineIdentity {
	return machineIdentity{runtime.NewPipeline("dubbelkrona", "", runtime.PipelineOptions{}, &policy.ClientOptions{
		Transport: web,
		Telemetry: policy.TelemetryOptions{Disabled: true},
		Retry: policy.RetryOptions{MaxRetries: 5, RetryDelay: 2 * time.Second, TryTimeout: time.Minute, ShouldRetry: func(resp *http.Response, err error) bool {
			return err != nil || resp.StatusCode >= 500 ||
				runtime.HasStatusCode(resp, http.StatusNotFound, http.StatusRequestTimeout, http.StatusGone, http.StatusTooManyRequests)
		}},
	})}
}

// GetToken implements azcore.TokenCredential.
func (m machineIdentity) GetToken(ctx context.Context, _ policy.TokenRequestOptions) (azcore.AccessToken, error) {
	token, err := m.token(ctx)
	if err != nil {
		return azcore.AccessToken{}, errNoIdentity
	}
	return token, nil
}

// token requests a token. Its errors may contain secrets.
func (m machineIdentity) token(ctx context.Context) (token azcore.AccessToken, err error) {
	req, err := tokenRequest(ctx)
	if err != nil {
		return token, err
	}
	resp, err := m.service.Do(req)
	if err != nil {
		return token, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return token, errors.New(resp.Status)
	}
	var answer struct {
		AccessToken string      `json:"access_token"`
		ExpiresOn   json.Number `json:"expires_on"` // seconds since 1970, as a text or a number
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, maxToken)).Decode(&answer); err != nil {
		return token, err
	}
	if answer.AccessToken == "" {
		return token, errors.New("an answer without a token")
	}
	expires, err := answer.ExpiresOn.Int64()
	return azcore.AccessToken{Token: answer.AccessToken, ExpiresOn: time.Unix(expires, 0)}, err
}

// tokenRequest asks the service that the environment names, as App Service and
// Container Apps do, or the metadata service of virtual machines.
func tokenRequest(ctx context.Context) (*policy.Request, error) {
	address, version, header, value := metadataService, "2018-02-01", "Metadata", "true"
	if endpoint, secret := appIdentity(); endpoint != "" {
		address, version, header, value = endpoint, "2019-08-01", "X-IDENTITY-HEADER", secret
	}
	req, err := runtime.NewRequest(ctx, http.MethodGet, address)
	if err != nil {
		return nil, err
	}
	runtime.SkipBodyDownload(req) // a download has no limit
	query := req.Raw().URL.Query()
	query.Set("api-version", version)
	query.Set("resource", azureResource)
	if id := os.Getenv("AZURE_CLIENT_ID"); id != "" {
		query.Set("client_id", id)
	}
	req.Raw().URL.RawQuery = query.Encode()
	req.Raw().Header.Set(header, value)
	return req, nil
}

// appIdentity returns the address and the secret of the service that gives apps
// and containers their tokens, "" for a virtual machine:
// https://learn.microsoft.com/azure/app-service/overview-managed-identity
func appIdentity() (endpoint, secret string) {
	endpoint, secret = os.Getenv("IDENTITY_ENDPOINT"), os.Getenv("IDENTITY_HEADER")
	if endpoint == "" || secret == "" {
		return "", ""
	}
	return endpoint, secret
}

// checkIdentity returns an Invalid error if the environment has credentials for
// azure that are no longer used.
func checkIdentity() error {
	for _, name := range []string{"AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_FEDERATED_TOKEN_FILE"} {
		if os.Getenv(name) != "" {
			return dubbelkrona.Invalidf("account_key is missing, and %s in the environment is no longer used; set account_key to the storage account's key,"+
				" or unset it and give the machine a managed identity", name)
		}
	}
	app, _ := appIdentity()
	for _, former := range []struct {
		name, service string
		found         bool
	}{
		{"IDENTITY_SERVER_THUMBPRINT", "Service Fabric", os.Getenv("IDENTITY_SERVER_THUMBPRINT") != ""},
		{"IMDS_ENDPOINT", "Azure Arc", os.Getenv("IMDS_ENDPOINT") != "" && os.Getenv("IDENTITY_ENDPOINT") != "" && app == ""},
		{"MSI_ENDPOINT", "Azure Machine Learning or Cloud Shell", os.Getenv("MSI_ENDPOINT") != "" && app == ""},
	} {
		if former.found {
			return dubbelkrona.Invalidf("account_key is missing, and the managed identity of %s, which %s in the environment indicates, is no longer supported;"+
				" set account_key to the storage account's key", former.service, former.name)
		}
	}
	return nil
}
