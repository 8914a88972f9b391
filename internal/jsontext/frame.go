package jsontext

// frame scans the structure of a value byte by byte, to find its end without
// parsing it.
type frame struct {
	depth    int
	inString bool
	escaped  bool
	scalar   bool // a number or word: ends before a byte that is none of its own
}

// step scans data from where it stopped and returns the length of the value, or
// -1 if data ends first. outside is the depth of the value itself.
func (f *frame) step(data []byte, from, outside, maxDepth int) (int, error) {
	for i := from; i < len(data); i++ {
		switch {
		case f.escaped:
			f.escaped = false
			continue
		case f.inString:
			for i < len(data) && data[i] != '"' && data[i] != '\\' {
				i++
			}
			if i == len(data) {
				return -1, nil
			}
			if data[i] == '\\' {
				f.escaped = true
				continue
			}
			if f.inString = false; f.depth == 0 {
				return i + 1, nil
			}
			continue
		}
		switch c := data[i]; c {
		case '"':
			if f.scalar {
				return i, nil
			}
			f.inString = true
		case '{', '[':
			if f.scalar {
				return i, nil
			}
			if f.depth++; outside+f.depth > maxDepth {
				return 0, errDepth(maxDepth)
			}
		case '}', ']':
			if f.scalar {
				return i, nil
			}
			if f.depth--; f.depth <= 0 {
				return i + 1, nil
			}
		case ' ', '\t', '\r', '\n', ',', ':':
			if f.scalar {
				return i, nil
			}
		default:
			f.scalar = f.depth == 0
		}
	}
	return -1, nil
}
