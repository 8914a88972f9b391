package dubbelkrona

import (
	"bytes"
	"encoding/json"
)

// MarshalJSON implements json.Marshaler: an object with ResultColumns, in their order.
func (r Result) MarshalJSON() ([]byte, error) {
	b := bytes.NewBufferString("{")
	for i, c := range ResultColumns() {
		value, err := json.Marshal(c.Field(&r))
		if err != nil {
			return nil, err
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`"` + c.Name + `":`)
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}
