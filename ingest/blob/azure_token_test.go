package blob_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dubbelkrona/ingest/blob"
	"dubbelkrona/ingest/ingesttest"
)

// answers is an http.RoundTripper that returns these responses in turn, the last one
// for all further requests.
type answers struct {
	list  []string // "status text" and, if it is 200, the body
	asked []*http.Request
}

func (a *answers) RoundTrip(r *http.Request) (*http.Response, error) {
	text := a.list[min(len(a.asked), len(a.list)-1)]
	a.asked = append(a.asked, r)
	if text == "" {
		return nil, errors.New("lost " + secretValue)
	}
	head, body, _ := strings.Cut(text, "\n")
	status := map[string]int{"OK": 200, "found": 302, "bad": 400, "updating": 404, "gone": 410, "busy": 429, "failed": 500}[head]
	return &http.Response{StatusCode: status, Status: head, Header: http.Header{"Location": {"http://other.example/"}}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

// A virtual machine requests a token from its metadata service, as documented.
func TestMetadataService(t *testing.T) {
	const good = "OK\n" + `{"access_token": "` + secretValue + `", "refresh_token": "", "expires_on": "1893456000", "token_type": "Bearer"}`
	for name, tc := range map[string]struct {
		answers []string
		asked   int           // number of requests
		most    time.Duration // until the last of them
		token   bool
	}{
		"as a text":           {[]string{good}, 1, 0, true},
		"as a number":         {[]string{strings.Replace(good, `"1893456000"`, "1893456000", 1)}, 1, 0, true},
		"busy":                {[]string{"busy", "updating", "failed", good}, 4, 30 * time.Second, true},
		"lost":                {[]string{"", good}, 2, 3 * time.Second, true},
		"always updating":     {[]string{"gone\n" + secretValue}, 6, 3 * time.Minute, false},
		"refused":             {[]string{"bad\n" + `{"error": "invalid_request", "error_description": "` + secretValue + `"}`}, 1, 0, false},
		"elsewhere":           {[]string{"found"}, 1, 0, false},
		"no JSON":             {[]string{"OK\n<html>" + secretValue}, 1, 0, false},
		"no token":            {[]string{"OK\n" + `{"expires_on": "1893456000"}`}, 1, 0, false},
		"no time":             {[]string{"OK\n" + `{"access_token": "` + secretValue + `"}`}, 1, 0, false},
		"a date and no count": {[]string{strings.Replace(good, "1893456000", "2030-01-01", 1)}, 1, 0, false},
		"too large":           {[]string{strings.Replace(good, `"refresh_token": "`, `"refresh_token": "`+strings.Repeat("x", 2<<20), 1)}, 1, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			withoutMachineCredentials(t)
			t.Setenv("AZURE_CLIENT_ID", "an identity")
			synctest.Test(t, func(t *testing.T) {
				network := &answers{list: tc.answers}
				began := time.Now()
				token, err := blob.MachineToken(t.Context(), &http.Client{Transport: network, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }})
				if (err == nil) != tc.token || tc.token && (token.Token != secretValue || !token.ExpiresOn.Equal(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC))) {
					t.Errorf("token of %d bytes until %s, %v", len(token.Token), token.ExpiresOn, err)
				}
				ingesttest.NoSecret(t, err, secretValue)
				if took := time.Since(began); len(network.asked) != tc.asked || took > tc.most || tc.asked == 6 && took < 70*time.Second {
					t.Errorf("%d requests in %s; want %d in %s at most", len(network.asked), took, tc.asked, tc.most)
				}
				for _, r := range network.asked {
					const want = "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&client_id=an+identity&resource=https%3A%2F%2Fstorage.azure.com"
					if r.URL.String() != want || r.Method != http.MethodGet || r.Header.Get("Metadata") != "true" {
						t.Errorf("%s %s with %v", r.Method, r.URL, r.Header)
					}
				}
			})
		})
	}
}

// Without AZURE_CLIENT_ID a token of the machine's own identity is requested.
func TestSystemIdentity(t *testing.T) {
	withoutMachineCredentials(t)
	network := &answers{list: []string{"bad"}}
	if _, err := blob.MachineToken(t.Context(), &http.Client{Transport: network}); err == nil || network.asked[0].URL.Query().Has("client_id") {
		t.Errorf("%v after %s", err, network.asked[0].URL)
	}
}
