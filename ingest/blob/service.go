package blob

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
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
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/google"

	"dubbelkrona/internal/fetch"
	"dubbelkrona/internal/secret"
)

// store opens the bucket of a service.
type store struct {
	Settings
	root string
	web  *http.Client
}

// opener checks the settings and gives what opens the bucket.
func opener(root string, s Settings) (func(context.Context) (*blob.Bucket, error), error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	web, err := client(root, s)
	if err != nil {
		return nil, err
	}
	in := &store{s, root, web}
	switch s.Service {
	case "gcs":
		return in.openGCS, nil
	case "azure":
		return in.openAzure, nil
	}
	return in.openS3, nil
}

// check says what is wrong with the settings, and refuses those of another
// service: somebody means something by them.
func (s Settings) check() error {
	service := s.Service
	if service == "" {
		service = "s3"
	}
	if service != "s3" && service != "gcs" && service != "azure" {
		return invalid("service: %q is none of s3, gcs and azure", s.Service)
	}
	for _, setting := range []struct {
		key, service string
		isSet        bool
	}{
		{"endpoint", "s3", s.Endpoint != ""}, {"region", "s3", s.Region != ""}, {"access_key", "s3", s.AccessKey.IsSet()}, {"secret_key", "s3", s.SecretKey.IsSet()},
		{"credentials", "gcs", s.Credentials.IsSet()}, {"account", "azure", s.Account != ""}, {"account_key", "azure", s.AccountKey.IsSet()},
	} {
		if setting.isSet && setting.service != service {
			return invalid("%s: it belongs to the service %s and not to %s", setting.key, setting.service, service)
		}
	}
	for key, ref := range map[string]secret.Ref{"access_key": s.AccessKey, "secret_key": s.SecretKey, "credentials": s.Credentials, "account_key": s.AccountKey} {
		if !ref.IsSet() {
			continue
		}
		if err := ref.Check(); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
	}
	switch {
	case s.Bucket == "":
		return invalid("bucket is missing")
	case s.AccessKey.IsSet() != s.SecretKey.IsSet():
		return invalid("access_key and secret_key belong together")
	case service == "azure" && s.Account == "":
		return invalid("account is missing")
	}
	return checkEndpoint(s.Endpoint)
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
	if u.Scheme != "https" && !(u.Scheme == "http" && fetch.Loopback(u.Hostname())) {
		return invalid("endpoint: https is required, since credentials and data go there")
	}
	return nil
}

func (s *store) openS3(ctx context.Context) (*blob.Bucket, error) {
	config, err := s.s3Config(ctx)
	if err != nil {
		return nil, err
	}
	client := s3.NewFromConfig(config, func(o *s3.Options) {
		if s.Endpoint != "" {
			o.BaseEndpoint, o.UsePathStyle = aws.String(s.Endpoint), true
		}
		// Stores other than that of AWS often have no checksum; the length and
		// the transport's own protection remain.
		o.DisableLogOutputChecksumValidationSkipped = true
	})
	bucket, err := s3blob.OpenBucket(ctx, client, s.Bucket, nil)
	if err != nil {
		return nil, classified(ctx, err)
	}
	return bucket, nil
}

// s3Config asks neither environment nor home folder where the settings name
// the keys.
func (s *store) s3Config(ctx context.Context) (aws.Config, error) {
	region := s.Region
	if region == "" {
		region = "eu-north-1"
	}
	if !s.AccessKey.IsSet() {
		config, err := awsconfig.LoadDefaultConfig(ctx, awsconfig.WithRegion(region), awsconfig.WithHTTPClient(s.web))
		if err != nil {
			return config, invalid("the machine's own configuration for S3 cannot be read")
		}
		return config, nil
	}
	id, err := s.AccessKey.Reveal(s.root)
	if err != nil {
		return aws.Config{}, fmt.Errorf("access_key: %w", err)
	}
	key, err := s.SecretKey.Reveal(s.root)
	if err != nil {
		return aws.Config{}, fmt.Errorf("secret_key: %w", err)
	}
	return aws.Config{Region: region, HTTPClient: s.web, Credentials: credentials.NewStaticCredentialsProvider(id.Expose(), key.Expose(), "")}, nil
}

func (s *store) openGCS(ctx context.Context) (*blob.Bucket, error) {
	ctx = context.WithValue(ctx, oauth2.HTTPClient, s.web)
	var found *google.Credentials
	var err error
	const scope = "https://www.googleapis.com/auth/devstorage.read_only"
	if s.Credentials.IsSet() {
		text, err := s.Credentials.Reveal(s.root)
		if err != nil {
			return nil, fmt.Errorf("credentials: %w", err)
		}
		if found, err = google.CredentialsFromJSONWithType(ctx, []byte(text.Expose()), google.ServiceAccount, scope); err != nil {
			return nil, invalid("credentials: no JSON of a service account")
		}
	} else if found, err = google.FindDefaultCredentials(ctx, scope); err != nil {
		return nil, invalid("credentials: the machine has none of its own for gcs; name them")
	}
	client, err := gcp.NewHTTPClient(s.web.Transport, gcp.CredentialsTokenSource(found))
	if err != nil {
		return nil, classified(ctx, err)
	}
	bucket, err := gcsblob.OpenBucket(ctx, client, s.Bucket, nil)
	if err != nil {
		return nil, classified(ctx, err)
	}
	return bucket, nil
}

func (s *store) openAzure(ctx context.Context) (*blob.Bucket, error) {
	address := fmt.Sprintf("https://%s.blob.core.windows.net/%s", s.Account, s.Bucket)
	client, err := s.azureClient(address)
	if err != nil {
		return nil, err
	}
	bucket, err := azureblob.OpenBucket(ctx, client, nil)
	if err != nil {
		return nil, invalid("account or bucket are no names that azure knows")
	}
	return bucket, nil
}

func (s *store) azureClient(address string) (*container.Client, error) {
	options := azcore.ClientOptions{Transport: s.web}
	if s.AccountKey.IsSet() {
		key, err := s.AccountKey.Reveal(s.root)
		if err != nil {
			return nil, fmt.Errorf("account_key: %w", err)
		}
		shared, err := container.NewSharedKeyCredential(s.Account, key.Expose())
		if err != nil {
			return nil, invalid("account_key: no key of a storage account")
		}
		return container.NewClientWithSharedKeyCredential(address, shared, &container.ClientOptions{ClientOptions: options})
	}
	own, err := azidentity.NewDefaultAzureCredential(&azidentity.DefaultAzureCredentialOptions{ClientOptions: options})
	if err != nil {
		return nil, invalid("account_key: the machine has no identity of its own for azure; name a key")
	}
	return container.NewClient(address, own, &container.ClientOptions{ClientOptions: options})
}
