package blob_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/internal/secret"
)

// A machine with a managed identity in Azure needs no key.
func TestAzureIdentity(t *testing.T) {
	withoutMachineCredentials(t)
	v := startAzurite(t, "--oauth", "basic").makeContainer(t)
	v.put(t, "a.csv", "x;y\n1;2\n")
	answer := func(w http.ResponseWriter, token string) {
		fmt.Fprintf(w, `{"access_token": %q, "expires_on": "%d", "resource": "https://storage.azure.com", "token_type": "Bearer"}`, token, time.Now().Add(time.Hour).Unix())
	}
	part := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	token := part(`{"alg":"RS256","typ":"JWT"}`) + "." + part(fmt.Sprintf(`{"aud":"https://storage.azure.com","iss":"https://sts.windows.net/x/","iat":%[1]d,"nbf":%[1]d,"exp":%[2]d}`,
		time.Now().Add(-time.Minute).Unix(), time.Now().Add(time.Hour).Unix())) + "." + part("signature")
	for _, tc := range []struct {
		name   string // also of the identity
		rows   int
		want   string
		answer func(http.ResponseWriter)
	}{
		{"none", 0, "no managed identity", func(w http.ResponseWriter) { http.Error(w, secretValue, http.StatusBadRequest) }},
		{"another", 0, "rejects the credentials", func(w http.ResponseWriter) { answer(w, "no."+secretValue+".token") }},
		{"good", 1, "", func(w http.ResponseWriter) { answer(w, token) }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var asked atomic.Int32
			machine := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked.Add(1)
				if r.URL.Query().Get("resource") != "https://storage.azure.com" || r.URL.Query().Get("client_id") != tc.name {
					t.Errorf("a token was requested by %s", r.URL)
				}
				if r.Header.Get("X-IDENTITY-HEADER") != "x" || r.URL.Query().Get("api-version") != "2019-08-01" {
					t.Errorf("%s with %v is not the protocol of App Service", r.URL, r.Header)
				}
				tc.answer(w)
			}))
			defer machine.Close()
			t.Setenv("IDENTITY_ENDPOINT", machine.URL)
			t.Setenv("IDENTITY_HEADER", "x")
			t.Setenv("AZURE_CLIENT_ID", tc.name)
			settings := v.settings(t)
			settings.AccountKey = secret.Ref{}
			tab, err := ingesttest.Read(t, v.source(t, ingesttest.Env(t), settings))
			if tc.want == "" && err != nil || len(tab.Rows) != tc.rows || tc.want != "" && (dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(err.Error(), tc.want)) {
				t.Errorf("%d rows, %v; want %d, %q", len(tab.Rows), err, tc.rows, tc.want)
			}
			if asked.Load() != 1 {
				t.Errorf("%d tokens were requested; want one for the list and the object", asked.Load())
			}
			ingesttest.NoSecret(t, err, secretValue, token)
		})
	}
}
