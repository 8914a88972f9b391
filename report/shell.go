package report

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html"
	"html/template"
	"io"
)

//go:embed templates/*.html
var files embed.FS

//go:embed assets/report.css
var style string

//go:embed assets/report.js
var script string

var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"list": func(all ...any) []any { return all },
	// one gives a table its page.
	"one": func(p *page, t any) map[string]any { return map[string]any{"Page": p, "Table": t} },
}).ParseFS(files, "templates/*.html"))

// Asset is a file that a page needs beside it.
type Asset struct {
	Name, ContentType string
	Content           []byte
}

// Assets are the files that Page refers to below /assets/.
func Assets() []Asset {
	return []Asset{
		{"report.css", "text/css; charset=utf-8", []byte(style)},
		{"report.js", "text/javascript; charset=utf-8", []byte(script)},
	}
}

// File writes a report as one file that needs nothing else. It forbids every script and
// style but its own.
func File(w io.Writer, d Data) error {
	return write(w, &d, policy(hashed(style), hashed(script))+"<style>"+style+"</style>\n", "<script>"+script+"</script>\n")
}

// Page writes a report for a server that has Assets at /assets/.
func Page(w io.Writer, d Data) error {
	return write(w, &d, "<link rel=\"stylesheet\" href=\"/assets/report.css\">\n", "<script src=\"/assets/report.js\"></script>\n")
}

// policy is a content security policy that allows a style and, if one is given, a script
// by their hashes, and nothing else.
func policy(style string, script ...string) string {
	p := fmt.Sprintf("default-src 'none'; style-src '%s'; base-uri 'none'; form-action 'none'", style)
	for _, s := range script {
		p += fmt.Sprintf("; script-src '%s'", s)
	}
	return "<meta http-equiv=\"Content-Security-Policy\" content=\"" + p + "\">\n"
}

// hashed is a source of a content security policy that allows this content alone.
func hashed(content string) string {
	sum := sha256.Sum256([]byte(content))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// write writes a report with something at the end of its head and of its body.
func write(w io.Writer, d *Data, head, tail string) error {
	var b bytes.Buffer
	all := pages(d)
	begin(&b, all[0].T("Det dubbla värdet", "The double value")+" – "+all[0].Place(), head)
	for _, p := range all {
		if err := templates.ExecuteTemplate(&b, "report", p); err != nil {
			return fmt.Errorf("report write: %w", err)
		}
		b.WriteByte('\n')
	}
	block, err := packed(all[0])
	if err != nil {
		return fmt.Errorf("report write: %w", err)
	}
	fmt.Fprintf(&b, "<script type=\"text/plain\" id=\"block\">%s</script>\n%s</body>\n</html>\n", block, tail)
	_, err = b.WriteTo(w)
	return err
}

// begin writes the beginning of a document.
func begin(b *bytes.Buffer, title, head string) {
	fmt.Fprintf(b, "<!DOCTYPE html>\n<html lang=\"sv\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>%s</title>\n<meta name=\"color-scheme\" content=\"light dark\">\n%s</head>\n<body>\n",
		html.EscapeString(title), head)
}
