package intake

import (
	"cmp"
	"slices"

	"dubbelkrona"
	"dubbelkrona/internal/lake"

	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// issueBatch is the number of issues that are buffered before they are written.
const issueBatch = 8192

// issueLog writes the issues of one object to the lake and counts them.
type issueLog struct {
	lake    *lake.Lake
	object  string
	builder *array.RecordBuilder
	pending int
	writer  *lake.Writer
	tally   map[dubbelkrona.IssueCount]int64
}

func newIssueLog(l *lake.Lake, object string) *issueLog {
	return &issueLog{lake: l, object: object, tally: make(map[dubbelkrona.IssueCount]int64),
		builder: array.NewRecordBuilder(memory.DefaultAllocator, dubbelkrona.IssueTable().Schema())}
}

// add adds one issue. The fields are those of dubbelkrona.IssueTable.
func (l *issueLog) add(i dubbelkrona.Issue) error {
	l.tally[dubbelkrona.IssueCount{Table: i.Table, Rule: i.Rule, Severity: i.Severity}]++
	for index, field := range l.builder.Schema().Fields() {
		switch b := l.builder.Field(index).(type) {
		case *array.Int64Builder:
			b.Append(i.Row)
		case *array.StringBuilder:
			text := map[string]string{"object": l.object, "table": i.Table, "column": dubbelkrona.Printable(i.Column),
				"rule": i.Rule, "severity": i.Severity.String(), "detail": dubbelkrona.Printable(i.Detail), "subject": i.Subject}[field.Name]
			if text == "" {
				b.AppendNull()
			} else {
				b.Append(text)
			}
		}
	}
	if l.pending++; l.pending < issueBatch {
		return nil
	}
	return l.flush()
}

func (l *issueLog) flush() (err error) {
	if l.pending == 0 {
		return nil
	}
	if l.writer == nil {
		if l.writer, err = l.lake.Create(dubbelkrona.IssueTable()); err != nil {
			return err
		}
	}
	record := l.builder.NewRecord()
	defer record.Release()
	l.pending = 0
	return l.writer.Write(record)
}

// writers returns the writer of the issues; none if there was no issue.
func (l *issueLog) writers() ([]*lake.Writer, error) {
	if err := l.flush(); err != nil || l.writer == nil {
		return nil, err
	}
	return []*lake.Writer{l.writer}, nil
}

func (l *issueLog) abort() error {
	l.builder.Release()
	if l.writer == nil {
		return nil
	}
	return l.writer.Abort()
}

// counts returns the number of issues by table, rule and severity, sorted.
func (l *issueLog) counts() []dubbelkrona.IssueCount {
	counts := make([]dubbelkrona.IssueCount, 0, len(l.tally))
	for key, n := range l.tally {
		key.Count = n
		counts = append(counts, key)
	}
	slices.SortFunc(counts, func(a, b dubbelkrona.IssueCount) int {
		return cmp.Or(cmp.Compare(a.Table, b.Table), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Severity, b.Severity))
	})
	return counts
}

// has reports whether there is an issue of a rule.
func (l *issueLog) has(rule string) bool {
	for key := range l.tally {
		if key.Rule == rule {
			return true
		}
	}
	return false
}
