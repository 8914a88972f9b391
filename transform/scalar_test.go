package transform

import "testing"

func TestScalarsKeepTheirText(t *testing.T) {
	for source, want := range map[string]string{
		"0360": "0360", "'0360'": "0360", `"a\tb"`: "a\tb", "'it''s'": "it's", "1.50": "1.50", "true": "true", "~": "", "null": "", "'~'": "~",
		"Malmö stad # a comment": "Malmö stad", "'a # b'": "a # b", "d/m/yyyy\n": "d/m/yyyy",
	} {
		var s Scalar
		if err := s.UnmarshalYAML([]byte(source)); err != nil || string(s) != want {
			t.Errorf("%s is %q, %v; want %q", source, s, err, want)
		}
	}
	for _, source := range []string{"[1]", "{a: b}", "a: b", "- a", "|\n a", `"\q"`, "*alias"} {
		var s Scalar
		if err := s.UnmarshalYAML([]byte(source)); err == nil {
			t.Errorf("%s was accepted as %q", source, s)
		}
	}
}
