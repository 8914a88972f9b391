package notify

import (
	"fmt"
	"path/filepath"

	"dubbelkrona"
	"dubbelkrona/internal/fetch"
	"dubbelkrona/internal/secret"
)

// Settings are one channel of the configuration: exactly one of its fields.
type Settings struct {
	// Command is a program with its arguments. The message is on its standard
	// input, the subject in DUBBELKRONA_SUBJECT. No shell reads it.
	Command []string `yaml:"command"`
	// Webhook is an address that gets the message as JSON.
	Webhook *Webhook `yaml:"webhook"`
	// SMTP is a mail server.
	SMTP *SMTP `yaml:"smtp"`
}

// Webhook is an address that gets messages.
type Webhook struct {
	// URL is the address, https or this machine.
	URL string `yaml:"url"`
	// Token is sent as a bearer token.
	Token secret.Ref `yaml:"token"`
}

// SMTP is a mail server that takes messages.
type SMTP struct {
	// Host is the name of the server.
	Host string `yaml:"host"`
	// Port of the server; default 587.
	Port int `yaml:"port"`
	// User is the login, where the server asks for one.
	User string `yaml:"user"`
	// Password is where the password is.
	Password secret.Ref `yaml:"password"`
	// From is the sender's address.
	From string `yaml:"from"`
	// To are the receivers' addresses.
	To []string `yaml:"to"`
	// CA is a file with the certificate of an authority of your own.
	CA string `yaml:"ca"`
}

// Check says what is wrong with a channel, without looking for its secrets.
func (s Settings) Check() error {
	set := 0
	for _, is := range []bool{len(s.Command) > 0, s.Webhook != nil, s.SMTP != nil} {
		if is {
			set++
		}
	}
	switch {
	case set != 1:
		return dubbelkrona.Invalidf("a channel is one of command, webhook and smtp")
	case s.Webhook != nil:
		return s.Webhook.check()
	case s.SMTP != nil:
		return s.SMTP.check()
	}
	return nil
}

func (w *Webhook) check() error {
	if err := fetch.CheckPrivate(w.URL); err != nil {
		return fmt.Errorf("webhook.url: %w", err)
	}
	if w.Token.IsSet() {
		return w.Token.Check()
	}
	return nil
}

func (s *SMTP) check() error {
	switch {
	case s.Host == "" || s.From == "" || len(s.To) == 0:
		return dubbelkrona.Invalidf("smtp: host, from and to are required")
	case s.Port < 0 || s.Port > 65535:
		return dubbelkrona.Invalidf("smtp.port: a number from 1 to 65535")
	case s.Password.IsSet() != (s.User != ""):
		return dubbelkrona.Invalidf("smtp: user and password belong together")
	case s.Password.IsSet():
		return s.Password.Check()
	}
	return nil
}

// Open makes the channel and reads its secrets. root is the project's folder.
func (s Settings) Open(root string, web *fetch.Client) (Channel, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	switch {
	case s.Webhook != nil:
		token, err := s.Webhook.Token.Optional(root, "webhook.token")
		return &webhook{s.Webhook.URL, token, web}, err
	case s.SMTP != nil:
		password, err := s.SMTP.Password.Optional(root, "smtp.password")
		m := &mailer{*s.SMTP, password}
		if m.CA != "" && !filepath.IsAbs(m.CA) {
			m.CA = filepath.Join(root, m.CA)
		}
		return m, err
	}
	return &command{args: s.Command, folder: root}, nil
}
