package ingest

// FormatNew returns the New function of a format whose settings are a struct S.
func FormatNew[S any, F Format](make func(S) (F, error)) func(Env, Settings) (Format, error) {
	return FormatNewIn(func(_ Env, s S) (F, error) { return make(s) })
}

// FormatNewIn is FormatNew for formats that need the Env, such as the project's
// folder.
func FormatNewIn[S any, F Format](make func(Env, S) (F, error)) func(Env, Settings) (Format, error) {
	return func(env Env, settings Settings) (Format, error) { return made[Format](settings, env, make) }
}

// PlaceNew is FormatNewIn for places.
func PlaceNew[S any, P Place](make func(Env, S) (P, error)) func(Env, Settings) (Place, error) {
	return func(env Env, settings Settings) (Place, error) { return made[Place](settings, env, make) }
}

// HeldNew is PlaceNew for places that it wraps in Hold.
func HeldNew[S any, P Place](make func(Env, S) (P, error)) func(Env, Settings) (Place, error) {
	return func(env Env, settings Settings) (Place, error) {
		place, err := made[Place](settings, env, make)
		if err != nil {
			return nil, err
		}
		return Hold(place, env), nil
	}
}

// RemoteNew is PlaceNew for a Remote, of which Fetched makes a place.
func RemoteNew[S any, R Remote](make func(Env, S) (R, error)) func(Env, Settings) (Place, error) {
	return func(env Env, settings Settings) (Place, error) {
		remote, err := made[Remote](settings, env, make)
		if err != nil {
			return nil, err
		}
		return Fetched(remote, env), nil
	}
}

// SourceNew is FormatNewIn for sources.
func SourceNew[S any, R Source](make func(name string, env Env, s S) (R, error)) func(string, Env, Settings) (Source, error) {
	return func(name string, env Env, settings Settings) (Source, error) {
		return made[Source](settings, env, func(env Env, s S) (R, error) { return make(name, env, s) })
	}
}

// made decodes settings strictly and returns what make makes of them as the
// interface I, nil on errors.
func made[I, S, T any](settings Settings, env Env, make func(Env, S) (T, error)) (none I, err error) {
	var s S
	if settings != nil {
		if err := settings(&s); err != nil {
			return none, err
		}
	}
	t, err := make(env, s)
	if err != nil {
		return none, err
	}
	return any(t).(I), nil
}
