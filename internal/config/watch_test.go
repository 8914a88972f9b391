package config

import (
	"log/slog"
	"strings"
	"testing"
	"time"
)

func TestWatchDefaults(t *testing.T) {
	p, faults := load(t, "project: tierp\n")
	if faults != nil {
		t.Fatal(faults)
	}
	w := p.Watch
	if w.Address() != "127.0.0.1:8610" || w.Gather() != 15*time.Minute || w.Log.Severity() != slog.LevelInfo || w.Notify != nil || w.OTLP != nil || w.OpenLineage != nil {
		t.Errorf("%+v", w)
	}
}

func TestWatchSettings(t *testing.T) {
	p, faults := load(t, `project: tierp
watch:
  listen: 0.0.0.0:8610
  token: {env: WATCH}
  log: {format: json, level: warn}
  digest: 1h
  notify:
    - command: [mail, -s, tierp, ekonomi@example.se]
    - webhook: {url: "https://chat.example.se/hook", token: {file: /etc/hook}}
    - smtp: {host: post.example.se, from: dubbelkrona@example.se, to: [ekonomi@example.se]}
  otlp: {url: "http://127.0.0.1:4318"}
  openlineage: {url: "https://marquez.example.se", token: {env: MARQUEZ}}
`)
	if faults != nil {
		t.Fatal(faults)
	}
	w := p.Watch
	if w.Address() != "0.0.0.0:8610" || w.Token.Env != "WATCH" || w.Gather() != time.Hour || w.Log.Severity() != slog.LevelWarn || len(w.Notify) != 3 ||
		w.Notify[0].Command[3] != "ekonomi@example.se" || w.Notify[1].Webhook.Token.File != "/etc/hook" || w.Notify[2].SMTP.To[0] != "ekonomi@example.se" ||
		w.OTLP.URL != "http://127.0.0.1:4318" || w.OpenLineage.Token.Env != "MARQUEZ" {
		t.Errorf("%+v", w)
	}
	if p, faults := load(t, "project: tierp\nwatch: {listen: off}\n"); faults != nil || p.Watch.Address() != "" {
		t.Errorf("%v %+v", faults, p.Watch)
	}
}

func TestWatchFaults(t *testing.T) {
	for name, tc := range map[string]struct{ text, want string }{
		"open to others":   {"listen: 0.0.0.0:8610", "2:17: watch.listen: 0.0.0.0:8610 can be reached from other machines; set watch.token or serve.tokens"},
		"every address":    {`listen: ":8610"`, "can be reached from other machines"},
		"two places":       {"token: {env: A, file: b}", "2:16: watch.token: name a secret with either env"},
		"log's format":     {"log: {format: xml}", `2:23: watch.log.format: "xml" is neither text nor json`},
		"log's level":      {"log: {level: loud}", `2:22: watch.log.level: "loud" is none of`},
		"no channel":       {"notify: [{}]", "watch.notify: a channel is one of command, webhook and smtp"},
		"unknown channel":  {"notify: [{sms: x}]", "sms"},
		"collector":        {`otlp: {url: "http://otel.example.se"}`, "2:21: watch.otlp.url: http://otel.example.se: https is required"},
		"no address":       {"openlineage: {token: {env: A}}", "watch.openlineage.url: "},
		"collector's name": {`openlineage: {url: "https://m.example.se", token: {}}`, ""},
		"digest":           {"digest: soon", `"soon" is not a positive duration`},
	} {
		_, faults := load(t, "project: p\nwatch: {"+tc.text+"}\n")
		all := strings.Join(faults, "\n")
		if tc.want == "" && faults != nil || !strings.Contains(all, tc.want) {
			t.Errorf("%s:\n%s\nwant %s", name, all, tc.want)
		}
	}
}
