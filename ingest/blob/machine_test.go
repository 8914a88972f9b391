package blob_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/ingest/blob"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/internal/secret"
)

// file writes a file that only its owner can read.
func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Without keys in the settings, those of the machine are used, from any of their
// usual places.
func TestMachineKeys(t *testing.T) {
	role := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, `{"AccessKeyId": %q, "SecretAccessKey": %q, "Token": "t", "Expiration": "2126-01-01T00:00:00Z"}`, keyID, secretValue)
	}))
	defer role.Close()
	keys := "[default]\naws_access_key_id = " + keyID + "\naws_secret_access_key = " + secretValue + "\n"
	for name, prepare := range map[string]func(*testing.T){
		"environment": func(t *testing.T) {
			t.Setenv("AWS_ACCESS_KEY_ID", keyID)
			t.Setenv("AWS_SECRET_ACCESS_KEY", secretValue)
		},
		"file of credentials": func(t *testing.T) { t.Setenv("AWS_SHARED_CREDENTIALS_FILE", file(t, "credentials", keys)) },
		"profile": func(t *testing.T) {
			t.Setenv("AWS_PROFILE", "kommun")
			t.Setenv("AWS_CONFIG_FILE", file(t, "config", strings.Replace(keys, "default", "profile kommun", 1)))
		},
		"program": func(t *testing.T) {
			answer := file(t, "answer", fmt.Sprintf(`{"Version": 1, "AccessKeyId": %q, "SecretAccessKey": %q}`, keyID, secretValue))
			t.Setenv("AWS_CONFIG_FILE", file(t, "config", "[default]\ncredential_process = cat "+answer+"\n"))
		},
		"role of the container": func(t *testing.T) { t.Setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", role.URL) },
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t)
			s.put(t, "a.csv", "x;y\n1;2\n")
			prepare(t)
			settings := s.settings()
			settings.AccessKey, settings.SecretKey = secret.Ref{}, secret.Ref{}
			if tab, err := ingesttest.Read(t, source(t, ingesttest.Env(t), settings)); err != nil || len(tab.Rows) != 1 {
				t.Errorf("%d rows, %v; want 1", len(tab.Rows), err)
			}
		})
	}
}

// Kinds of credentials that are no longer supported are refused, and the error says
// what to use instead.
func TestRefusedCredentials(t *testing.T) {
	for name, tc := range map[string]struct {
		settings blob.Settings
		prepare  func(*testing.T)
		want     []string
	}{
		"a service account": {blob.Settings{Service: "gcs", Credentials: secret.Ref{Env: "A"}}, nil, []string{"credentials: ", "HMAC", "access_key"}},
		"the login of gcs":  {blob.Settings{Service: "gcs"}, nil, []string{"access_key is missing", "HMAC"}},
		"a role of a profile": {blob.Settings{}, func(t *testing.T) {
			t.Setenv("AWS_CONFIG_FILE", file(t, "config", "[default]\nrole_arn = arn:aws:iam::1:role/"+secretValue+"\nsource_profile = x\n"))
		}, []string{"role_arn", "access_key", "credential_process"}},
		"a login by the console": {blob.Settings{}, func(t *testing.T) {
			t.Setenv("AWS_PROFILE", "kommun")
			t.Setenv("AWS_CONFIG_FILE", file(t, "config", "[profile kommun]\nlogin_session = "+secretValue+"\n"))
		}, []string{"login_session", "access_key", "credential_process"}},
		"a client of azure": {blob.Settings{Service: "azure", Account: "konto"}, func(t *testing.T) {
			t.Setenv("AZURE_CLIENT_SECRET", secretValue)
		}, []string{"AZURE_CLIENT_SECRET", "account_key", "managed identity"}},
		"a token of azure": {blob.Settings{Service: "azure", Account: "konto"}, func(t *testing.T) {
			t.Setenv("AZURE_FEDERATED_TOKEN_FILE", secretValue)
		}, []string{"AZURE_FEDERATED_TOKEN_FILE", "account_key", "managed identity"}},
		"azure arc": {blob.Settings{Service: "azure", Account: "konto"}, func(t *testing.T) {
			t.Setenv("IMDS_ENDPOINT", "http://localhost:40342/"+secretValue)
			t.Setenv("IDENTITY_ENDPOINT", "http://localhost:40342/metadata/identity/oauth2/token")
		}, []string{"IMDS_ENDPOINT", "Azure Arc", "set account_key"}},
		"service fabric": {blob.Settings{Service: "azure", Account: "konto"}, func(t *testing.T) {
			t.Setenv("IDENTITY_ENDPOINT", "https://localhost:2377/metadata/identity/oauth2/token")
			t.Setenv("IDENTITY_HEADER", secretValue)
			t.Setenv("IDENTITY_SERVER_THUMBPRINT", secretValue)
		}, []string{"IDENTITY_SERVER_THUMBPRINT", "Service Fabric", "set account_key"}},
		"azure machine learning": {blob.Settings{Service: "azure", Account: "konto"}, func(t *testing.T) {
			t.Setenv("MSI_ENDPOINT", "http://localhost:40342/"+secretValue)
			t.Setenv("MSI_SECRET", secretValue)
		}, []string{"MSI_ENDPOINT", "Azure Machine Learning", "set account_key"}},
	} {
		t.Run(name, func(t *testing.T) {
			withoutMachineCredentials(t)
			if tc.prepare != nil {
				tc.prepare(t)
			}
			tc.settings.Bucket, tc.settings.Path = "b", "x.csv"
			_, err := blob.New(ingesttest.Env(t), tc.settings)
			if dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
				t.Fatalf("%v; want an Invalid error", err)
			}
			for _, want := range tc.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not say %q", err, want)
				}
			}
			ingesttest.NoSecret(t, err, secretValue)
		})
	}
}

// If there are keys as well as a profile with a role, the keys are used.
func TestKeysComeBeforeProfile(t *testing.T) {
	withoutMachineCredentials(t)
	t.Setenv("AWS_CONFIG_FILE", file(t, "config", "[default]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = x\n"))
	if _, err := blob.New(ingesttest.Env(t), blob.Settings{Bucket: "b", Path: "x.csv", AccessKey: secret.Ref{Env: "A"}, SecretKey: secret.Ref{Env: "B"}}); err != nil {
		t.Errorf("keys of the settings: %v", err)
	}
	t.Setenv("AWS_ACCESS_KEY_ID", keyID)
	if _, err := blob.New(ingesttest.Env(t), blob.Settings{Bucket: "b", Path: "x.csv"}); err != nil {
		t.Errorf("keys of the environment: %v", err)
	}
}

// App Service also sets the variables of its former identity service.
func TestAppServiceIsNotRefused(t *testing.T) {
	withoutMachineCredentials(t)
	for _, name := range []string{"IDENTITY_ENDPOINT", "IDENTITY_HEADER", "MSI_ENDPOINT", "MSI_SECRET"} {
		t.Setenv(name, "x")
	}
	if _, err := blob.New(ingesttest.Env(t), blob.Settings{Service: "azure", Account: "konto", Bucket: "b", Path: "x.csv"}); err != nil {
		t.Error(err)
	}
}
