package postgres

import (
	"bytes"
	"encoding/json"
	"math/big"
	"strings"

	"github.com/jackc/pgx/v5/pgtype"

	"dubbelkrona"
)

// exact is a decimal number: Coefficient × 10^Exponent.
type exact interface {
	Coefficient() *big.Int
	Exponent() int32
}

// plain returns a value for a column of the same kind.
func plain(v any) (any, error) {
	switch v := v.(type) {
	case string:
		return printable(v), nil
	case exact:
		return pgtype.Numeric{Int: v.Coefficient(), Exp: v.Exponent(), Valid: true}, nil
	}
	return v, nil
}

// list returns the names of a text "a,b" as an array; an empty one for the empty
// text.
func list(v any) (any, error) {
	text, ok := v.(string)
	if !ok {
		return nil, nil
	}
	names := []string{}
	for name := range strings.SplitSeq(printable(text), ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names, nil
}

// object returns the text of a JSON object for a column of type jsonb, which cannot
// hold the character NUL.
func object(v any) (any, error) {
	text, ok := v.(string)
	if !ok {
		return nil, nil
	}
	if !strings.Contains(text, `\u0000`) {
		return json.RawMessage(text), nil
	}
	var values map[string]any
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&values); err != nil {
		return nil, dubbelkrona.Errorf(dubbelkrona.Internal, "a value is not a JSON object")
	}
	clean := make(map[string]any, len(values))
	for key, value := range values {
		if text, ok := value.(string); ok {
			value = printable(text)
		}
		clean[printable(key)] = value
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(clean)
	return json.RawMessage(b.Bytes()), err
}

// printable returns a text that PostgreSQL can hold: the character NUL, which it
// cannot, becomes U+FFFD.
func printable(text string) string { return strings.ReplaceAll(text, "\x00", "\uFFFD") }
