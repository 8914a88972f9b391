package postgrestest

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

// Secret is the password of the user dk. No error may show it.
const Secret = "s3cret-w0rd"

// Server is a PostgreSQL that a test started for itself, on 127.0.0.1, with the
// superuser dk and the database postgres.
type Server struct {
	Port        int
	Admin       *pgx.Conn // a connection of dk
	Certificate string    // path of the certificate, once TLS is on

	folder string
	owner  *syscall.Credential // user of the server process; nil is the user of the test
}

// Start starts a PostgreSQL in its own folder. If the machine has none, which
// .ci/postgres installs, the test is skipped, or fails if DUBBELKRONA_POSTGRES is
// required.
func Start(t testing.TB) *Server {
	t.Helper()
	bins, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if path, err := exec.LookPath("initdb"); err == nil {
		bins = append(bins, filepath.Dir(path))
	}
	if len(bins) == 0 && os.Getenv("DUBBELKRONA_POSTGRES") == "required" {
		t.Fatal("no PostgreSQL here; .ci/postgres installs one")
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
	if err := os.WriteFile(password, []byte(Secret+"\n"), 0o644); err != nil {
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
	s := &Server{folder: data, Port: FreePort(t), owner: credential}
	cmd := run("postgres", "-D", data, "-k", folder, "-h", "127.0.0.1", "-p", strconv.Itoa(s.Port), "-F")
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
func unprivileged(t testing.TB, folder string) *syscall.Credential {
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

// FreePort returns a port of 127.0.0.1 on which nobody listens.
func FreePort(t testing.TB) int {
	t.Helper()
	l, err := stdnet.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*stdnet.TCPAddr).Port
}

// connect waits until the server accepts connections.
func (s *Server) connect(t testing.TB, log *bytes.Buffer) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		conn, err := pgx.Connect(ctx, fmt.Sprintf("host=127.0.0.1 port=%d user=dk password=%s dbname=postgres sslmode=disable", s.Port, Secret))
		if err == nil {
			s.Admin = conn
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

// Exec runs statements as dk.
func (s *Server) Exec(t testing.TB, statements ...string) {
	t.Helper()
	for _, statement := range statements {
		if _, err := s.Admin.Exec(context.Background(), statement); err != nil {
			t.Fatalf("%s: %v", strings.SplitN(statement, "\n", 2)[0], err)
		}
	}
}

// Encrypt gives the server a certificate for 127.0.0.1 and waits until it uses TLS.
func (s *Server) Encrypt(t testing.TB) {
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
	s.Certificate = s.write(t, "server.crt", "CERTIFICATE", certificate)
	s.write(t, "server.key", "PRIVATE KEY", private)
	s.Exec(t, "ALTER SYSTEM SET ssl = on", "SELECT pg_reload_conf()")
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		conn, err := pgx.Connect(ctx, fmt.Sprintf("host=127.0.0.1 port=%d user=dk password=%s dbname=postgres sslmode=require", s.Port, Secret))
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
func (s *Server) write(t testing.TB, name, kind string, content []byte) string {
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
