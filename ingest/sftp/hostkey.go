package sftp

import (
	"bytes"
	"errors"
	"net"
	"os"
	"strings"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"dubbelkrona"
	"dubbelkrona/ingest"
)

// pin is an accepted host key: the whole key, or its fingerprint.
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
		return pin{}, dubbelkrona.Invalidf("it must be a fingerprint (SHA256: and 43 characters) or a public key (ssh-ed25519 AAAA…)")
	}
	return pin{key: key}, nil
}

// readKnownHosts reads the file of the setting known_hosts; nil if it is not
// set.
func readKnownHosts(root, file string) (ssh.HostKeyCallback, error) {
	if file == "" {
		return nil, nil
	}
	known, err := knownhosts.New(ingest.InProject(root, file))
	var pathErr *os.PathError
	switch {
	case errors.As(err, &pathErr):
		return nil, dubbelkrona.Invalidf("known_hosts: %s: %w", file, pathErr.Err)
	case err != nil:
		return nil, dubbelkrona.Invalidf("known_hosts: %s is not a known_hosts file of ssh", file)
	}
	return known, nil
}

// families are the host key algorithms, grouped, that are requested in turn: a
// server shows only the key of the negotiated algorithm, which may not be the
// pinned one. The last group has all other algorithms, such as those of
// certificates.
func families() [][]string {
	return [][]string{
		{ssh.KeyAlgoED25519},
		{ssh.KeyAlgoECDSA256, ssh.KeyAlgoECDSA384, ssh.KeyAlgoECDSA521},
		{ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256},
		nil,
	}
}

// check accepts a server if its key is pinned; there is no other way to accept
// one.
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

// hostKeyError reports that the server showed a key that is not pinned.
type hostKeyError struct{ shown string }

// Error implements error.
func (e *hostKeyError) Error() string { return "host key " + e.shown }

// otherKey reports whether err is about a host key, so that another family may
// succeed, and the key that was shown, if any.
func otherKey(err error) (shown string, ok bool) {
	var other *hostKeyError
	if errors.As(err, &other) {
		return other.shown, true
	}
	var none *ssh.AlgorithmNegotiationError
	return "", errors.As(err, &none)
}

// refused returns the error for a server that showed only keys that are not
// pinned.
func (l *login) refused(shown []string) error {
	if len(shown) == 0 {
		return dubbelkrona.Invalidf("the server %s and this program have no encryption or host key algorithm in common", l.settings.Host)
	}
	return dubbelkrona.Invalidf("the server %s has the host key %s, which is not in host_keys or known_hosts: it is another server, or its key was changed; ask its administrator before you change the settings",
		l.settings.Host, strings.Join(shown, " and "))
}
