package csv

import (
	"context"
	"strconv"

	"dubbelkrona/ingest"
)

// Describe implements ingest.Describer: the delimiter and the header's line.
func (f *Format) Describe(_ context.Context, in ingest.Input) ([]ingest.Detail, error) {
	s, d, err := f.open(in)
	if err != nil {
		return nil, err
	}
	delimiter := string(rune(s.delimiter))
	if s.delimiter == '\t' {
		delimiter = "tab"
	}
	return []ingest.Detail{{Setting: "delimiter", Value: delimiter}, {Setting: "header_row", Value: strconv.FormatInt(d.headerLine, 10)}}, nil
}
