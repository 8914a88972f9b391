package ted

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/xmltoken"
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
func readNotices(r io.Reader, limits ingest.Limits, w writer) error {
	p := &parser{Reader: xmltoken.NewReader(r, limits.Record, declared), limits: limits}
	found := 0
	for depth := 0; ; {
		token, err := p.Token()
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
			p.held = 0
			root, err := p.element(t, depth+1)
			if err == nil {
				err = read(root, w)
			}
			if err != nil {
				return fmt.Errorf("notice %d: %w", found, err)
			}
		case xml.EndElement:
			depth--
		case xml.CharData:
			if depth == 0 && strings.TrimSpace(string(t)) != "" {
				return dubbelkrona.Invalidf("line %d: there is text outside of any element", p.Line())
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
	*xmltoken.Reader
	limits ingest.Limits
	held   int64 // approximate bytes of the notice in memory
}

func (p *parser) tooDeep() error {
	return dubbelkrona.Invalidf("line %d: its elements are nested more than %d deep", p.Line(), p.limits.Depth)
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
		token, err := p.Token()
		if err != nil {
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
		token, err := p.Token()
		if err != nil {
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
		return dubbelkrona.Invalidf("line %d: the notice takes more memory than the limit of %d bytes", p.Line(), p.limits.Memory)
	}
	return nil
}
