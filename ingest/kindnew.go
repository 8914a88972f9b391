package ingest

// FormatNew returns the New function of a format whose settings are a struct S.
func FormatNew[S any, F Format](make func(S) (F, error)) func(Env, Settings) (Format, error) {
	return FormatNewIn(func(_ Env, s S) (F, error) { return make(s) })
}

// FormatNewIn is FormatNew for formats that need the Env, such as the project's
// folder.
func FormatNewIn[S any, F Format](make func(Env, S) (F, error)) func(Env, Settings) (Format, error) {
	return func(env Env, decode Settings) (Format, error) {
		s, err := settingsOf[S](decode)
		if err != nil {
			return nil, err
		}
		format, err := make(env, s)
		if err != nil {
			return nil, err
		}
		return format, nil
	}
}

// PlaceNew is FormatNew for places.
func PlaceNew[S any, P Place](make func(Env, S) (P, error)) func(Env, Settings) (Place, error) {
	return func(env Env, decode Settings) (Place, error) {
		s, err := settingsOf[S](decode)
		if err != nil {
			return nil, err
		}
		place, err := make(env, s)
		if err != nil {
			return nil, err
		}
		return place, nil
	}
}

// RemoteNew is PlaceNew for places over a network, which it wraps in Hold.
func RemoteNew[S any, P Place](make func(Env, S) (P, error)) func(Env, Settings) (Place, error) {
	return func(env Env, decode Settings) (Place, error) {
		place, err := PlaceNew(make)(env, decode)
		if err != nil {
			return nil, err
		}
		return Hold(place, env), nil
	}
}

// SourceNew is FormatNew for sources.
func SourceNew[S any](make func(name string, env Env, s S) (Source, error)) func(string, Env, Settings) (Source, error) {
	return func(name string, env Env, decode Settings) (Source, error) {
		s, err := settingsOf[S](decode)
		if err != nil {
			return nil, err
		}
		return make(name, env, s)
	}
}

// settingsOf decodes a kind's settings strictly.
func settingsOf[S any](decode Settings) (s S, err error) {
	err = decode.Decode(&s)
	return s, err
}
