package trace

import (
	"context"
	"log/slog"
	"strings"
	"unicode/utf8"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	oteltrace "go.opentelemetry.io/otel/trace"

	"dubbelkrona"
)

// Span begins a span as a child of the one in ctx. Call the returned function
// exactly once to end it, with the error of the work (nil if it succeeded) and
// further attributes.
func (t *Tracer) Span(ctx context.Context, name string, about ...slog.Attr) (context.Context, func(err error, found ...slog.Attr)) {
	ctx, span := t.tracer.Start(ctx, name, oteltrace.WithTimestamp(t.now()), oteltrace.WithAttributes(attributes(about)...))
	return ctx, func(err error, found ...slog.Attr) {
		span.SetAttributes(attributes(found)...)
		if err != nil {
			span.SetAttributes(attribute.String("error.type", dubbelkrona.KindOf(err).String()))
			span.SetStatus(codes.Error, short(err.Error()))
		}
		span.End(oteltrace.WithTimestamp(t.now()))
	}
}

// attributes puts attributes in a namespace of their own, as OpenTelemetry
// recommends for names outside its conventions.
func attributes(attrs []slog.Attr) []attribute.KeyValue {
	all := make([]attribute.KeyValue, 0, len(attrs))
	for _, a := range attrs {
		key := attribute.Key("dubbelkrona." + a.Key)
		switch value := a.Value.Resolve(); value.Kind() {
		case slog.KindInt64:
			all = append(all, key.Int64(value.Int64()))
		case slog.KindBool:
			all = append(all, key.Bool(value.Bool()))
		default:
			all = append(all, key.String(short(value.String())))
		}
	}
	return all
}

// short truncates a text and makes it valid UTF-8: the protocol rejects a
// whole batch with invalid UTF-8.
func short(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if utf8.RuneCountInString(text) <= maxText {
		return text
	}
	return string([]rune(text)[:maxText-1]) + "…"
}
