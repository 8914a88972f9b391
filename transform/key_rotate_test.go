package transform

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/identity"
)

// rotated returns the test key rotated once, with a secret of twos.
func rotated(t testing.TB) Key {
	t.Helper()
	k, err := testKey(t).Rotate(bytes.NewReader(bytes.Repeat([]byte("2"), 32)))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// The numbers are official test numbers, which belong to nobody.
const testNumber, otherTestNumber = "197302889931", "199001012385"

func TestRotatedPseudonymIsHMACOfTheFormerOne(t *testing.T) {
	old := testKey(t).hasher().sum(purposePerson, testNumber)
	mac := hmac.New(sha256.New, bytes.Repeat([]byte("2"), 32))
	mac.Write(append([]byte("dubbelkrona next 1\x00"), old[:]...))
	want := mac.Sum(nil)[:dubbelkrona.PseudonymBytes]
	got := rotated(t).hasher().sum(purposePerson, testNumber)
	if !bytes.Equal(got[:], want) {
		t.Errorf("pseudonym %x, want %x", got, want)
	}
}

// A stored pseudonym that is re-keyed equals the pseudonym that the new key makes of the
// number, over two rotations, alone and inside identifiers.
func TestRekeyedPseudonymsEqualNewOnes(t *testing.T) {
	first := testKey(t)
	second := rotated(t)
	third, err := second.Rotate(bytes.NewReader(bytes.Repeat([]byte("3"), 32)))
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{testNumber, "AVTAL " + testNumber + "/7", testNumber + " och " + otherTestNumber, "2026-17", "x" + testNumber + "9001012385"}
	for _, step := range []struct{ from, to Key }{{first, second}, {second, third}} {
		rekey := step.to.Rekeyer()
		old := step.from.hasher().sum(purposePerson, testNumber)
		if got := rekey.Person(old[:]); got != step.to.hasher().sum(purposePerson, testNumber) {
			t.Errorf("pseudonym %x", got)
		}
		other := step.from.hasher().sum(purposeOther, "syn-1")
		if got := rekey.Person(other[:]); got != step.to.hasher().sum(purposeOther, "syn-1") {
			t.Errorf("other id %x", got)
		}
		if got := rekey.Text(step.from.hasher().token(testNumber)); got != step.to.hasher().token(testNumber) {
			t.Errorf("token %s", got)
		}
		from, to := step.from.hasher(), step.to.hasher()
		from.now, to.now = today, today
		for _, text := range texts {
			stored, want := from.tokens(text), to.tokens(text)
			if got := rekey.Text(stored); got != want || (want == stored) != !identity.Contains(text) {
				t.Errorf("%d: %s became %s, want %s", len(text), stored, got, want)
			}
		}
	}
	for name, pair := range map[string][2]string{"second": {first.Fingerprint(), second.Previous().Fingerprint()}, "third": {second.Fingerprint(), third.Previous().Fingerprint()}} {
		if pair[0] != pair[1] {
			t.Errorf("%s: the previous key is another one", name)
		}
	}
	if first.Fingerprint() == second.Fingerprint() || second.Fingerprint() == third.Fingerprint() || !first.Previous().IsZero() {
		t.Error("fingerprints do not tell the keys apart")
	}
}

func TestRotatedKeyFile(t *testing.T) {
	dir := t.TempDir()
	project := filepath.Join(dir, "p")
	if err := os.Mkdir(project, 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "rotated.key")
	if err := rotated(t).WriteKeyFile(path); err != nil {
		t.Fatal(err)
	}
	back, err := LoadKey(path, project)
	if err != nil || back.Fingerprint() != rotated(t).Fingerprint() || back.Previous().Fingerprint() != testKey(t).Fingerprint() {
		t.Fatalf("%v", err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, broken := range map[string]string{
		"cut":    string(content[:len(content)-3]),
		"spaces": strings.Replace(string(content), " 3232", "  3232", 1),
		"many":   keyHeader + strings.TrimSpace(strings.Repeat(strings.Repeat("ab", 32)+" ", maxSecrets+1)) + "\n",
	} {
		at := filepath.Join(dir, name)
		if err := os.WriteFile(at, []byte(broken), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := LoadKey(at, project); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	k := testKey(t)
	for range maxSecrets - 1 {
		if k, err = k.Rotate(bytes.NewReader(bytes.Repeat([]byte("n"), 32))); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := k.Rotate(bytes.NewReader(bytes.Repeat([]byte("n"), 32))); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
		t.Errorf("one rotation too many: %v", err)
	}
}

// A person who was erased under one key is recognised under every later one, by identity
// number, by case number and inside identifiers, and nobody else is.
func TestErasedPersonIsRecognisedUnderLaterKeys(t *testing.T) {
	keys := []Key{testKey(t), rotated(t)}
	for i, erasedUnder := range keys {
		traces, err := erasedUnder.Traces("730288-9931", today)
		if err != nil {
			t.Fatal(err)
		}
		marks := make(map[string]bool)
		for _, m := range erasedUnder.Marks(traces) {
			marks[m] = true
		}
		for _, now := range keys[i:] {
			h := now.hasher()
			h.now, h.erased, h.replacements = today, marks, make(map[string]string)
			p := h.sum(purposePerson, testNumber)
			case1, case2 := h.sum(purposeOther, "730288-9931"), h.sum(purposeOther, testNumber)
			if !Erased(p[:]) || !Erased(case1[:]) || !Erased(case2[:]) {
				t.Errorf("%x %x %x: not known", p, case1, case2)
			}
			other := h.sum(purposePerson, otherTestNumber)
			if other != now.hasher().sum(purposePerson, otherTestNumber) {
				t.Error("another person is not what she was")
			}
			text := h.tokens("A " + testNumber + " B " + otherTestNumber)
			again := h.tokens("A 19730288-9931 B " + otherTestNumber)
			if strings.Contains(text, now.hasher().token(testNumber)) || !strings.Contains(text, now.hasher().token(otherTestNumber)) || len(text) != 4+1+34+34 {
				t.Errorf("%s", text)
			}
			if text != again {
				t.Errorf("%s and %s: references no longer meet", text, again)
			}
		}
	}
}

func TestTraces(t *testing.T) {
	k := testKey(t)
	want := k.hasher().sum(purposePerson, testNumber)
	for _, way := range []string{testNumber, "19730288-9931", "730288-9931", " 7302889931\n", "\ufeff730288\u20119931"} {
		traces, err := k.Traces(way, today)
		if err != nil || traces.Persons[0] != want || traces.Tokens[0] != k.hasher().token(testNumber) {
			t.Errorf("%d characters: %v", len(way), err)
		}
	}
	for _, wrong := range []string{"", "730288-9932", "556012-5790", "SYN-1"} {
		if _, err := k.Traces(wrong, today); dubbelkrona.KindOf(err) != dubbelkrona.Invalid || wrong != "" && strings.Contains(err.Error(), wrong) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	other, err := k.OtherTraces(" syn-HBG-001 ")
	if err != nil || other.Persons[0] != k.hasher().sum(purposeOther, "syn-hbg-001") || other.Tokens != nil {
		t.Errorf("%v %v", other, err)
	}
	if _, err := k.OtherTraces(" \n"); err == nil {
		t.Error("nothing is a number")
	}
	traces, err := ParseTrace(strings.ToUpper(hex.EncodeToString(want[:])))
	if err != nil || len(traces.Persons) != 1 || traces.Persons[0] != want {
		t.Errorf("%v %v", traces, err)
	}
	traces, err = ParseTrace(k.hasher().token(testNumber))
	if err != nil || len(traces.Persons) != 0 || traces.Tokens[0] != k.hasher().token(testNumber) {
		t.Errorf("%v %v", traces, err)
	}
	for _, wrong := range []string{"", "p-", "xyz", testNumber, strings.Repeat("0", 32)} {
		if _, err := ParseTrace(wrong); err == nil {
			t.Errorf("%q is taken for a pseudonym", wrong)
		}
	}
}
