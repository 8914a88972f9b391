package xlsx

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/klauspost/compress/flate"

	"dubbelkrona"
	"dubbelkrona/ingest"
)

// workbook is an opened file: its parts and what they say of each other.
type workbook struct {
	parts    map[string]*zip.File // by lower-case name, since links disagree on case
	limits   ingest.Limits
	sheets   []sheetEntry
	date1904 bool
	// recompute says that all formulas are to be computed when the workbook is
	// opened, as programs ask that cannot compute.
	recompute bool
	styles    []dateStyle
	shared    *texts
}

// sheetEntry is a sheet as the workbook lists it.
type sheetEntry struct {
	name, part string
	hidden     bool
}

// openWorkbook reads everything but the sheets.
func openWorkbook(file ingest.RandomAccess, limits ingest.Limits) (*workbook, error) {
	if file.Size() == 0 {
		return nil, ingest.ErrNoHeader()
	}
	magic := make([]byte, len(ole))
	if n, _ := file.ReadAt(magic, 0); string(magic[:n]) == ole {
		return nil, dubbelkrona.Invalidf("it is an old (.xls) or encrypted workbook; save it as .xlsx without a password")
	}
	z, err := zip.NewReader(file, file.Size())
	if errors.Is(err, zip.ErrFormat) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, dubbelkrona.Invalidf("it is no workbook, or cut off, or still being written: the list of parts at its end is missing")
	} else if err != nil {
		return nil, err
	}
	z.RegisterDecompressor(zip.Deflate, func(r io.Reader) io.ReadCloser { return flate.NewReader(r) })
	if len(z.File) > limits.Members {
		return nil, dubbelkrona.Invalidf("it has more than %d parts", limits.Members)
	}
	w := &workbook{parts: make(map[string]*zip.File, len(z.File)), limits: limits}
	for _, f := range z.File {
		w.parts[strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))] = f
	}
	return w, w.load()
}

// load follows the links from the package to the sheets.
func (w *workbook) load() error {
	main, err := w.mainPart()
	if err != nil {
		return err
	}
	if path.Ext(main) == ".bin" {
		return dubbelkrona.Invalidf("it is a binary workbook (.xlsb); save it as .xlsx")
	}
	links, err := w.links(main)
	if err != nil {
		return err
	}
	if err := w.loadSheets(main, links); err != nil {
		return err
	}
	for _, l := range links {
		switch path.Base(l.Type) {
		case "styles":
			if err := w.loadStyles(l.Target); err != nil {
				return err
			}
		case "sharedStrings":
			if err := w.loadShared(l.Target); err != nil {
				return err
			}
		}
	}
	return nil
}

// link is a relationship, with Target as the name of a part.
type link struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
	Mode   string `xml:"TargetMode,attr"`
}

// links are the relationships of a part, "" being the package itself.
func (w *workbook) links(part string) ([]link, error) {
	folder, base := path.Split(part)
	name := folder + "_rels/" + base + ".rels"
	var doc struct {
		Links []link `xml:"Relationship"`
	}
	if err := w.decodePart(name, &doc); err != nil {
		return nil, err
	}
	for i, l := range doc.Links {
		target := strings.ReplaceAll(l.Target, `\`, "/")
		if strings.HasPrefix(target, "/") {
			target = target[1:]
		} else {
			target = path.Join(folder, target)
		}
		doc.Links[i].Target = target
	}
	return slices.DeleteFunc(doc.Links, func(l link) bool { return l.Mode == "External" }), nil
}

func (w *workbook) mainPart() (string, error) {
	links, err := w.links("")
	if err != nil {
		return "", err
	}
	for _, l := range links {
		if path.Base(l.Type) == "officeDocument" {
			return l.Target, nil
		}
	}
	return "", dubbelkrona.Invalidf("it is a zip archive but no workbook; an archive is named .zip, another document saved as .xlsx")
}

func (w *workbook) loadSheets(main string, links []link) error {
	var doc struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Computing struct {
			OnLoad string `xml:"fullCalcOnLoad,attr"`
		} `xml:"calcPr"`
		Sheets []struct {
			Name  string `xml:"name,attr"`
			State string `xml:"state,attr"`
			// ID has a namespace of its own, of which there are two.
			Attrs []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := w.decodePart(main, &doc); err != nil {
		return err
	}
	w.date1904 = isTrue(doc.Properties.Date1904)
	w.recompute = isTrue(doc.Computing.OnLoad)
	for _, s := range doc.Sheets {
		id := ""
		for _, a := range s.Attrs {
			if a.Name.Local == "id" {
				id = a.Value
			}
		}
		at := slices.IndexFunc(links, func(l link) bool { return l.ID == id })
		if at < 0 || path.Base(links[at].Type) != "worksheet" {
			continue // a chart
		}
		w.sheets = append(w.sheets, sheetEntry{s.Name, links[at].Target, s.State != "" && s.State != "visible"})
	}
	return nil
}

func isTrue(attribute string) bool { return attribute == "1" || attribute == "true" }

// open opens a part, guarded against unpacking without end.
func (w *workbook) open(name string) (io.ReadCloser, error) {
	f, ok := w.parts[strings.ToLower(name)]
	if !ok {
		return nil, dubbelkrona.Invalidf("its part %s is missing; it is damaged or no workbook", path.Base(name))
	}
	r, err := f.Open()
	if err != nil {
		return nil, dubbelkrona.Invalidf("its part %s cannot be unpacked: %w", path.Base(name), err)
	}
	return part{ingest.Guard(r, "workbook", int64(f.CompressedSize64), w.limits), r}, nil
}

// part is an opened part.
type part struct {
	io.Reader
	io.Closer
}

// decodePart decodes a part that is small in every workbook.
func (w *workbook) decodePart(name string, into any) error {
	r, err := w.open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	limited := &budget{r: r, left: w.limits.Memory, what: "a part"}
	if err := xml.NewDecoder(limited).Decode(into); err != nil {
		return classified(err)
	}
	// The archive's checksum is compared at the part's end, which the decoder
	// need not come to.
	_, err = io.Copy(io.Discard, limited)
	return err
}

// classified makes faults of XML Invalid errors.
func classified(err error) error {
	var syntax *xml.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return dubbelkrona.Invalidf("its XML is faulty: %s", syntax.Msg)
	case err == io.EOF, errors.Is(err, io.ErrUnexpectedEOF):
		return dubbelkrona.Invalidf("its XML ends too early; the workbook is damaged or cut off")
	case err != nil && strings.HasPrefix(err.Error(), "xml: "): // of a version or an encoding, which have no type
		return dubbelkrona.Invalidf("its XML is of a version or an encoding that no workbook has; it is damaged")
	}
	return err
}

// budget reads no more than it is allowed: an XML decoder holds each token
// whole, and one may be as long as the file.
type budget struct {
	r    io.Reader
	left int64
	what string
}

// Read implements io.Reader.
func (b *budget) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, dubbelkrona.Invalidf("%s is longer than a workbook's may be", b.what)
	}
	n, err := b.r.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}
