package golden

import (
	"encoding/csv"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"dubbelkrona"
	"dubbelkrona/metrics"

	"github.com/rogpeppe/go-internal/txtar"
)

// File is a golden file.
type File struct {
	Kind metrics.Kind
	Name string // of the definition
	Path string // in the folder of definitions

	expected [][]string
	tables   []table // in the order of the file
}

// table is a table that is given, with its head.
type table struct {
	name string
	rows [][]string
}

// Find returns the golden files of a folder of definitions, in the order of their paths.
// A file that cannot be read is an Invalid error.
func Find(folder fs.FS) (files []File, err error) {
	paths, err := fs.Glob(folder, "*/*.txtar")
	if err != nil {
		return nil, err
	}
	for _, p := range paths {
		text, err := fs.ReadFile(folder, p)
		if err != nil {
			return nil, fmt.Errorf("golden read: %w", err)
		}
		name, _, _ := strings.Cut(path.Base(p), ".")
		f := File{Kind: metrics.Kind(path.Dir(p)), Name: name, Path: p}
		if err := f.parse(text); err != nil {
			return nil, dubbelkrona.Invalidf("%s: %w", p, err)
		}
		files = append(files, f)
	}
	return files, nil
}

func (f *File) parse(text []byte) error {
	for _, part := range txtar.Parse(text).Files {
		name, isCSV := strings.CutSuffix(part.Name, ".csv")
		if !isCSV {
			return fmt.Errorf("%s: write its name as expected.csv, core.<table>.csv, meta.<table>.csv or metric.<model>.csv", part.Name)
		}
		reader := csv.NewReader(strings.NewReader(string(part.Data)))
		reader.Comment = '#'
		rows, err := reader.ReadAll()
		if err != nil {
			return fmt.Errorf("%s: %w", part.Name, err)
		}
		switch {
		case len(rows) == 0:
			return fmt.Errorf("%s: it has no head", part.Name)
		case name == "expected":
			f.expected = rows
		default:
			f.tables = append(f.tables, table{name, rows})
		}
	}
	if f.expected == nil {
		return fmt.Errorf("it has no expected.csv")
	}
	return nil
}
