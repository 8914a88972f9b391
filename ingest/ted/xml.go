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

// notices are the root elements that are a notice, each with its reader.
var notices = map[string]func(*element, *writer) error{
	"TED_EXPORT":                            readExport,
	"ContractNotice":                        readEForm,
	"ContractAwardNotice":                   readEForm,
	"PriorInformationNotice":                readEForm,
	"BusinessRegistrationInformationNotice": readEForm,
}

// passedOver are elements that are never read: what people write about people,
// and translations of what is read in the original.
var passedOver = map[string]bool{
	// TED_EXPORT
	"TRANSLATION_SECTION": true, "LINKS_SECTION": true, "CONTACT_POINT": true, "ATTENTION": true, "PHONE": true, "FAX": true,
	"E_MAIL": true, "E_MAILS": true, "SHORT_DESCR": true, "INFO_ADD": true, "COMPLEMENTARY_INFO": true, "ADDRESS_FURTHER_INFO": true,
	// eForms
	"Contact": true, "TouchPoint": true, "UltimateBeneficialOwner": true, "Description": true, "Note": true, "Person": true,
}

// readNotices reads the notices of an XML document: its root, or what lies
// below a root of another name, or several documents one behind the other.
func readNotices(g *guard, limits ingest.Limits, w *writer) error {
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
		return dubbelkrona.Invalidf("it holds no notice: neither TED_EXPORT nor an eForms notice")
	}
	return nil
}

// declared accepts the encodings that a source tells from the bytes, since
// these are UTF-8 by now. Bytes in another one were taken for Windows-1252.
func declared(label string, input io.Reader) (io.Reader, error) {
	known := []string{"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "latin1", "windows-1252", "utf-16", "utf-16le", "utf-16be"}
	if slices.Contains(known, strings.ToLower(label)) {
		return input, nil
	}
	return nil, dubbelkrona.Invalidf("it declares an encoding that is not read; save it as UTF-8")
}

// parser builds the element of one notice at a time.
type parser struct {
	d      *xml.Decoder
	g      *guard
	limits ingest.Limits
	held   int64 // bytes of the notice in memory, about
}

func (p *parser) line() int {
	line, _ := p.d.InputPos()
	return line
}

func (p *parser) tooDeep() error {
	return dubbelkrona.Invalidf("line %d: it nests more than %d deep", p.line(), p.limits.Depth)
}

// token is the next token. What it says of faulty XML shows none of it.
func (p *parser) token() (xml.Token, error) {
	token, err := p.d.Token()
	p.g.shown()
	var syntax *xml.SyntaxError
	switch {
	case err == io.EOF:
		return nil, io.EOF
	case errors.As(err, &syntax) && syntax.Msg == "unexpected EOF":
		return nil, dubbelkrona.Invalidf("line %d: it ends in the middle; it is cut off or still being written", syntax.Line)
	case errors.As(err, &syntax):
		return nil, dubbelkrona.Invalidf("line %d: it is no well-formed XML", syntax.Line)
	case err != nil:
		return nil, p.other(err)
	}
	if _, ok := token.(xml.Directive); ok {
		return nil, dubbelkrona.Invalidf("line %d: it has a document type or entities of its own, which notices do not have and which are not read", p.line())
	}
	return token, nil
}

// other is an error that is no syntax error: one of ours or of the reader, or
// one of the decoder that has no type of its own.
func (p *parser) other(err error) error {
	var ours *dubbelkrona.Error
	if errors.As(err, &ours) {
		return ours
	}
	if strings.HasPrefix(err.Error(), "xml: ") {
		return dubbelkrona.Invalidf("line %d: it is no XML that is read here", p.line())
	}
	return err
}

// notice builds the element that begins with start and hands it over.
func (p *parser) notice(start xml.StartElement, depth int, read func(*element) error) error {
	p.held = 0
	root, err := p.element(start, depth)
	if err != nil {
		return err
	}
	return read(root)
}

// elementCost is about what an element takes beside its text.
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

// content reads what lies in an element, to its end.
func (p *parser) content(e *element, text *strings.Builder, depth int) error {
	for {
		token, err := p.token()
		switch {
		case err == io.EOF:
			return dubbelkrona.Invalidf("line %d: it ends in the middle; it is cut off or still being written", p.line())
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

// child reads an element within e. What marks up a part of a paragraph is part
// of the paragraph's text.
func (p *parser) child(e *element, start xml.StartElement, text *strings.Builder, depth int) error {
	switch {
	case passedOver[start.Name.Local]:
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

// skip passes over the rest of an element at a depth.
func (p *parser) skip(depth int) error {
	for inner := 1; inner > 0; {
		token, err := p.token()
		switch {
		case err == io.EOF:
			return dubbelkrona.Invalidf("line %d: it ends in the middle; it is cut off or still being written", p.line())
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
		return dubbelkrona.Invalidf("line %d: the notice takes more than %d bytes of memory", p.line(), p.limits.Memory)
	}
	return nil
}
