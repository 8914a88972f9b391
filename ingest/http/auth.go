package http

import (
	"encoding/base64"
	"net/http"
	"net/url"

	"dubbelkrona"
	"dubbelkrona/internal/secret"
)

func (a Auth) empty() bool { return a == Auth{} }

// secret returns where to find the secret.
func (a Auth) secret() secret.Ref {
	switch {
	case a.User != "":
		return a.Password
	case a.Value.IsSet():
		return a.Value
	}
	return a.Bearer
}

// check validates the combination of settings.
func (a Auth) check() error {
	ways := 0
	for _, set := range []bool{a.Bearer.IsSet(), a.User != "" || a.Password.IsSet(), a.Header != "", a.Query != ""} {
		if set {
			ways++
		}
	}
	switch {
	case a.empty():
		return nil
	case ways != 1:
		return dubbelkrona.Invalidf("auth: set only one of bearer, user with password, header with value, and query with value")
	case (a.User != "") != a.Password.IsSet(), (a.Header != "" || a.Query != "") != a.Value.IsSet():
		return dubbelkrona.Invalidf("auth: user requires password, header and query require value, and the other way round")
	}
	if err := a.secret().Check(); err != nil {
		return dubbelkrona.Invalidf("auth: %w", err)
	}
	return nil
}

// reveal reads the secret and returns it as headers and query parameters.
func (a Auth) reveal(root string) (http.Header, url.Values, error) {
	if a.empty() {
		return nil, nil, nil
	}
	value, err := a.secret().Reveal(root)
	if err != nil {
		return nil, nil, err
	}
	switch {
	case a.User != "":
		pair := base64.StdEncoding.EncodeToString([]byte(a.User + ":" + value.Expose()))
		return http.Header{"Authorization": {"Basic " + pair}}, nil, nil
	case a.Header != "":
		return http.Header{a.Header: {value.Expose()}}, nil, nil
	case a.Query != "":
		return nil, url.Values{a.Query: {value.Expose()}}, nil
	}
	return http.Header{"Authorization": {"Bearer " + value.Expose()}}, nil, nil
}
