package notify

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"dubbelkrona"
	"dubbelkrona/internal/fetch"
	"dubbelkrona/internal/regular"
	"dubbelkrona/internal/secret"
)

// patience bounds one sending.
const patience = 30 * time.Second

// command runs a program with the message on its standard input.
type command struct {
	args   []string
	folder string
}

// Name implements Channel.
func (c *command) Name() string { return "command " + c.args[0] }

// Send implements Channel.
func (c *command) Send(ctx context.Context, m Message) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, c.args[0], c.args[1:]...)
	cmd.Dir = c.folder
	cmd.WaitDelay = 5 * time.Second
	// Of this process's environment only what a program needs to run: secrets
	// of sources may stand in it.
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "LANG=" + os.Getenv("LANG"),
		"DUBBELKRONA_PROJECT=" + m.Project, "DUBBELKRONA_SUBJECT=" + m.Subject}
	cmd.Stdin = strings.NewReader(m.Text)
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("command %s: %w", c.args[0], err)
	}
	return nil
}

// webhook posts the message as JSON.
type webhook struct {
	url    string
	token  secret.Value
	client *fetch.Client
}

// Name implements Channel.
func (w *webhook) Name() string { return "webhook " + fetch.Shown(w.url) }

// Send implements Channel. It makes one attempt: the center tries again.
func (w *webhook) Send(ctx context.Context, m Message) error {
	body, err := json.Marshal(m)
	if err != nil {
		return err
	}
	req := fetch.Request{Method: http.MethodPost, URL: w.url, Body: body, Header: http.Header{"Content-Type": {"application/json"}},
		Policy: fetch.Policy{Attempts: 1, Total: patience}}
	if token := w.token.Expose(); token != "" {
		req.Credentials = http.Header{"Authorization": {"Bearer " + token}}
	}
	return w.client.Tell(ctx, req)
}

// mailer sends the message by mail. The connection is encrypted and the
// server's certificate verified.
type mailer struct {
	SMTP
	password secret.Value
}

// Name implements Channel.
func (m *mailer) Name() string { return "smtp " + m.Host }

// Reaches implements Addresser.
func (m *mailer) Reaches(address string) bool {
	return slices.ContainsFunc(m.To, func(to string) bool { return strings.EqualFold(dubbelkrona.Owner(to).Address(), address) })
}

// Send implements Channel.
func (m *mailer) Send(ctx context.Context, message Message) error {
	out := mail.NewMsg()
	to := message.To
	if len(to) == 0 {
		to = m.To
	}
	if err := errors.Join(out.From(m.From), out.To(to...)); err != nil {
		return dubbelkrona.Invalidf("smtp: from or to is no mail address")
	}
	out.Subject(message.Subject)
	out.SetDateWithValue(message.Time)
	out.SetBodyString(mail.TypeTextPlain, message.Text)
	var line held
	client, err := m.client(mail.WithDialContextFunc(line.dial))
	if err != nil {
		return err
	}
	defer line.Close()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := client.DialAndSendWithContext(ctx, out); err != nil {
		return m.fault(err)
	}
	return nil
}

// held is the connection to the server. The library leaves it open where the
// server offers no encryption or refuses the login.
type held struct{ net.Conn }

func (h *held) dial(ctx context.Context, network, address string) (conn net.Conn, err error) {
	h.Conn, err = (&net.Dialer{}).DialContext(ctx, network, address)
	return h.Conn, err
}

func (h *held) Close() {
	if h.Conn != nil {
		h.Conn.Close() // a connection that has been closed is an error, and wanted
	}
}

func (m *mailer) client(more ...mail.Option) (*mail.Client, error) {
	config := &tls.Config{ServerName: m.Host, MinVersion: tls.VersionTLS12}
	if m.CA != "" {
		text, err := regular.ReadFile(m.CA)
		if err != nil {
			return nil, dubbelkrona.Invalidf("smtp.ca: %w", err)
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(text) {
			return nil, dubbelkrona.Invalidf("smtp.ca: no certificate in PEM form")
		}
	}
	options := []mail.Option{mail.WithPort(cmp.Or(m.Port, 587)), mail.WithTLSPolicy(mail.TLSMandatory), mail.WithTLSConfig(config), mail.WithTimeout(patience)}
	if m.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(m.User), mail.WithPassword(m.password.Expose()))
	}
	client, err := mail.NewClient(m.Host, append(options, more...)...)
	if err != nil {
		return nil, dubbelkrona.Invalidf("smtp: host and port make no address")
	}
	return client, nil
}

// fault is what went wrong, without what a server may repeat of a message.
func (m *mailer) fault(err error) error {
	var send *mail.SendError
	if errors.As(err, &send) {
		return dubbelkrona.Errorf(dubbelkrona.Transient, "smtp %s: the server does not take the message (%s)", m.Host, send.Reason)
	}
	if errors.As(err, new(*tls.CertificateVerificationError)) {
		return dubbelkrona.Invalidf("smtp %s: its certificate cannot be trusted; if it is of your own authority, name that with ca", m.Host)
	}
	return dubbelkrona.Errorf(dubbelkrona.Transient, "smtp %s: the server cannot be reached, offers no encryption or refuses the login", m.Host)
}
