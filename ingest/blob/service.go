package blob

import (
	"context"
	"fmt"
	"net"
	"net/url"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/Azure/azure-sdk-for-go/sdk/storage/azblob/container"
	"github.com/aws/aws-sdk-go-v2/aws"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"gocloud.dev/blob"
	"gocloud.dev/blob/azureblob"
	"gocloud.dev/blob/gcsblob"
	"gocloud.dev/blob/s3blob"
	"gocloud.dev/gcp"
	"golang.org/x/oauth2/google"

	"dubbelkrona/internal/secret"
)

// opener checks the settings and gives what opens the bucket.
func opener(root string, s Settings) (func(context.Context) (*blob.Bucket, error), error) {
	if s.Bucket == "" {
		return nil, invalid("bucket is missing")
	}
	for key, ref := range map[string]secret.Ref{"access_key": s.AccessKey, "secret_key": s.SecretKey, "credentials": s.Credentials, "account_key": s.AccountKey} {
		if !ref.IsSet() {
			continue
		}
		if err := ref.Check(); err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
	}
	if s.AccessKey.IsSet() != s.SecretKey.IsSet() {
		return nil, invalid("access_key and secret_key belong together")
	}
	if err := checkEndpoint(s.Endpoint); err != nil {
		return nil, err
	}
	switch s.Service {
	case "", "s3":
		return func(ctx context.Context) (*blob.Bucket, error) { return openS3(ctx, root, s) }, nil
	case "gcs":
		return func(ctx context.Context) (*blob.Bucket, error) { return openGCS(ctx, root, s) }, nil
	case "azure":
		if s.Account == "" {
			return nil, invalid("account is missing")
		}
		return func(ctx context.Context) (*blob.Bucket, error) { return openAzure(root, s) }, nil
	}
	return nil, invalid("service: %q is none of s3, gcs and azure", s.Service)
}

// checkEndpoint lets plain http be spoken with this machine alone.
func checkEndpoint(address string) error {
	if address == "" {
		return nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" {
		return invalid("endpoint: an address such as https://s3.example.se, without user and query")
	}
	ip := net.ParseIP(u.Hostname())
	local := u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
	if u.Scheme != "https" && !(u.Scheme == "http" && local) {
		return invalid("endpoint: https is required, since credentials and data go there")
	}
	return nil
}

func openS3(ctx context.Context, root string, s Settings) (*blob.Bucket, error) {
	region := s.Region
	if region == "" {
		region = "eu-north-1"
	}
	load := []func(*awsconfig.LoadOptions) error{awsconfig.WithRegion(region)}
	if s.AccessKey.IsSet() {
		id, err := s.AccessKey.Reveal(root)
		if err != nil {
			return nil, fmt.Errorf("access_key: %w", err)
		}
		key, err := s.SecretKey.Reveal(root)
		if err != nil {
			return nil, fmt.Errorf("secret_key: %w", err)
		}
		load = append(load, awsconfig.WithCredentialsProvider(credentials.NewStaticCredentialsProvider(id.Expose(), key.Expose(), "")))
	}
	config, err := awsconfig.LoadDefaultConfig(ctx, load...)
	if err != nil {
		return nil, invalid("the machine's own configuration for S3 cannot be read")
	}
	client := s3.NewFromConfig(config, func(o *s3.Options) {
		if s.Endpoint != "" {
			o.BaseEndpoint, o.UsePathStyle = aws.String(s.Endpoint), true
		}
	})
	bucket, err := s3blob.OpenBucket(ctx, client, s.Bucket, nil)
	if err != nil {
		return nil, classified(ctx, err)
	}
	return bucket, nil
}

func openGCS(ctx context.Context, root string, s Settings) (*blob.Bucket, error) {
	var found *google.Credentials
	var err error
	const scope = "https://www.googleapis.com/auth/devstorage.read_only"
	if s.Credentials.IsSet() {
		text, err := s.Credentials.Reveal(root)
		if err != nil {
			return nil, fmt.Errorf("credentials: %w", err)
		}
		if found, err = google.CredentialsFromJSONWithType(ctx, []byte(text.Expose()), google.ServiceAccount, scope); err != nil {
			return nil, invalid("credentials: no JSON of a service account")
		}
	} else if found, err = google.FindDefaultCredentials(ctx, scope); err != nil {
		return nil, invalid("credentials: the machine has none of its own for gcs; name them")
	}
	client, err := gcp.NewHTTPClient(gcp.DefaultTransport(), gcp.CredentialsTokenSource(found))
	if err != nil {
		return nil, classified(ctx, err)
	}
	bucket, err := gcsblob.OpenBucket(ctx, client, s.Bucket, nil)
	if err != nil {
		return nil, classified(ctx, err)
	}
	return bucket, nil
}

func openAzure(root string, s Settings) (*blob.Bucket, error) {
	address := fmt.Sprintf("https://%s.blob.core.windows.net/%s", s.Account, s.Bucket)
	client, err := azureClient(root, address, s)
	if err != nil {
		return nil, err
	}
	bucket, err := azureblob.OpenBucket(context.Background(), client, nil)
	if err != nil {
		return nil, invalid("account or bucket are no names that azure knows")
	}
	return bucket, nil
}

func azureClient(root, address string, s Settings) (*container.Client, error) {
	if s.AccountKey.IsSet() {
		key, err := s.AccountKey.Reveal(root)
		if err != nil {
			return nil, fmt.Errorf("account_key: %w", err)
		}
		shared, err := container.NewSharedKeyCredential(s.Account, key.Expose())
		if err != nil {
			return nil, invalid("account_key: no key of a storage account")
		}
		return container.NewClientWithSharedKeyCredential(address, shared, nil)
	}
	own, err := azidentity.NewDefaultAzureCredential(nil)
	if err != nil {
		return nil, invalid("account_key: the machine has no identity of its own for azure; name a key")
	}
	return container.NewClient(address, own, nil)
}
