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

// azureResource is what tokens for storage accounts are made out to.
const azureResource = "https://storage.azure.com"

// machineIdentity is the managed identity of a machine in Azure, or of one that
// Azure Arc knows. AZURE_CLIENT_ID names the one that is meant if it has
// several.
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
		return nil, dubbelkrona.Invalidf("account_key is missing, and what the environment says of the machine's identity is faulty; name a key")
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

// noIdentity is the error of a machine that gives no token. The library has
// tried again by itself.
type noIdentity struct{}

// Error implements error.
func (noIdentity) Error() string { return "no managed identity" }

// NonRetriable keeps the storage's library from asking again.
func (noIdentity) NonRetriable() {}

// checkIdentity refuses what the environment names for azure and nobody reads.
func checkIdentity() error {
	for _, name := range []string{"AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_FEDERATED_TOKEN_FILE"} {
		if os.Getenv(name) != "" {
			return dubbelkrona.Invalidf("account_key is missing, and %s of the environment is not used any more; name the storage account's key with account_key,"+
				" or unset it and give the machine a managed identity", name)
		}
	}
	return nil
}
