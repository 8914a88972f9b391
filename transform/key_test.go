package transform

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/identity"
)

func TestPseudonymIsHMAC(t *testing.T) {
	k := testKey(t)
	mac := hmac.New(sha256.New, bytes.Repeat([]byte("k"), 32))
	mac.Write([]byte("dubbelkrona person 1\x00197302889931"))
	want := mac.Sum(nil)[:dubbelkrona.PseudonymBytes]
	got := k.hasher().sum(purposePerson, "197302889931")
	if !bytes.Equal(got[:], want) {
		t.Errorf("pseudonym %x, want %x", got, want)
	}
	other, token := k.hasher().sum(purposeOther, "197302889931"), k.hasher().token("197302889931")
	if other == got || token == "p-"+hex.EncodeToString(got[:]) || token != k.hasher().token("197302889931") || len(token) != 34 {
		t.Errorf("the purposes are not apart: %x %x %s", got, other, token)
	}
}

func TestTokensAreNotReadAsNumbers(t *testing.T) {
	h := testKey(t).hasher()
	for i := range 200_000 {
		if token := h.token(fmt.Sprint(i)); identity.Contains(token) {
			t.Fatalf("%s reads as a number", token)
		}
	}
}

func TestKeyIsNeverPrinted(t *testing.T) {
	k := testKey(t)
	type holder struct{ k, p any }
	text, err := json.Marshal(map[string]any{"key": k})
	if err != nil {
		t.Fatal(err)
	}
	all := string(text)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%c", "%p", "%T"} {
		all += fmt.Sprintf(verb, k) + fmt.Sprintf(verb, &k) + fmt.Sprintf(verb, struct{ hidden Key }{k}) + fmt.Sprintf(verb, holder{k, &k}) + fmt.Sprintf(verb, []Key{k})
	}
	for _, secret := range []string{"kkkk", "6b6b6b", "6B6B6B", "107 107"} {
		if strings.Contains(all, secret) {
			t.Errorf("the key shows as %s in %s", secret, all)
		}
	}
	if f := k.Fingerprint(); len(f) != 16 || (Key{}).Fingerprint() != "" || f != testKey(t).Fingerprint() {
		t.Errorf("fingerprint %q", f)
	}
}

func TestKeyFile(t *testing.T) {
	dir := t.TempDir()
	project := filepath.Join(dir, "project")
	if err := os.Mkdir(project, 0o755); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "keys", "a.key")
	k := testKey(t)
	if err := k.WriteKeyFile(path); err != nil {
		t.Fatal(err)
	}
	for p, mode := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700} {
		if info, err := os.Stat(p); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s has mode %v, %v", p, info.Mode(), err)
		}
	}
	back, err := LoadKey(path, project)
	if err != nil || back.Fingerprint() != k.Fingerprint() {
		t.Fatalf("load: %v", err)
	}
	if err := k.WriteKeyFile(path); dubbelkrona.KindOf(err) != dubbelkrona.Conflict {
		t.Errorf("overwriting: %v", err)
	}
	refuse := func(name, path string, kind dubbelkrona.Kind) {
		t.Helper()
		if _, err := LoadKey(path, project); err == nil || dubbelkrona.KindOf(err) != kind || strings.Contains(err.Error(), "6b6b") {
			t.Errorf("%s: %v", name, err)
		}
	}
	write := func(path, content string, mode os.FileMode) string {
		t.Helper()
		if err := os.WriteFile(path, []byte(content), mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	link := func(to, path string) string {
		t.Helper()
		if err := os.Symlink(to, path); err != nil {
			t.Fatal(err)
		}
		return path
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content := string(whole)
	refuse("missing", filepath.Join(dir, "none.key"), dubbelkrona.NotFound)
	refuse("open to the group", write(filepath.Join(dir, "group.key"), content, 0o640), dubbelkrona.Invalid)
	refuse("open to others", write(filepath.Join(dir, "others.key"), content, 0o604), dubbelkrona.Invalid)
	inside := write(filepath.Join(project, "in.key"), content, 0o600)
	refuse("inside the project", inside, dubbelkrona.Invalid)
	refuse("inside by dots", filepath.Join(dir, "keys")+"/../project/in.key", dubbelkrona.Invalid)
	refuse("link from outside to inside", link(inside, filepath.Join(dir, "out.key")), dubbelkrona.Invalid)
	refuse("link to the key", link(path, filepath.Join(dir, "link.key")), dubbelkrona.Invalid)
	link(project, filepath.Join(dir, "alias"))
	refuse("inside by a linked folder", filepath.Join(dir, "alias", "in.key"), dubbelkrona.Invalid)
	refuse("a folder", filepath.Join(dir, "keys"), dubbelkrona.Invalid)
	refuse("empty", write(filepath.Join(dir, "empty.key"), "", 0o600), dubbelkrona.Invalid)
	refuse("short", write(filepath.Join(dir, "short.key"), content[:40], 0o600), dubbelkrona.Invalid)
	refuse("long", write(filepath.Join(dir, "long.key"), strings.TrimSpace(content)+"00\n", 0o600), dubbelkrona.Invalid)
	refuse("not hexadecimal", write(filepath.Join(dir, "text.key"), keyHeader+strings.Repeat("x", 64), 0o600), dubbelkrona.Invalid)
}

func TestPassWithoutKey(t *testing.T) {
	plan, _ := Compile(Spec{Profile: "spend"})
	pass := plan.Start(dubbelkrona.Origin{Object: "o"}, Env{})
	defer pass.Close()
	if err := pass.Batch(nil, nil, nil); dubbelkrona.KindOf(err) != dubbelkrona.Internal || pass.Finish(nil) == nil {
		t.Errorf("a pass without a key: %v", err)
	}
}
