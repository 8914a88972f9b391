package warehouse

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/lake"
)

// scan is the SELECT of all the rows of segments with their provenance and
// their number in the segment's file, and how many they are. It has looked at
// every file: they are there, with the table's columns and the number of rows
// that the ledger knows.
func (b *builder) scan(t loaded, segments []dubbelkrona.Segment) (query string, rows int64, err error) {
	layouts, err := b.layouts(t, segments)
	if err != nil {
		return "", 0, err
	}
	var selects []string
	for _, l := range layouts {
		scan := l.scanOwn
		if l.packed {
			scan = l.scanPacks
		}
		if query, n := scan(t); n > 0 {
			selects, rows = append(selects, query), rows+n
		}
	}
	return strings.Join(selects, " UNION ALL "), rows, nil
}

// layout is a set of segments that one SELECT reads: in packs or not, and of
// files with the same columns.
type layout struct {
	packed bool
	// lacks are columns that the table got after the files were written. They
	// are NULL: nobody asked the source for them then.
	lacks    []string
	segments []dubbelkrona.Segment
	paths    []string // of each segment
}

// layouts checks the file of every segment and sorts the segments by how their
// files are read.
func (b *builder) layouts(t loaded, segments []dubbelkrona.Segment) (all []*layout, err error) {
	checked := make(map[string][]string)
	for _, s := range segments {
		path, err := filepath.Abs(filepath.Join(b.spec.Lake, filepath.FromSlash(s.Path)))
		if err != nil {
			return nil, err
		}
		packed := s.Pack != dubbelkrona.Pack{}
		lacks, seen := checked[path]
		if !seen || !packed {
			check := checkSegment
			if packed {
				check = checkPack
			}
			if lacks, err = check(path, t.Table, s); err != nil {
				return nil, err
			}
			checked[path] = lacks
		}
		at := slices.IndexFunc(all, func(l *layout) bool { return l.packed == packed && slices.Equal(l.lacks, lacks) })
		if at < 0 {
			at, all = len(all), append(all, &layout{packed: packed, lacks: lacks})
		}
		all[at].segments, all[at].paths = append(all[at].segments, s), append(all[at].paths, path)
	}
	return all, nil
}

// scanOwn is scan for segments that have a file each.
//
// Many files go into one statement with a join to their numbers. Measured on
// 24 files of 2 M rows in all, that costs what constants would; a map lookup
// costs half as much again, a UNION ALL of one SELECT per file three times as
// much. What the names of the folders say is not read: a table may have a column
// of that name.
func (l *layout) scanOwn(t loaded) (query string, rows int64) {
	var files, values []string
	for i, s := range l.segments {
		if s.Rows == 0 {
			continue
		}
		rows += s.Rows
		files = append(files, Literal(escapeGlob(l.paths[i])))
		values = append(values, fmt.Sprintf("(%s, %s, %d::BIGINT)", Literal(l.paths[i]), Literal(s.Source), s.ID))
	}
	if rows == 0 {
		return "", 0
	}
	return fmt.Sprintf(`SELECT %s, s.%s, s.%s, p.file_row_number AS _file_row
		FROM read_parquet([%s], filename = '_file', file_row_number = true, hive_partitioning = false) AS p JOIN (VALUES %s) AS s(_file, %[2]s, %[3]s) ON p._file = s._file`,
		l.columns(t), sourceColumn, segmentColumn, strings.Join(files, ", "), strings.Join(values, ", ")), rows
}

// scanPacks is scan for segments in packs. A pack's rows bear their segment's
// number; those of segments that are not asked for find no partner.
func (l *layout) scanPacks(t loaded) (query string, rows int64) {
	var files, values []string
	for i, s := range l.segments {
		if file := Literal(escapeGlob(l.paths[i])); !slices.Contains(files, file) {
			files = append(files, file)
		}
		rows += s.Rows
		values = append(values, fmt.Sprintf("(%s, %d::BIGINT)", Literal(s.Source), s.ID))
	}
	if rows == 0 {
		return "", 0
	}
	return fmt.Sprintf(`SELECT %s, s.%s, s.%s, p.file_row_number AS _file_row
		FROM read_parquet([%s], file_row_number = true, hive_partitioning = false) AS p JOIN (VALUES %s) AS s(%[2]s, %[3]s) ON p.%[6]s = s.%[3]s`,
		l.columns(t), sourceColumn, segmentColumn, strings.Join(files, ", "), strings.Join(values, ", "), lake.SegmentColumn), rows
}

// columns are the columns of a table in a file called p.
func (l *layout) columns(t loaded) string {
	own := append(t.columns(), dubbelkrona.RowColumn)
	for i, name := range own {
		own[i] = "p." + Quote(name)
		if col, ok := t.Column(name); ok && slices.Contains(l.lacks, name) {
			own[i] = fmt.Sprintf("CAST(NULL AS %s) AS %s", col.Type.SQL(), Quote(name))
		}
	}
	return strings.Join(own, ", ")
}
