package ted

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/ingest"
)

// notices maps the root elements of notices to their readers.
var notices = map[string]func(*element, writer) error{
	"TED_EXPORT":                            readExport,
	"ContractNotice":                        readEForm,
	"ContractAwardNotice":                   readEForm,
	"PriorInformationNotice":                readEForm,
	"BusinessRegistrationInformationNotice": readEForm,
}

// skippedElements are elements that are skipped: personal data and free text, and
// translations of the original.
var skippedElements = map[string]bool{
	// TED_EXPORT
	"TRANSLATION_SECTION": true, "LINKS_SECTION": true, "CONTACT_POINT": true, "ATTENTION": true, "PHONE": true, "FAX": true,
	"E_MAIL": true, "E_MAILS": true, "SHORT_DESCR": true, "INFO_ADD": true, "COMPLEMENTARY_INFO": true, "ADDRESS_FURTHER_INFO": true,
	// eForms
	"Contact": true, "TouchPoint": true, "UltimateBeneficialOwner": true, "Description": true, "Note": true, "Person": true,
}

// readNotices reads the notices of an XML document: its root, or the children
// of a root of another name, or several concatenated documents.
func readNotices(g *guard, limits ingest.Limits, w writer) error {
	p := &parser{d: xml.NewDecoder(g), g: g, limits: limits}
	p.d.CharsetReader = declared
	found := 0
	for depth := 0; ; {
		token, err := p.token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			read, known := notices[t.Name.Local]
			if !known {
				if depth++; depth > limits.Depth {
					return p.tooDeep()
				}
				continue
			}
			found++
			if err := p.notice(t, depth+1, func(e *element) error { return read(e, w) }); err != nil {
				return fmt.Errorf("notice %d: %w", found, err)
			}
		case xml.EndElement:
			depth--
		case xml.CharData:
			if depth == 0 && strings.TrimSpace(string(t)) != "" {
				return dubbelkrona.Invalidf("line %d: there is text outside of any element", p.line())
			}
		}
	}
	if found == 0 {
		return dubbelkrona.Invalidf("it has no notice: neither TED_EXPORT nor an eForms notice")
	}
	return nil
}

// declared accepts the encodings that are detected from the bytes, which are
// UTF-8 by now. Bytes in another encoding would have been decoded as
// Windows-1252.
func declared(label string, input io.Reader) (io.Reader, error) {
	known := []string{"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "latin1", "windows-1252", "utf-16", "utf-16le", "utf-16be"}
	if slices.Contains(known, strings.ToLower(label)) {
		return input, nil
	}
	return nil, dubbelkrona.Invalidf("it declares an encoding that is not supported; save it as UTF-8")
}

// parser builds the element of one notice at a time.
type parser struct {
	d      *xml.Decoder
	g      *guard
	limits ingest.Limits
	held   int64 // approximate bytes of the notice in memory
}

func (p *parser) line() int {
	line, _ := p.d.InputPos()
	return line
}

func (p *parser) tooDeep() error {
	return dubbelkrona.Invalidf("line %d: its elements are nested more than %d deep", p.line(), p.limits.Depth)
}

// token returns the next token. Its errors contain no text of the file.
func (p *parser) token() (xml.Token, error) {
	token, err := p.d.Token()
	p.g.shown()
	var syntax *xml.SyntaxError
	switch {
	case err == io.EOF:
		return nil, io.EOF
	case errors.As(err, &syntax) && syntax.Msg == "unexpected EOF":
		return nil, dubbelkrona.Invalidf("line %d: it is incomplete; it is cut off or still being written", syntax.Line)
	case errors.As(err, &syntax):
		return nil, dubbelkrona.Invalidf("line %d: its XML is malformed", syntax.Line)
	case err != nil:
		return nil, p.other(err)
	}
	if _, ok := token.(xml.Directive); ok {
		return nil, dubbelkrona.Invalidf("line %d: it has a document type or entities of its own, which notices do not have and which are not supported", p.line())
	}
	return token, nil
}

// other classifies an error that is not a syntax error: it is this package's,
// the reader's, or one of the decoder without a type of its own.
func (p *parser) other(err error) error {
	var ours *dubbelkrona.Error
	if errors.As(err, &ours) {
		return ours
	}
	if strings.HasPrefix(err.Error(), "xml: ") {
		return dubbelkrona.Invalidf("line %d: its XML is not supported", p.line())
	}
	return err
}

// notice builds the element that begins with start and calls read with it.
func (p *parser) notice(start xml.StartElement, depth int, read func(*element) error) error {
	p.held = 0
	root, err := p.element(start, depth)
	if err != nil {
		return err
	}
	return read(root)
}

// elementCost is the approximate size of an element in bytes without its text.
const elementCost = 160

func (p *parser) element(start xml.StartElement, depth int) (*element, error) {
	if depth > p.limits.Depth {
		return nil, p.tooDeep()
	}
	e := &element{name: start.Name.Local, attrs: start.Copy().Attr}
	if err := p.hold(elementCost); err != nil {
		return nil, err
	}
	for _, a := range e.attrs {
		if err := p.hold(len(a.Name.Local) + len(a.Name.Space) + len(a.Value)); err != nil {
			return nil, err
		}
	}
	var text strings.Builder
	err := p.content(e, &text, depth)
	e.text = strings.Join(strings.Fields(text.String()), " ")
	return e, err
}

// content reads the content of an element, to its end.
func (p *parser) content(e *element, text *strings.Builder, depth int) error {
	for {
		token, err := p.token()
		switch {
		case err == io.EOF:
			return dubbelkrona.Invalidf("line %d: it is incomplete; it is cut off or still being written", p.line())
		case err != nil:
			return err
		}
		switch t := token.(type) {
		case xml.EndElement:
			return nil
		case xml.CharData:
			if err := p.hold(len(t)); err != nil {
				return err
			}
			text.Write(t)
		case xml.StartElement:
			if err := p.child(e, t, text, depth+1); err != nil {
				return err
			}
		}
	}
}

// child reads an element within e. Markup inside a paragraph is part of the
// paragraph's text.
func (p *parser) child(e *element, start xml.StartElement, text *strings.Builder, depth int) error {
	switch {
	case skippedElements[start.Name.Local]:
		return p.skip(depth)
	case e.name == "P":
		if depth > p.limits.Depth {
			return p.tooDeep()
		}
		return p.content(e, text, depth)
	}
	c, err := p.element(start, depth)
	if err != nil {
		return err
	}
	e.children = append(e.children, c)
	return nil
}

// skip skips the rest of an element at a depth.
func (p *parser) skip(depth int) error {
	for inner := 1; inner > 0; {
		token, err := p.token()
		switch {
		case err == io.EOF:
			return dubbelkrona.Invalidf("line %d: it is incomplete; it is cut off or still being written", p.line())
		case err != nil:
			return err
		}
		switch token.(type) {
		case xml.StartElement:
			if inner++; depth+inner > p.limits.Depth {
				return p.tooDeep()
			}
		case xml.EndElement:
			inner--
		}
	}
	return nil
}

func (p *parser) hold(n int) error {
	if p.held += int64(n); p.held > p.limits.Memory {
		return dubbelkrona.Invalidf("line %d: the notice takes more memory than the limit of %d bytes", p.line(), p.limits.Memory)
	}
	return nil
}
