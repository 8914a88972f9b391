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

// azurePage is how many objects Azure lists at a time, as S3 does.
const azurePage int32 = 1000

// azure opens the container, which asks the service for nothing.
func (s service) azure() (bucket, error) {
	address := fmt.Sprintf("https://%s.blob.core.windows.net/%s", s.Account, s.Bucket)
	options := azcore.ClientOptions{Transport: s.web}
	if !s.AccountKey.IsSet() {
		own, err := newMachineIdentity(s.web)
		if err != nil {
			return nil, err
		}
		return azureOpened(container.NewClient(address, own, &container.ClientOptions{ClientOptions: options}))
	}
	key, err := s.AccountKey.Reveal(s.root)
	if err != nil {
		return nil, fmt.Errorf("account_key: %w", err)
	}
	shared, err := container.NewSharedKeyCredential(s.Account, key.Expose())
	if err != nil {
		return nil, dubbelkrona.Invalidf("account_key: no key of a storage account")
	}
	return azureOpened(container.NewClientWithSharedKeyCredential(address, shared, &container.ClientOptions{ClientOptions: options}))
}

func azureOpened(c *container.Client, err error) (bucket, error) {
	if err != nil {
		return nil, dubbelkrona.Invalidf("account or bucket are no names that azure knows")
	}
	return azureBucket{c}, nil
}

// azureBucket is a container of Azure.
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

// known is what a pointer points to, and zero for none.
func known[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

// azureStatus is the HTTP status that an error of Azure is about, 0 if it is
// about none.
func azureStatus(err error) int {
	var answer *azcore.ResponseError
	if errors.As(err, &answer) {
		return answer.StatusCode
	}
	return 0
}
