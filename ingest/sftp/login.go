package sftp

import (
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/ssh"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/secret"
)

// login has what is needed to connect to a server and to verify it.
type login struct {
	settings Settings
	root     string
	pins     []pin
	known    ssh.HostKeyCallback // of known_hosts; nil if not set
	silence  time.Duration
	family   atomic.Int32 // index in families of the last accepted key
}

func newLogin(env ingest.Env, s Settings) (*login, error) {
	l := &login{settings: s, root: env.Root}
	if s.Host == "" || s.User == "" {
		return nil, dubbelkrona.Invalidf("host and user are required")
	}
	if s.Port < 0 || s.Port > 65535 {
		return nil, dubbelkrona.Invalidf("port: must be a number from 1 to 65535")
	}
	if s.Password.IsSet() == s.Key.IsSet() {
		return nil, dubbelkrona.Invalidf("set either password or key, by env or file")
	}
	if len(s.HostKeys) == 0 && s.KnownHosts == "" {
		return nil, dubbelkrona.Invalidf("host_keys is missing: without it the server cannot be verified; `ssh-keyscan %s | ssh-keygen -lf -` prints its keys, and its administrator can confirm them", s.Host)
	}
	for i, text := range s.HostKeys {
		p, err := parsePin(text)
		if err != nil {
			return nil, fmt.Errorf("host_keys[%d]: %w", i, err)
		}
		l.pins = append(l.pins, p)
	}
	var err error
	if l.known, err = readKnownHosts(env.Root, s.KnownHosts); err != nil {
		return nil, err
	}
	l.silence = defaultSilence
	if s.Silence != "" {
		if l.silence, err = time.ParseDuration(s.Silence); err != nil || l.silence <= 0 {
			return nil, dubbelkrona.Invalidf("silence: %q is not a duration such as 30s", s.Silence)
		}
	}
	return l, nil
}

// config reads the secrets.
func (l *login) config() (*ssh.ClientConfig, error) {
	c := &ssh.ClientConfig{User: l.settings.User, HostKeyCallback: l.check}
	if l.settings.Password.IsSet() {
		password, err := l.settings.Password.Reveal(l.root)
		if err != nil {
			return nil, fmt.Errorf("password: %w", err)
		}
		c.Auth = []ssh.AuthMethod{ssh.Password(password.Expose()), ssh.KeyboardInteractive(answer(password))}
		return c, nil
	}
	signer, err := l.signer()
	if err != nil {
		return nil, err
	}
	c.Auth = []ssh.AuthMethod{ssh.PublicKeys(signer)}
	return c, nil
}

// answer sends the password to a server that requests it interactively, and
// fails if the server requests anything else.
func answer(password secret.Value) ssh.KeyboardInteractiveChallenge {
	return func(_, _ string, questions []string, shown []bool) ([]string, error) {
		if len(questions) == 0 {
			return nil, nil
		}
		if len(questions) > 1 || shown[0] {
			return nil, dubbelkrona.Invalidf("the server requests more than a password, which requires a person; use a key")
		}
		return []string{password.Expose()}, nil
	}
}

func (l *login) signer() (ssh.Signer, error) {
	key, err := l.settings.Key.Reveal(l.root)
	if err != nil {
		return nil, fmt.Errorf("key: %w", err)
	}
	if !l.settings.Passphrase.IsSet() {
		signer, err := ssh.ParsePrivateKey([]byte(key.Expose() + "\n"))
		var locked *ssh.PassphraseMissingError
		switch {
		case errors.As(err, &locked):
			return nil, dubbelkrona.Invalidf("key: the private key has a passphrase; set passphrase")
		case err != nil:
			return nil, dubbelkrona.Invalidf("key: this is not a private key in the format of ssh-keygen")
		}
		return signer, nil
	}
	passphrase, err := l.settings.Passphrase.Reveal(l.root)
	if err != nil {
		return nil, fmt.Errorf("passphrase: %w", err)
	}
	signer, err := ssh.ParsePrivateKeyWithPassphrase([]byte(key.Expose()+"\n"), []byte(passphrase.Expose()))
	if err != nil {
		return nil, dubbelkrona.Invalidf("key: the passphrase of the private key is wrong")
	}
	return signer, nil
}
