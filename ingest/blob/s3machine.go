package blob

import (
	"cmp"
	"context"
	"net/http"
	"os"
	"path/filepath"

	"github.com/minio/minio-go/v7/pkg/credentials"
	"gopkg.in/ini.v1"

	"dubbelkrona"
)

// machineKeys returns the machine's own credentials for S3: those of the
// environment, of the profile in ~/.aws (keys, an SSO login or a
// credential_process), or of the role of the machine or container.
func machineKeys(ctx context.Context, web *http.Client) (*credentials.Credentials, error) {
	found := credentials.NewChainCredentials([]credentials.Provider{
		&credentials.EnvAWS{}, &credentials.FileAWSCredentials{}, &credentials.IAM{}})
	value, err := found.GetWithContext(&credentials.CredContext{Client: web, Context: ctx})
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil || value.AccessKeyID == "":
		return nil, dubbelkrona.Invalidf("access_key: the machine has no credentials of its own for s3; set access_key and secret_key")
	}
	return found, nil
}

// checkProfile returns an Invalid error if the machine's profile assumes
// another role or uses a console login, which are not supported. It reads no
// secret.
func checkProfile() error {
	if os.Getenv("AWS_ACCESS_KEY_ID") != "" || os.Getenv("AWS_WEB_IDENTITY_TOKEN_FILE") != "" {
		return nil // these come first
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return nil
	}
	file, err := ini.LooseLoad(cmp.Or(os.Getenv("AWS_CONFIG_FILE"), filepath.Join(home, ".aws", "config")))
	if err != nil {
		return nil // credentials may still be elsewhere
	}
	name := cmp.Or(os.Getenv("AWS_PROFILE"), "default")
	for _, section := range []string{name, "profile " + name} {
		for _, key := range []string{"role_arn", "login_session"} {
			if s, err := file.GetSection(section); err == nil && s.HasKey(key) {
				return dubbelkrona.Invalidf("access_key: the machine's profile %q has %s, which is no longer supported; set access_key and secret_key,"+
					" or give the profile a credential_process (aws configure export-credentials --format process)", name, key)
			}
		}
	}
	return nil
}
