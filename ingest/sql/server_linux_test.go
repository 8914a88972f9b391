package sql_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	stdnet "net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// secretValue is the password of the test's user. No error may show it.
const secretValue = "s3cret-w0rd"

// server is a PostgreSQL that the test started for itself.
type server struct {
	folder      string
	port        int
	admin       *pgx.Conn
	owner       *syscall.Credential // user of the server process; nil is the user of the test
	certificate string              // path of the certificate, once TLS is on
}

// start starts a PostgreSQL in its own folder, or skips the test if the machine has none
// (.ci/postgres installs it).
func start(t *testing.T) *server {
	t.Helper()
	bins, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if path, err := exec.LookPath("initdb"); err == nil {
		bins = append(bins, filepath.Dir(path))
	}
	if len(bins) == 0 {
		t.Skip("no PostgreSQL here; .ci/postgres installs one")
	}
	bin := bins[len(bins)-1]
	// A folder that another user may enter: the server refuses to run as root.
	folder, err := os.MkdirTemp("", "dubbelkrona-pg-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	credential := unprivileged(t, folder)
	password := filepath.Join(folder, "password")
	if err := os.WriteFile(password, []byte(secretValue+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	run := func(name string, args ...string) *exec.Cmd {
		cmd := exec.Command(filepath.Join(bin, name), args...)
		cmd.Dir, cmd.SysProcAttr = folder, &syscall.SysProcAttr{Credential: credential, Pdeathsig: syscall.SIGKILL}
		cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "HOME="+folder)
		return cmd
	}
	data := filepath.Join(folder, "data")
	if out, err := run("initdb", "-D", data, "-U", "dk", "-E", "UTF8", "-A", "scram-sha-256", "--pwfile", password, "-N").CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v\n%s", err, out)
	}
	s := &server{folder: data, port: freePort(t), owner: credential}
	cmd := run("postgres", "-D", data, "-k", folder, "-h", "127.0.0.1", "-p", strconv.Itoa(s.port), "-F")
	var log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(syscall.SIGINT)
		cmd.Wait()
	})
	s.connect(t, &log)
	return s
}

// unprivileged returns a user to run as instead of root, and makes it the owner of the
// folder.
func unprivileged(t *testing.T, folder string) *syscall.Credential {
	t.Helper()
	if os.Getuid() != 0 {
		return nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		if err := os.Chown(folder, uid, gid); err != nil {
			t.Fatal(err)
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
	t.Skip("no user to run PostgreSQL as")
	return nil
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := stdnet.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*stdnet.TCPAddr).Port
}

// connect waits until the server accepts connections.
func (s *server) connect(t *testing.T, log *bytes.Buffer) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		conn, err := pgx.Connect(ctx, fmt.Sprintf("host=127.0.0.1 port=%d user=dk password=%s dbname=postgres sslmode=disable", s.port, secretValue))
		if err == nil {
			s.admin = conn
			t.Cleanup(func() { conn.Close(context.Background()) })
			return
		}
		select {
		case <-ctx.Done():
			t.Fatalf("PostgreSQL does not accept connections: %v\n%s", err, log)
		case <-tick.C:
		}
	}
}

func (s *server) exec(t *testing.T, statements ...string) {
	t.Helper()
	for _, statement := range statements {
		if _, err := s.admin.Exec(context.Background(), statement); err != nil {
			t.Fatalf("%s: %v", strings.SplitN(statement, "\n", 2)[0], err)
		}
	}
}

// encrypt gives the server a certificate for 127.0.0.1 and waits until it uses TLS.
func (s *server) encrypt(t *testing.T) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, IPAddresses: []stdnet.IP{stdnet.IPv4(127, 0, 0, 1)},
	}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	s.certificate = s.write(t, "server.crt", "CERTIFICATE", certificate)
	s.write(t, "server.key", "PRIVATE KEY", private)
	s.exec(t, "ALTER SYSTEM SET ssl = on", "SELECT pg_reload_conf()")
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		conn, err := pgx.Connect(ctx, fmt.Sprintf("host=127.0.0.1 port=%d user=dk password=%s dbname=postgres sslmode=require", s.port, secretValue))
		if err == nil {
			conn.Close(ctx)
			return
		}
		select {
		case <-ctx.Done():
			t.Fatalf("PostgreSQL does not turn to TLS: %v", err)
		case <-tick.C:
		}
	}
}

// write writes a PEM file that only the server can read.
func (s *server) write(t *testing.T, name, kind string, content []byte) string {
	t.Helper()
	path := filepath.Join(s.folder, name)
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: content}), 0o600); err != nil {
		t.Fatal(err)
	}
	if s.owner != nil {
		if err := os.Chown(path, int(s.owner.Uid), int(s.owner.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	return path
}
