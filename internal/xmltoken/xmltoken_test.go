package xmltoken_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/xmltoken"
)

// read reads a document to its end and returns the number of its tokens.
func read(r io.Reader) (n int, err error) {
	in := xmltoken.NewReader(r, 10_000, func(string, io.Reader) (io.Reader, error) {
		return nil, dubbelkrona.Invalidf("not UTF-8")
	})
	for {
		switch _, err := in.Token(); err {
		case nil:
			n++
		case io.EOF:
			return n, nil
		default:
			return n, err
		}
	}
}

// Each error says where and what, and shows nothing of the document.
func TestErrors(t *testing.T) {
	for text, want := range map[string]string{
		"<a>\n<Secret>":                               "line 2: it is incomplete",
		"<a>\n<b></Secret>":                           "line 2: its XML is malformed: element",
		"<a>\n&Secret;</a>":                           "line 2: its XML is malformed: invalid character entity",
		"<a>\n<Secret\u00b4/></a>":                    "line 2: its XML is malformed: ",
		"<!DOCTYPE Secret><a/>":                       "line 1: it has a document type declaration",
		`<?xml version="1.1"?><a/>`:                   "line 1: its XML is not supported",
		"<a>\n<!--" + long + "--></a>":                "a text or tag is longer than 10000 bytes",
		`<?xml version="1.0" encoding="Secret"?><a/>`: "line 1: not UTF-8",
	} {
		_, err := read(strings.NewReader(text))
		if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "Secret") {
			t.Errorf("%.40q: %v; want %q and no text of the document", text, err, want)
		}
	}
}

var long = strings.Repeat("Secret", 10_000)

func TestTokens(t *testing.T) {
	// The limit applies to a token, not to the document.
	text := "<a>" + strings.Repeat("<b>x</b>", 10_000) + "</a>"
	if n, err := read(strings.NewReader(text)); err != nil || n != 30_002 {
		t.Errorf("%d tokens, %v", n, err)
	}
	broken := errors.New("broken")
	if _, err := read(io.MultiReader(strings.NewReader("<a>"), failing{broken})); err != broken {
		t.Errorf("%v; want the reader's own error", err)
	}
}

type failing struct{ err error }

// Read implements io.Reader.
func (f failing) Read([]byte) (int, error) { return 0, f.err }
