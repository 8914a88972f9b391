package jsontext

import "dubbelkrona"

// Array reads the array that begins here and calls element at the start of each
// element, which element must consume.
func (w *Reader) Array(element func(first byte) error) error {
	return w.container('[', ']', element)
}

// Object reads the object that begins here and calls member at the value of
// each key, which member must consume.
func (w *Reader) Object(member func(key string, first byte) error) error {
	keys := make(map[string]bool)
	return w.container('{', '}', func(first byte) error {
		if first != '"' {
			return errKey()
		}
		key, err := w.key()
		if err != nil {
			return err
		}
		if keys[key] {
			return ErrTwice()
		}
		if keys[key] = true; len(keys) > w.limits.Keys {
			return dubbelkrona.Invalidf("an object has more than %d keys", w.limits.Keys)
		}
		c, err := w.Peek()
		if err != nil {
			return unexpectedEnd(err)
		}
		return member(key, c)
	})
}

// key consumes a key and the colon after it.
func (w *Reader) key() (string, error) {
	raw, err := w.Value()
	if err != nil {
		return "", err
	}
	text, _, err := unquote(raw, nil)
	if err != nil {
		return "", err
	}
	key := string(text)
	return key, w.take(':')
}

// take consumes the byte c, after white space.
func (w *Reader) take(c byte) error {
	got, err := w.Peek()
	if err != nil {
		return unexpectedEnd(err)
	}
	if got != c {
		return dubbelkrona.Invalidf("%q was expected", c)
	}
	w.pos++
	return nil
}

func (w *Reader) container(open, end byte, item func(first byte) error) error {
	if err := w.take(open); err != nil {
		return err
	}
	if w.depth++; w.depth > w.limits.Depth {
		return errDepth(w.limits.Depth)
	}
	for first := true; ; first = false {
		c, err := w.Peek()
		if err != nil {
			return unexpectedEnd(err)
		}
		if c == end && first {
			break
		}
		if c == ',' || c == end {
			return dubbelkrona.Invalidf("a value is missing before %q", c)
		}
		if err := item(c); err != nil {
			return err
		}
		if c, err = w.Peek(); err != nil {
			return unexpectedEnd(err)
		}
		if c == end {
			break
		}
		if c != ',' {
			return dubbelkrona.Invalidf("a comma is missing between two values")
		}
		w.pos++
	}
	w.pos++
	w.depth--
	return nil
}
