package config

import (
	"net/mail"
	"net/url"
	"slices"
	"strings"
)

// Catalogue is the section publish.catalogue of the configuration: who publishes the
// data, for the national data portal. Without it no metadata for the portal are written.
type Catalogue struct {
	// Publisher is the organisation that is responsible for the data.
	Publisher Publisher `yaml:"publisher"`
	// Contact is where questions are answered: a function, not a person.
	Contact Contact `yaml:"contact"`
	// Licence is the URI of the terms of use, such as
	// http://creativecommons.org/publicdomain/zero/1.0/.
	Licence string `yaml:"licence"`
	// BaseURL is the address of the folder of exports on the web.
	BaseURL string `yaml:"base_url"`
}

// Publisher is the section publish.catalogue.publisher of the configuration.
type Publisher struct {
	// Name is the name of the organisation.
	Name string `yaml:"name"`
	// URI identifies the organisation. It must be the same in all its catalogues.
	URI string `yaml:"uri"`
	// Kind is what it is, in the words of the profile; default LocalAuthority, which is a
	// municipality.
	Kind string `yaml:"kind"`
}

// publisherKinds are the words of the profile for public organisations and those that
// work for them.
var publisherKinds = []string{"LocalAuthority", "RegionalAuthority", "NationalAuthority", "NonProfitOrganisation", "Company"}

// Contact is the section publish.catalogue.contact of the configuration.
type Contact struct {
	Name  string `yaml:"name"`
	Email string `yaml:"email"`
}

// validate reports what the portal would refuse.
func (c *Catalogue) validate(report reporter) {
	for _, text := range []struct{ at, value string }{{"publisher.name", c.Publisher.Name}, {"contact.name", c.Contact.Name}} {
		if strings.TrimSpace(text.value) == "" {
			report("publish.catalogue", "publish.catalogue.%s is missing", text.at)
		}
	}
	if address, err := mail.ParseAddress(c.Contact.Email); err != nil || address.Address != c.Contact.Email {
		report("publish.catalogue.contact", "publish.catalogue.contact.email: %q is not an address such as oppnadata@example.se", c.Contact.Email)
	}
	if c.Publisher.Kind == "" {
		c.Publisher.Kind = publisherKinds[0]
	}
	if !slices.Contains(publisherKinds, c.Publisher.Kind) {
		report("publish.catalogue.publisher", "publish.catalogue.publisher.kind: %q is none of %s", c.Publisher.Kind, strings.Join(publisherKinds, ", "))
	}
	for _, uri := range []struct{ at, value string }{{"publisher.uri", c.Publisher.URI}, {"licence", c.Licence}, {"base_url", c.BaseURL}} {
		u, err := url.Parse(uri.value)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" && uri.at == "base_url" {
			report("publish.catalogue", "publish.catalogue.%s: %q is not an absolute address that begins with https:// or http://", uri.at, uri.value)
		}
	}
	if c.BaseURL != "" && !strings.HasSuffix(c.BaseURL, "/") {
		c.BaseURL += "/"
	}
}
