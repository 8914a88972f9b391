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

// workbook is an opened file: its parts and their relationships.
type workbook struct {
	parts    map[string]*zip.File // by lower-case name, since relationships differ in case
	limits   ingest.Limits
	sheets   []sheetEntry
	date1904 bool
	// recompute reports that the workbook requests a recalculation when it is
	// opened, as written by programs that do not compute formulas.
	recompute bool
	styles    []dateStyle
	shared    *texts
}

// sheetEntry is a sheet as the workbook lists it.
type sheetEntry struct {
	name, part string
	hidden     bool
}

// openWorkbook reads everything except the sheets.
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
		return nil, dubbelkrona.Invalidf("it is not a workbook, cut off or still being written: the zip directory at its end is missing")
	} else if err != nil {
		return nil, err
	}
	z.RegisterDecompressor(zip.Deflate, func(r io.Reader) io.ReadCloser { return flate.NewReader(r) })
	if len(z.File) > limits.Members {
		return nil, dubbelkrona.Invalidf("it has more parts than the limit of %d", limits.Members)
	}
	w := &workbook{parts: make(map[string]*zip.File, len(z.File)), limits: limits}
	for _, f := range z.File {
		w.parts[strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))] = f
	}
	return w, w.load()
}

// load follows the relationships from the package to the sheets.
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

// link is a relationship; Target is the name of a part.
type link struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
	Mode   string `xml:"TargetMode,attr"`
}

// links returns the relationships of a part; "" is the package itself.
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
	return "", dubbelkrona.Invalidf("it is a zip archive but not a workbook; name an archive .zip, and save another document as .xlsx")
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
			// ID is in one of two namespaces.
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

// open opens a part, protected against zip bombs.
func (w *workbook) open(name string) (io.ReadCloser, error) {
	f, ok := w.parts[strings.ToLower(name)]
	if !ok {
		return nil, dubbelkrona.Invalidf("its part %s is missing; it is damaged or not a workbook", path.Base(name))
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

// decodePart decodes a part that is small in every valid workbook.
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
	// The archive's checksum is verified at the part's end, which the decoder
	// may not reach.
	_, err = io.Copy(io.Discard, limited)
	return err
}

// classified turns XML errors into Invalid errors.
func classified(err error) error {
	var syntax *xml.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return dubbelkrona.Invalidf("its XML is malformed: %s", syntax.Msg)
	case err == io.EOF, errors.Is(err, io.ErrUnexpectedEOF):
		return dubbelkrona.Invalidf("its XML ends too early; the workbook is damaged or cut off")
	case err != nil && strings.HasPrefix(err.Error(), "xml: "): // of a version or an encoding, which have no type
		return dubbelkrona.Invalidf("its XML has a version or an encoding that is not allowed in a workbook; it is damaged")
	}
	return err
}

// budget limits the bytes read: an XML decoder holds each token in memory, and
// a token may be as long as the file.
type budget struct {
	r    io.Reader
	left int64
	what string
}

// Read implements io.Reader.
func (b *budget) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, dubbelkrona.Invalidf("%s is longer than the limit", b.what)
	}
	n, err := b.r.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}
