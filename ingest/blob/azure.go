package blob

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/storage/azblob/container"

	"dubbelkrona"
)

// azurePage is the number of objects that Azure lists per request, as S3 does.
const azurePage int32 = 1000

// azure opens the container without contacting the service.
func (s service) azure() (bucket, error) {
	address := fmt.Sprintf("https://%s.blob.core.windows.net/%s", s.Account, s.Bucket)
	options := azcore.ClientOptions{Transport: s.web}
	if !s.AccountKey.IsSet() {
		return azureOpened(container.NewClient(address, newMachineIdentity(s.web), &container.ClientOptions{ClientOptions: options}))
	}
	key, err := s.AccountKey.Reveal(s.root)
	if err != nil {
		return nil, fmt.Errorf("account_key: %w", err)
	}
	shared, err := container.NewSharedKeyCredential(s.Account, key.Expose())
	if err != nil {
		return nil, dubbelkrona.Invalidf("account_key: this is not the key of a storage account")
	}
	return azureOpened(container.NewClientWithSharedKeyCredential(address, shared, &container.ClientOptions{ClientOptions: options}))
}

func azureOpened(c *container.Client, err error) (bucket, error) {
	if err != nil {
		return nil, dubbelkrona.Invalidf("account or bucket: this is not a valid name in azure")
	}
	return azureBucket{c}, nil
}

// azureBucket implements bucket for a container of Azure.
type azureBucket struct {
	client *container.Client
}

func (b azureBucket) list(ctx context.Context, prefix string, each func(entry) bool) error {
	size := azurePage
	pages := b.client.NewListBlobsFlatPager(&container.ListBlobsFlatOptions{Prefix: &prefix, MaxResults: &size})
	for pages.More() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return err
		}
		if page.Segment == nil {
			return errors.New("a page without objects")
		}
		for _, found := range page.Segment.BlobItems {
			if found.Properties == nil {
				return errors.New("an object without properties")
			}
			of := found.Properties
			if !each(entry{known(found.Name), known(of.ContentLength), known(of.LastModified), of.ContentMD5}) {
				return nil
			}
		}
	}
	return nil
}

func (b azureBucket) stat(ctx context.Context, key string) (entry, error) {
	found, err := b.client.NewBlobClient(key).GetProperties(ctx, nil)
	if err != nil {
		return entry{}, err
	}
	return entry{key, known(found.ContentLength), known(found.LastModified), found.ContentMD5}, nil
}

func (b azureBucket) open(ctx context.Context, key string) (io.ReadCloser, error) {
	found, err := b.client.NewBlobClient(key).DownloadStream(ctx, nil)
	if err != nil {
		return nil, err
	}
	return found.Body, nil
}

// known returns *p, or the zero value if p is nil.
func known[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

// azureStatus returns the HTTP status of an Azure error, 0 if it has none.
func azureStatus(err error) int {
	var answer *azcore.ResponseError
	if errors.As(err, &answer) {
		return answer.StatusCode
	}
	return 0
}
