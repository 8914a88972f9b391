package dashboards_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

// The workbook has the query of figures.pq, which it runs when it is opened, and no data.
func TestWorkbook(t *testing.T) {
	const path = "excel/dubbelkrona.xlsx"
	query := strings.TrimSpace(strings.ReplaceAll(string(read(t, "powerquery/figures.pq")), "\r\n", "\n"))
	section, err := mashup(part(t, path, "customXml/item1.xml"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(section, "section Section1;") || !strings.Contains(strings.ReplaceAll(section, "\r\n", "\n"), query) {
		t.Errorf("the workbook has another query than figures.pq; .ci/dashboards makes it again:\n%s", section)
	}
	connections := string(part(t, path, "xl/connections.xml"))
	for _, want := range []string{"Microsoft.Mashup.OleDb.1", `refreshOnLoad="1"`, "dubbelkrona"} {
		if !strings.Contains(connections, want) {
			t.Errorf("the connection has no %s: %s", want, connections)
		}
	}
	book, err := excelize.OpenReader(bytes.NewReader(read(t, path)))
	if err != nil {
		t.Fatal(err)
	}
	for _, sheet := range book.GetSheetList() {
		if rows, err := book.GetRows(sheet); err != nil || len(rows) > 2 {
			t.Errorf("sheet %s has %d rows: %v", sheet, len(rows), err)
		}
	}
	if err := book.Close(); err != nil {
		t.Error(err)
	}
}

// part returns a part of a workbook.
func part(t *testing.T, path, name string) []byte {
	t.Helper()
	content := read(t, path)
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	text, err := unzip(archive, name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func unzip(archive *zip.Reader, name string) ([]byte, error) {
	f, err := archive.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// mashup returns the Power Query of a workbook's part DataMashup, as [MS-QDEFF] lays it
// out: a version and the length of a package, then the package, a zip file.
func mashup(text []byte) (string, error) {
	if bytes.HasPrefix(text, []byte{0xFF, 0xFE}) {
		units := make([]uint16, len(text)/2-1)
		if err := binary.Read(bytes.NewReader(text[2:]), binary.LittleEndian, units); err != nil {
			return "", err
		}
		text = []byte(string(utf16.Decode(units)))
	}
	_, text, _ = bytes.Cut(text, []byte("?>")) // it says UTF-16
	var element struct {
		XMLName xml.Name `xml:"http://schemas.microsoft.com/DataMashup DataMashup"`
		Content string   `xml:",chardata"`
	}
	if err := xml.Unmarshal(text, &element); err != nil {
		return "", err
	}
	content, err := base64.StdEncoding.DecodeString(strings.TrimSpace(element.Content))
	if err != nil {
		return "", err
	}
	if len(content) < 8 || binary.LittleEndian.Uint32(content) != 0 {
		return "", fmt.Errorf("the part has another version than 0")
	}
	length := binary.LittleEndian.Uint32(content[4:])
	archive, err := zip.NewReader(bytes.NewReader(content[8:8+length]), int64(length))
	if err != nil {
		return "", err
	}
	section, err := unzip(archive, "Formulas/Section1.m")
	return string(section), err
}
