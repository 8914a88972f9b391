package fetch

import (
	"net"
	"time"
)

// LimitSilence returns a connection that fails if the other side neither sends
// nor receives for the given time. It is for protocols other than HTTP, on
// connections that are never idle.
func LimitSilence(conn net.Conn, silence time.Duration) net.Conn {
	return &impatient{conn, silence}
}

type impatient struct {
	net.Conn
	silence time.Duration
}

// Read implements io.Reader.
func (c *impatient) Read(b []byte) (int, error) {
	if err := c.SetReadDeadline(time.Now().Add(c.silence)); err != nil {
		return 0, err
	}
	return c.Conn.Read(b)
}

// Write implements io.Writer.
func (c *impatient) Write(b []byte) (int, error) {
	if err := c.SetWriteDeadline(time.Now().Add(c.silence)); err != nil {
		return 0, err
	}
	return c.Conn.Write(b)
}
