package blob_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/base64"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/storage/azblob/container"

	"dubbelkrona/ingest"
	"dubbelkrona/ingest/blob"
	"dubbelkrona/ingest/csv"
	"dubbelkrona/internal/secret"
)

const azureHost = "konto.blob.core.windows.net"

// azurite is Microsoft's server for tests. It has a certificate for the storage
// account konto, and checks signatures and tokens.
type azurite struct {
	address string // host and port
	ca      string // file that its certificate is in
	key     string // of the account
}

// startAzurite starts the server, with optional further arguments. If it is not
// installed, the test is skipped, or fails if DUBBELKRONA_AZURITE is set, as in CI.
func startAzurite(t *testing.T, more ...string) azurite {
	t.Helper()
	path, err := exec.LookPath("azurite-blob")
	if err != nil {
		if os.Getenv("DUBBELKRONA_AZURITE") != "" {
			t.Fatal(err)
		}
		t.Skip("azurite-blob is not installed; .ci/azurite installs it")
	}
	s := azurite{key: base64.StdEncoding.EncodeToString([]byte(secretValue))}
	public, private := certificate(t, azureHost)
	s.ca = public
	command := exec.Command(path, append(more, "--blobPort", "0", "--inMemoryPersistence", "--disableTelemetry", "--silent", "--skipApiVersionCheck",
		"--cert", public, "--key", private)...)
	command.Dir = t.TempDir()
	command.Env = append(os.Environ(), "AZURITE_ACCOUNTS=konto:"+s.key)
	output, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	command.Stderr = os.Stderr
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		command.Process.Kill()
		command.Wait()
	})
	s.address = listening(t, output)
	return s
}

// listening reads the server's address from its output.
func listening(t *testing.T, output io.Reader) string {
	t.Helper()
	// After that line it writes so little that the pipe does not fill up.
	address := regexp.MustCompile(`successfully listen\w* (?:at|on) https://([0-9.:]+)`)
	said := bufio.NewScanner(output)
	for said.Scan() {
		if found := address.FindStringSubmatch(said.Text()); found != nil {
			return found[1]
		}
	}
	t.Fatalf("azurite does not listen: %v", said.Err())
	return ""
}

// vault is a container of the server.
type vault struct {
	azurite
	name   string
	client *container.Client
}

// web returns a transport that connects to the server, whatever the host name.
func (s azurite) web(t *testing.T) *http.Transport {
	t.Helper()
	roots, err := ingest.Authorities("", s.ca)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, s.address)
	}}
	t.Cleanup(transport.CloseIdleConnections)
	return transport
}

// makeContainer makes a new container.
func (s azurite) makeContainer(t *testing.T) *vault {
	t.Helper()
	key, err := container.NewSharedKeyCredential("konto", s.key)
	if err != nil {
		t.Fatal(err)
	}
	v := &vault{azurite: s, name: strings.ToLower(rand.Text())}
	v.client, err = container.NewClientWithSharedKeyCredential("https://"+azureHost+"/"+v.name, key,
		&container.ClientOptions{ClientOptions: azcore.ClientOptions{Transport: &http.Client{Transport: s.web(t)}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.client.Create(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	return v
}

// flawed returns the container behind a proxy that calls flaw first. If flaw returns
// true, it has handled the request.
func (v *vault) flawed(t *testing.T, flaw func(http.ResponseWriter, *http.Request) bool) *vault {
	t.Helper()
	behind := &httputil.ReverseProxy{Transport: v.web(t), Rewrite: func(r *httputil.ProxyRequest) {
		r.Out.URL.Scheme, r.Out.URL.Host = "https", azureHost
	}}
	flawed := *v
	flawed.address, flawed.ca = serveAs(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !flaw(w, r) {
			behind.ServeHTTP(w, r)
		}
	}), azureHost)
	return &flawed
}

func (v *vault) put(t *testing.T, key, text string) {
	t.Helper()
	if _, err := v.client.NewBlockBlobClient(key).UploadStream(t.Context(), strings.NewReader(text), nil); err != nil {
		t.Fatal(err)
	}
}

func (v *vault) settings(t *testing.T) blob.Settings {
	t.Helper()
	return blob.Settings{Service: "azure", Account: "konto", AccountKey: secret.Ref{File: file(t, "key", v.key)}, Bucket: v.name, CA: v.ca, Glob: "**/*.csv"}
}

// source returns a source that reads the container by Azure's host name.
func (v *vault) source(t *testing.T, env ingest.Env, s blob.Settings) ingest.Source {
	t.Helper()
	place, err := blob.New(env, s)
	if err != nil {
		t.Fatal(err)
	}
	place.Dial(azureHost, v.address)
	return ingest.New("test", ingest.Hold(place, env), ingest.Always(&csv.Format{}), env)
}
