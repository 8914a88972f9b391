package secret_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/internal/secret"
)

const secretValue = "s3cret-value"

func TestSecretIsRevealed(t *testing.T) {
	root := t.TempDir()
	if err := os.WriteFile(filepath.Join(root, "password"), []byte(secretValue+" \r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("DUBBELKRONA_TEST_SECRET", secretValue)
	for _, s := range []secret.Ref{{Env: "DUBBELKRONA_TEST_SECRET"}, {File: "password"}, {File: filepath.Join(root, "password")}} {
		if got, err := s.Reveal(root); err != nil || got.Expose() != secretValue || !s.IsSet() {
			t.Errorf("%+v: %v", s, err)
		}
	}
}

func TestSecretPrintsAsStars(t *testing.T) {
	value := secret.NewValue(secretValue)
	held := struct{ Password secret.Value }{value}
	inner := struct{ password secret.Value }{value}
	encoded, err := json.Marshal(held)
	if err != nil {
		t.Fatal(err)
	}
	var logged strings.Builder
	slog.New(slog.NewTextHandler(&logged, nil)).Info("x", "password", value, "held", held)
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("x", "password", value, "held", held)
	texts := []string{string(encoded), logged.String()}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		texts = append(texts, fmt.Sprintf(verb, value), fmt.Sprintf(verb, &value), fmt.Sprintf(verb, held), fmt.Sprintf(verb, inner), fmt.Sprintf(verb, &inner))
	}
	for _, text := range texts {
		if strings.Contains(text, secretValue) || strings.Contains(text, fmt.Sprintf("%x", secretValue)) {
			t.Errorf("it prints as %s", text)
		}
	}
}

func TestFaultySecrets(t *testing.T) {
	root := t.TempDir()
	for name, mode := range map[string]os.FileMode{"open": 0o644, "empty": 0o600} {
		content := secretValue
		if name == "empty" {
			content = "\n"
		}
		if err := os.WriteFile(filepath.Join(root, name), []byte(content), mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(filepath.Join(root, name), mode); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(root, "huge"), make([]byte, 100<<10), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, s := range []secret.Ref{{}, {Env: "A", File: "b"}, {Env: "DUBBELKRONA_TEST_NOT_SET"}, {File: "missing"}, {File: "open"}, {File: "empty"}, {File: "huge"}, {File: "."}} {
		_, err := s.Reveal(root)
		if dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%+v: %v; want an Invalid error", s, err)
		}
		ingesttest.NoSecret(t, err, secretValue, root)
	}
}
