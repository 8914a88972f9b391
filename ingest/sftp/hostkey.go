package sftp

import (
	"bytes"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"dubbelkrona"
)

// pin is a host key: the whole of it, or its fingerprint.
type pin struct {
	key         ssh.PublicKey
	fingerprint string
}

func parsePin(text string) (pin, error) {
	text = strings.TrimSpace(text)
	if hash, ok := strings.CutPrefix(text, "SHA256:"); ok && len(hash) == 43 {
		return pin{fingerprint: text}, nil
	}
	key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(text))
	if err != nil {
		return pin{}, dubbelkrona.Invalidf("neither a fingerprint (SHA256: and 43 characters) nor a public key (ssh-ed25519 AAAA…)")
	}
	return pin{key: key}, nil
}

// readKnownHosts reads the setting known_hosts; nil where it is not set.
func readKnownHosts(root, file string) (ssh.HostKeyCallback, error) {
	if file == "" {
		return nil, nil
	}
	path := file
	if !filepath.IsAbs(path) {
		path = filepath.Join(root, path)
	}
	known, err := knownhosts.New(path)
	var pathErr *os.PathError
	switch {
	case errors.As(err, &pathErr):
		return nil, dubbelkrona.Invalidf("known_hosts: %s: %w", file, pathErr.Err)
	case err != nil:
		return nil, dubbelkrona.Invalidf("known_hosts: %s is no file as ssh keeps it", file)
	}
	return known, nil
}

// families are the kinds of host key that a server is asked for in turn: one
// that has several shows only the one that was agreed on, which need not be
// the one that is pinned. The last is whatever else the library knows, such as
// keys that an authority signed.
func families() [][]string {
	return [][]string{
		{ssh.KeyAlgoED25519},
		{ssh.KeyAlgoECDSA256, ssh.KeyAlgoECDSA384, ssh.KeyAlgoECDSA521},
		{ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256},
		nil,
	}
}

// check is the one way in which a server is accepted.
func (l *login) check(host string, remote net.Addr, key ssh.PublicKey) error {
	shown := ssh.FingerprintSHA256(key)
	for _, p := range l.pins {
		if p.fingerprint == shown || p.key != nil && bytes.Equal(p.key.Marshal(), key.Marshal()) {
			return nil
		}
	}
	if l.known != nil && l.known(host, remote, key) == nil {
		return nil
	}
	return &hostKeyError{key.Type() + " " + shown}
}

// hostKeyError says that the server showed another key than one that is pinned.
type hostKeyError struct{ shown string }

// Error implements error.
func (e *hostKeyError) Error() string { return "host key " + e.shown }

// otherKey says whether err is about a host key, so that the server may have
// another one, and what it showed, if anything.
func otherKey(err error) (shown string, ok bool) {
	var other *hostKeyError
	if errors.As(err, &other) {
		return other.shown, true
	}
	var none *ssh.AlgorithmNegotiationError
	return "", errors.As(err, &none)
}

// refused is the error for a server that showed only keys that are not pinned.
func (l *login) refused(shown []string) error {
	if len(shown) == 0 {
		return dubbelkrona.Invalidf("the server %s and this program have no way of encryption or kind of host key in common", l.settings.Host)
	}
	return dubbelkrona.Invalidf("the server %s shows the host key %s, which neither host_keys nor known_hosts names: it is another server, or its key was changed; ask whoever runs it before you change them",
		l.settings.Host, strings.Join(shown, " and "))
}
