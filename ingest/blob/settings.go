package blob

import (
	"fmt"
	"net/url"

	"github.com/minio/minio-go/v7"

	"dubbelkrona"
	"dubbelkrona/internal/fetch"
	"dubbelkrona/internal/secret"
)

// Settings are the settings of the place blob. A bucket and one of path and
// glob are required. Without credentials, s3 and azure use those of the
// machine: of s3 the environment, the files below ~/.aws and the role of the
// machine; of azure the managed identity of the virtual machine or app.
type Settings struct {
	// Service is s3 (default), gcs or azure.
	Service string `yaml:"service"`
	// Bucket is the name of the bucket, or in azure of the container.
	Bucket string `yaml:"bucket"`
	// Endpoint is the address of a store that speaks the S3 protocol, such as
	// https://s3.example.se, without a path; default that of AWS. Plain http is
	// accepted for this machine only.
	Endpoint string `yaml:"endpoint"`
	// Region is the region of S3; default eu-north-1.
	Region string `yaml:"region"`
	// AccessKey is where to find the id of the access key of s3. gcs requires it:
	// the id of a service account's HMAC key.
	AccessKey secret.Ref `yaml:"access_key"`
	// SecretKey is where to find the secret of the access key.
	SecretKey secret.Ref `yaml:"secret_key"`
	// Credentials is refused: gcs is read with an HMAC key, set by access_key and
	// secret_key, and not with a service account's JSON file.
	Credentials secret.Ref `yaml:"credentials"`
	// Account is the name of the storage account in azure.
	Account string `yaml:"account"`
	// AccountKey is where to find the key of the storage account in azure; default
	// the managed identity of the virtual machine, or of the app in App Service or
	// Container Apps. Those of Azure Arc and Service Fabric are not supported.
	AccountKey secret.Ref `yaml:"account_key"`
	// CA is the path of a PEM file with the certificate authorities to trust
	// instead of the system's, for stores whose certificates the organisation
	// issues itself.
	CA string `yaml:"ca"`
	// Prefix is what all keys begin with, such as export/; path and glob are
	// relative to it.
	Prefix string `yaml:"prefix"`
	// Path is the key of one object.
	Path string `yaml:"path"`
	// Glob is a pattern of keys, with wildcards as for directory and placeholders
	// as for http: ledger/**/*.csv or ledger-{yyyy-mm -1m}*.csv.
	Glob string `yaml:"glob"`
	// Silence is how long the store may send nothing before an attempt is given
	// up, such as 30s; default 1m.
	Silence string `yaml:"silence"`
}

// check validates the settings. Settings of another service are errors, since
// they would have no effect.
func (s Settings) check() error {
	service := s.Service
	if service == "" {
		service = "s3"
	}
	if service != "s3" && service != "gcs" && service != "azure" {
		return dubbelkrona.Invalidf("service: %q is unknown; set s3, gcs or azure", s.Service)
	}
	for _, setting := range []struct {
		key    string
		isSet  bool
		others bool // it belongs to another service
	}{
		{"endpoint", s.Endpoint != "", service != "s3"}, {"region", s.Region != "", service != "s3"},
		{"access_key", s.AccessKey.IsSet(), service == "azure"}, {"secret_key", s.SecretKey.IsSet(), service == "azure"},
		{"account", s.Account != "", service != "azure"}, {"account_key", s.AccountKey.IsSet(), service != "azure"},
	} {
		if setting.isSet && setting.others {
			return dubbelkrona.Invalidf("%s: the service %s does not have this setting", setting.key, service)
		}
	}
	for key, ref := range map[string]secret.Ref{"access_key": s.AccessKey, "secret_key": s.SecretKey, "account_key": s.AccountKey} {
		if !ref.IsSet() {
			continue
		}
		if err := ref.Check(); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
	}
	switch {
	case s.Credentials.IsSet():
		return dubbelkrona.Invalidf("credentials: a service account's JSON file is no longer supported; %s", useHMAC)
	case s.Bucket == "":
		return dubbelkrona.Invalidf("bucket is missing")
	case s.AccessKey.IsSet() != s.SecretKey.IsSet():
		return dubbelkrona.Invalidf("set both access_key and secret_key, or neither")
	case service == "gcs" && !s.AccessKey.IsSet():
		return dubbelkrona.Invalidf("access_key is missing, and the machine's own login for Google Cloud is no longer used; %s", useHMAC)
	case service == "azure" && s.Account == "":
		return dubbelkrona.Invalidf("account is missing")
	case service == "azure" && !s.AccountKey.IsSet():
		return checkIdentity()
	case service == "s3" && !s.AccessKey.IsSet():
		if err := checkProfile(); err != nil {
			return err
		}
	}
	return checkEndpoint(s.Endpoint)
}

// useHMAC tells how to replace the former credentials of gcs.
const useHMAC = "make an HMAC key for the service account (in Google Cloud: Cloud Storage, Settings, Interoperability) and name it with access_key and secret_key"

// checkEndpoint allows plain http for this machine only.
func checkEndpoint(address string) error {
	if address == "" {
		return nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return dubbelkrona.Invalidf("endpoint: must be an address such as https://s3.example.se, without user and query")
	}
	if u.Scheme != "https" && !(u.Scheme == "http" && fetch.Loopback(u.Hostname())) {
		return dubbelkrona.Invalidf("endpoint: https is required, since credentials and data are sent there")
	}
	if u.Path != "" && u.Path != "/" {
		return dubbelkrona.Invalidf("endpoint: must be an address without a path; set prefix to what all keys begin with")
	}
	if _, err := minio.New(u.Host, &minio.Options{Secure: u.Scheme == "https"}); err != nil {
		return dubbelkrona.Invalidf("endpoint: %q is not a valid host of an S3-compatible store", u.Host)
	}
	return nil
}
