package blob

import (
	"context"
	"net/http"
	"os"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/managedidentity"

	"dubbelkrona"
)

// azureResource is the audience of tokens for storage accounts.
const azureResource = "https://storage.azure.com"

// machineIdentity is the managed identity of a machine in Azure or Azure Arc.
// AZURE_CLIENT_ID selects one if there are several.
type machineIdentity struct {
	client managedidentity.Client
}

func newMachineIdentity(web *http.Client) (azcore.TokenCredential, error) {
	id := managedidentity.SystemAssigned()
	if name := os.Getenv("AZURE_CLIENT_ID"); name != "" {
		id = managedidentity.UserAssignedClientID(name)
	}
	c, err := managedidentity.New(id, managedidentity.WithHTTPClient(web))
	if err != nil {
		return nil, dubbelkrona.Invalidf("account_key is missing, and the environment's settings of the managed identity are invalid; set account_key")
	}
	return machineIdentity{c}, nil
}

// GetToken implements azcore.TokenCredential.
func (m machineIdentity) GetToken(ctx context.Context, _ policy.TokenRequestOptions) (azcore.AccessToken, error) {
	got, err := m.client.AcquireToken(ctx, azureResource)
	if err != nil {
		return azcore.AccessToken{}, noIdentity{}
	}
	return azcore.AccessToken{Token: got.AccessToken, ExpiresOn: got.ExpiresOn}, nil
}

// noIdentity is the error of a machine without a token, after the library's own
// retries.
type noIdentity struct{}

// Error implements error.
func (noIdentity) Error() string { return "no managed identity" }

// NonRetriable stops the storage library from retrying.
func (noIdentity) NonRetriable() {}

// checkIdentity returns an Invalid error if the environment has credentials for
// azure that are no longer used.
func checkIdentity() error {
	for _, name := range []string{"AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_FEDERATED_TOKEN_FILE"} {
		if os.Getenv(name) != "" {
			return dubbelkrona.Invalidf("account_key is missing, and %s in the environment is no longer used; set account_key to the storage account's key,"+
				" or unset it and give the machine a managed identity", name)
		}
	}
	return nil
}
