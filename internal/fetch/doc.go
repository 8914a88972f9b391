// Package fetch speaks HTTP with other people's servers, with manners:
//
//   - requests to one host are spaced by its rate, whoever in the program asks;
//   - 429 and 503 are obeyed: what Retry-After says is how long everybody in
//     the program waits who asks that host;
//   - other transient faults (a broken connection, a timeout, 408, 425 and the
//     rest of 5xx) are tried again after a pause that grows, with jitter, and
//     no other fault is;
//   - an answer is handed over whole or not at all: one that is shorter than
//     its Content-Length, or whose chunks or compression end early, counts as
//     broken, and one without any of these, by plain HTTP, is refused. A
//     broken download goes on where it stopped where the server can do that and
//     vouches by a strong ETag that it is still the same;
//   - redirects are followed a few times, never from https to http, and take
//     credentials to no other host;
//   - certificates are verified. There is no switch for it: a private
//     authority is named by its certificate.
//
// Credentials go by https alone, unless the server is this machine itself.
//
// Errors are classified by dubbelkrona.Kind and show of an address neither
// query nor user, where secrets can stand, and nothing that
// the server sent.
package fetch
