package postgres_test

import (
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"testing"
)

// proxy stands between a writer and the server, and cuts both connections at a message of
// the writer.
type proxy struct {
	port     int
	listener net.Listener
}

func (s server) proxy(t *testing.T, at int, after bool) *proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{port: l.Addr().(*net.TCPAddr).Port, listener: l}
	go func() {
		client, err := l.Accept()
		if err != nil {
			return
		}
		up, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", s.Port))
		if err != nil {
			client.Close()
			return
		}
		go func() {
			io.Copy(client, up)
			client.Close()
		}()
		forward(up, client, at, after)
		up.Close()
		client.Close()
	}()
	return p
}

func (p *proxy) close() { p.listener.Close() }

// forward copies messages of the frontend protocol, until the one to cut at, which it
// forwards if after is set. The first message has no type.
func forward(up, client net.Conn, at int, after bool) {
	header := make([]byte, 5)
	for n := 0; ; n++ {
		part := header
		if n == 0 {
			part = header[1:]
		}
		if _, err := io.ReadFull(client, part); err != nil {
			return
		}
		body := make([]byte, binary.BigEndian.Uint32(header[1:])-4)
		if _, err := io.ReadFull(client, body); err != nil {
			return
		}
		if n == at && !after {
			return
		}
		if _, err := up.Write(append(append([]byte{}, part...), body...)); err != nil || n == at {
			return
		}
	}
}
