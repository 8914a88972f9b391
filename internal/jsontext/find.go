package jsontext

// Find returns the raw value of a key of the object data, nil if it has none.
// The rest of the object is not validated.
func Find(data []byte, name string) ([]byte, error) {
	w := Reader{buf: data, end: len(data), eof: true, mark: -1, limits: Limits{Value: len(data), Depth: len(data), Keys: len(data)}}
	if err := w.take('{'); err != nil {
		return nil, err
	}
	if c, err := w.Peek(); err != nil || c == '}' {
		return nil, unexpectedEnd(err)
	}
	for {
		key, err := w.key()
		if err != nil {
			return nil, err
		}
		if key == name {
			return w.Value()
		}
		if err := w.Skip(); err != nil {
			return nil, err
		}
		c, err := w.Peek()
		if err != nil || c != ',' {
			return nil, unexpectedEnd(err)
		}
		w.pos++
	}
}

// Text returns the text of a raw value, and reports whether it is a string.
func Text(raw []byte) (string, bool) {
	text, _, err := unquote(raw, nil)
	return string(text), err == nil
}
